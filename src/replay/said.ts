/** What is said in a conversation, whenever and in whatever pieces: two that say the same can be told so. Pure. */

import { writePattern } from '../script/pattern.ts';
import type { Conversation } from '../script/syntax.ts';
import type { ServerPart } from '../protocol/dialogue.ts';
import { recordedBy } from './recorded.ts';
import { shownLine } from './same-line.ts';

/** A line of an answer, with its end, and what kind of line it is. */
export interface SaidLine {
  readonly part: ServerPart;
  readonly text: string;
}

export interface Said {
  /** The lines of the client as a script has them; what is secret is a placeholder. */
  readonly client: readonly string[];
  /** The answers in their order, the greeting first. */
  readonly answers: readonly (readonly SaidLine[])[];
}

/** Reads it out of a conversation. */
export function saidIn(conversation: Conversation): Said {
  const { steps, answers } = recordedBy(conversation);
  const sent = steps
    .map((step) => (step.kind === 'send' ? writePattern(step.client) + (step.crlf ? '\n' : '') : ''))
    .join('');
  return {
    client: sent.replace(/\n$/, '').split('\n'),
    answers: answers.map(({ lines }) => lines.map((line) => ({ part: line.part, text: shownLine(line, {}) }))),
  };
}
