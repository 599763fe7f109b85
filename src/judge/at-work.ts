/** Whether a client was still fetching its mail when it was ended. Pure. */

import type { WireEntry } from '../wire/transcript.ts';
import type { Conversation } from './conversation.ts';

/**
 * How long nothing had come or gone, in milliseconds, when the client's end of the last connection came.
 * @returns undefined where the last that was asked for is no message, or one that was asked for before: whoever fetches the
 *   same again and again is not on the way to an end
 */
export function idleWhileFetching(
  conversations: ReadonlyArray<Pick<Conversation, 'connection' | 'exchanges'>>,
  entries: readonly WireEntry[],
): number | undefined {
  const last = conversations.at(-1);
  const asked = conversations.flatMap(({ exchanges }) => exchanges);
  const retrieval = asked.at(-1);
  if (last === undefined || retrieval === undefined) return undefined;
  const { keyword, parameters, status } = retrieval;
  if ((keyword !== 'RETR' && keyword !== 'TOP') || status !== '+OK') return undefined;
  const isNew = !asked.slice(0, -1).some((other) => other.keyword === keyword && other.parameters === parameters);
  const ofConnection = entries.filter(({ connection }) => connection === last.connection);
  const moved = ofConnection.findLastIndex(({ event }) => event === 'data');
  const [latest, end] = moved === -1 ? [] : ofConnection.slice(moved);
  // Where the server has ended the connection, whoever stays waits for nothing.
  return isNew && latest !== undefined && end?.from === 'C' ? end.t - latest.t : undefined;
}
