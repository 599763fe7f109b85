/** How much of what a client sent had no answer yet, at the most. Pure. */

import type { WireEntry } from '../wire/transcript.ts';
import type { Conversation } from './conversation.ts';

/**
 * The most octets of commands that were under way at a time on a connection: sent by the client, as far as the server has
 * taken them from the kernel, and not answered to the end.
 */
export function mostOutstanding(conversations: readonly Conversation[], entries: readonly WireEntry[]): number {
  return Math.max(0, ...conversations.map((conversation) => mostOf(conversation, entries)));
}

function mostOf({ connection, exchanges }: Conversation, entries: readonly WireEntry[]): number {
  // Where an answer ends in what the server sent, and where the command that it answers ends in what the client sent.
  const answers = exchanges.flatMap(({ command, answer, dotLine, responses }) => {
    const last = dotLine ?? answer;
    const asked = responses.at(-1) ?? command;
    return last === undefined ? [] : [{ sent: endOf(last), taken: endOf(asked) }];
  });
  const seen = { S: 0, C: 0 };
  let most = 0;
  let index = 0;
  let answered = 0;
  for (const { connection: number, from, event, octets } of entries) {
    if (number !== connection || event !== 'data') continue;
    seen[from] += octets.length;
    if (from === 'C') most = Math.max(most, seen.C - answered);
    for (let next = answers[index]; next !== undefined && next.sent <= seen.S; next = answers[index]) {
      answered = next.taken;
      index += 1;
    }
  }
  return most;
}

function endOf({ offset, octets }: { readonly offset: number; readonly octets: Buffer }): number {
  return offset + octets.length;
}
