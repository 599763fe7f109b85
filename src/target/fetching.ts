/** One launch of a client against a fake server: everything that went over the wire, and how the client ended. */

import { EventEmitter, once } from 'node:events';
import { deedsOf, type Deeds } from '../judge/deeds.ts';
import { handshakeFailure } from '../judge/handshake.ts';
import { conversations, type Conversation } from '../judge/conversation.ts';
import { octetsSinceAnswer } from '../judge/outstanding.ts';
import type { ServerConfig } from '../server/config.ts';
import { Pop3Server } from '../server/listener.ts';
import type { Transcript } from '../wire/transcript.ts';
import type { Ending, RunningClient, TlsMode } from './client.ts';
import type { ClientTarget } from './client-target.ts';
import { Holding, type Holds } from './holding.ts';
import { visitsOver } from './visits.ts';

/** What a launch is made of. */
export interface Fetching {
  readonly target: ClientTarget;
  readonly account: { readonly user: string; readonly password: string };
  /** How the client is told to use TLS. */
  readonly tls: TlsMode;
  /** The certificate of the authority that it is told to trust (PEM). */
  readonly ca: string;
  /** Whom the client fetches from. */
  readonly server: ServerConfig;
  /** Where it is all kept; several launches may share one. */
  readonly transcript: Transcript;
  /** Which answers are held back until the client has demonstrably had the chance to send more. */
  readonly holds?: Holds;
  /** Of a client that stays: how many visits it is given; one where undefined. */
  readonly visits?: number;
  /** Ends the launch from outside. */
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface Fetched {
  readonly ending: Ending;
  readonly conversations: readonly Conversation[];
  readonly deeds: Deeds;
  /** The handshakes of TLS that failed, each with what was said of it. */
  readonly failedHandshakes: readonly string[];
  /** How often an answer was held back, was then seen to be waited for, or was sent without anybody knowing. */
  readonly held: Readonly<Record<'times' | 'seen' | 'unknown', number>>;
  /** What the client was told of messages: how many there were. */
  readonly messages: number;
  readonly password: string;
  readonly tls: TlsMode;
}

/** How long a connection may still bring what a client sent before its end, in milliseconds. */
const DRAIN_MS = 2_000;

/** What a client is given beyond its own time limit, which ends it first. */
const GRACE_MS = 5_000;

/**
 * Launches the client once.
 * @throws {Unstartable} where it can't be started; {Error} where the fake server itself failed: a fault of the harness
 */
export async function fetchMail(fetching: Fetching): Promise<Fetched> {
  const { target, account, tls, ca, transcript } = fetching;
  const began = transcript.entries.length;
  const failedHandshakes: string[] = [];
  const launched = new EventEmitter();
  const holding = new Holding(
    once(launched, 'client').then(([client]: (RunningClient | undefined)[]) => client),
    fetching.holds ?? (() => false),
    () => octetsSinceAnswer(transcript.entries.slice(began)),
  );
  const server = await Pop3Server.start({
    ...fetching.server,
    transcript,
    segmentation: target.segmentation,
    witness: () => ({
      received: () => undefined,
      sent: () => undefined,
      ended: () => undefined,
      secured: (outcome) => {
        if ('failure' in outcome) failedHandshakes.push(handshakeFailure(outcome.failure));
      },
    }),
    ...(fetching.holds !== undefined ? { bend: holding.around(fetching.server.bend) } : {}),
  });
  let ending: Ending;
  try {
    const host = tls === 'none' ? server.host : 'localhost';
    const limitMs = limitOf(fetching);
    const signal = AbortSignal.any([fetching.signal, AbortSignal.timeout(limitMs + GRACE_MS)]);
    const errand = { host, port: server.port, ...account, tls, ca, signal };
    const client = await target.launcher.launch(errand).catch((error: unknown) => {
      launched.emit('client', undefined);
      throw error;
    });
    launched.emit('client', client);
    if (target.pollsMs !== undefined) {
      await visitsOver(transcript, began, fetching.visits ?? 1, client.ended, limitMs);
      await client.end();
    }
    ending = await client.ended;
    await server.drained(DRAIN_MS);
  } finally {
    await server.close();
  }
  const [fault] = server.faults;
  if (fault !== undefined) throw fault;
  const all = conversations(transcript.entries.slice(began));
  return {
    ending,
    conversations: all,
    deeds: deedsOf(all),
    failedHandshakes,
    held: { times: holding.times, seen: holding.seen, unknown: holding.unknown },
    messages: fetching.server.accounts[0]?.messages.length ?? 0,
    password: account.password,
    tls,
  };
}

/** How long the launch may take, in milliseconds: of a client that stays, what it waits between its visits besides. */
function limitOf({ target: { timeoutMs, maxWaitMs, pollsMs }, visits = 1 }: Fetching): number {
  return pollsMs === undefined ? timeoutMs : timeoutMs + maxWaitMs + visits * pollsMs;
}
