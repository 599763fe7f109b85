/** The messages that a server sent, read from the octets. Pure. */

import { unstuff } from '../protocol/dot-stuffing.ts';
import type { Conversation } from './conversation.ts';
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
