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

/** How many octets of the client have come since the server last sent some, on all connections together. */
export function octetsSinceAnswer(entries: readonly WireEntry[]): number {
  const since = new Map<number, number>();
  for (const { connection, from, event, octets } of entries) {
    if (event === 'close' || event === 'reset') since.delete(connection);
    if (event !== 'data') continue;
    since.set(connection, from === 'S' ? 0 : (since.get(connection) ?? 0) + octets.length);
  }
  return [...since.values()].reduce((sum, octets) => sum + octets, 0);
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
