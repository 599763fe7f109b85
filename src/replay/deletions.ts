/** Whether a recording, played again, asks its server to delete something. Pure. */

import { byLines } from '../script/client-lines.ts';
import type { Conversation, Turn } from '../script/syntax.ts';

/** Some servers pass over blanks before a keyword, and take a bare CR or LF for the end of a line. */
const DELE = /^\s*DELE\b/im;

/** The turn in which the first command begins that marks a message as deleted; undefined where there is none. */
export function firstDeletion(conversation: Conversation): Turn | undefined {
  const line = byLines(conversation).turns.find(({ client }) =>
    client.parts.some((part) => part.kind === 'octets' && DELE.test(part.octets)),
  );
  return line === undefined ? undefined : conversation.turns[line.turn];
}
