/** How long a client let a server wait that had answered. Pure. */

import type { WireEntry } from '../wire/transcript.ts';
import type { Conversation } from './conversation.ts';

/**
 * The longest time that passed on one connection between octets of the server and the next that the client did there, be it
 * the end of the connection; in milliseconds.
 */
export function longestSilence(
  conversations: ReadonlyArray<Pick<Conversation, 'connection'>>,
  entries: readonly WireEntry[],
): number {
  return Math.max(0, ...conversations.map(({ connection }) => longestOn(connection, entries)));
}

function longestOn(connection: number, entries: readonly WireEntry[]): number {
  let longest = 0;
  let said: number | undefined;
  for (const entry of entries) {
    if (entry.connection !== connection) continue;
    if (entry.from === 'S') {
      // What the server does once the client has gone, or its own end, asks for nothing.
      if (entry.event === 'data') said = entry.t;
    } else if (said !== undefined) {
      longest = Math.max(longest, entry.t - said);
      said = undefined;
    }
  }
  return longest;
}
