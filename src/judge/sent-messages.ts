/** What became of messages in what a server sent and a client did. Pure. */

import { unstuff } from '../protocol/dot-stuffing.ts';
import type { WireEntry } from '../wire/transcript.ts';
import type { Conversation, Exchange } from './conversation.ts';
import { textStored } from './stored.ts';

/** A marked message as the server sent it. */
export interface SentMessage {
  /** Its octets, unstuffed. */
  readonly octets: Buffer;
  /** Its text between the marks. */
  readonly text: readonly string[];
  /** Where its first line begins in what the server sent. */
  readonly at: { readonly connection: number; readonly offset: number };
}

/** Finds a marked message that was sent to its end. @returns undefined where it was not */
export function sentAs(conversations: readonly Conversation[], name: string): SentMessage | undefined {
  for (const { connection, exchanges } of conversations) {
    for (const { keyword, answer, lines, dotLine } of exchanges) {
      if ((keyword !== 'RETR' && keyword !== 'TOP') || answer === undefined || dotLine === undefined) continue;
      const octets = unstuff(Buffer.concat(lines.map((line) => line.octets)));
      const text = textStored([octets], name);
      if (text !== undefined) return { octets, text, at: { connection, offset: answer.offset } };
    }
  }
  return undefined;
}

/** A message that a client has deleted, and where. */
export interface Deletion {
  readonly message: number;
  readonly at: { readonly connection: number; readonly offset: number };
}

/**
 * The messages that were deleted though the client had been sent a refusal of their retrieval before, and had never got
 * them on that connection.
 */
export function deletionsOfRefused(conversations: readonly Conversation[], entries: readonly WireEntry[]): Deletion[] {
  return conversations.flatMap(({ connection, exchanges }) =>
    exchanges.flatMap(({ keyword, parameters, status, command }) => {
      if (keyword !== 'DELE' || status !== '+OK') return [];
      const message = Number(parameters);
      const sent = sentBefore(entries, connection, command.offset);
      const asked = exchanges.filter((exchange) => isRetrievalOf(exchange, message));
      const isRefused = asked.some(({ answer, status: said }) => said === '-ERR' && (answer?.offset ?? sent) < sent);
      const hasCome = asked.some(({ status: said }) => said === '+OK');
      return isRefused && !hasCome ? [{ message, at: { connection, offset: command.offset } }] : [];
    }),
  );
}

function isRetrievalOf({ keyword, parameters }: Exchange, message: number): boolean {
  return (keyword === 'RETR' || keyword === 'TOP') && Number.parseInt(parameters, 10) === message;
}

/** How many octets the server had sent when the client's octet at this place came. */
function sentBefore(entries: readonly WireEntry[], connection: number, offset: number): number {
  let [received, sent] = [0, 0];
  for (const entry of entries) {
    if (entry.connection !== connection || entry.event !== 'data') continue;
    if (entry.from === 'S') sent += entry.octets.length;
    else if ((received += entry.octets.length) > offset) break;
  }
  return sent;
}
