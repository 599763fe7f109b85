/**
 * Plays the client's side of a recording at a server: sends what the client sent when it had received what the client had
 * received, and compares what comes with what was recorded. Conversation and target in, outcome out.
 */

import type { Conversation } from '../script/syntax.ts';
import { Connection } from '../wire/connection.ts';
import { Deadline } from '../wire/deadline.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { Transcript } from '../wire/transcript.ts';
import { allowanceMs } from './allowance.ts';
import type { ReplayOutcome, ReplayTarget } from './outcome.ts';
import { Player } from './player.ts';
import { recordedBy } from './recorded.ts';

/**
 * Replays a conversation.
 * @throws {ConnectionError} where there is no connection, or no TLS where it should begin with it
 */
export async function replay(conversation: Conversation, target: ReplayTarget): Promise<ReplayOutcome> {
  const recorded = recordedBy(conversation);
  const transcript = new Transcript();
  const { host, port, signal, timeoutMs, limitMs = allowanceMs(conversation, recorded, timeoutMs) } = target;
  const deadline = Deadline.after(timeoutMs);
  const connection = await Connection.connect({ host, port, segmentation: WHOLE, transcript, signal }, deadline);
  try {
    if (target.underTls) await connection.startTls(target.verification, deadline);
    const outcome = await new Player(recorded, target, connection, limitMs).play();
    return { ...outcome, entries: transcript.entries };
  } finally {
    connection.destroy();
  }
}
