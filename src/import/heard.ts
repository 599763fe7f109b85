/** What a log or a capture tells of a conversation. Pure. */

import type { Side } from '../wire/transcript.ts';

/** One thing that a log tells, in its order. Octets are one character each. */
export type Heard =
  | {
      readonly kind: 'octets';
      readonly from: Side;
      readonly octets: string;
      /** In milliseconds since the conversation began; absent where the log does not tell. */
      readonly t?: number;
    }
  | { readonly kind: 'end'; readonly from: Side; readonly how: 'close' | 'reset'; readonly t?: number }
  /** Something about what follows, for a comment. */
  | { readonly kind: 'note'; readonly text: string };

/** One conversation of a log. */
export interface HeardConversation {
  readonly events: readonly Heard[];
  /** Whether TLS began with the connection. */
  readonly underTls: boolean;
}

/** What a format tells, and what it leaves out. */
export interface Log {
  readonly conversations: readonly HeardConversation[];
  /** What no log of this format tells, and what was filled in for it: a sentence for each. */
  readonly filledIn: readonly string[];
  /** Whether messages are in the log. */
  readonly hasMessages: boolean;
}

/** A line of a log that ends there as it ended on the wire, as far as anybody knows. */
export function heardLine(from: Side, content: string): Heard {
  return { kind: 'octets', from, octets: `${content}\r\n` };
}

/** What is said of logs that have lines without their ends. */
export const NO_LINE_ENDS = 'the log does not tell how lines end: CRLF is filled in';

/** And of those that have no segments. */
export const NO_SEGMENTS = 'nor how they were cut into segments, and when they came';

/** How the lines of a log become events. */
export interface LineFormat {
  /** What a line tells; undefined where it is about something else. */
  readonly heard: (line: string) => Heard | undefined;
  /** Whether a conversation begins with the line. */
  readonly begins: (line: string) => boolean;
  /** Whether the line says that TLS is there now. */
  readonly saysTls: (line: string) => boolean;
}

/** Reads a log line by line. */
export function readLines(source: string, format: LineFormat): HeardConversation[] {
  const conversations: { events: Heard[]; underTls: boolean }[] = [];
  let current: { events: Heard[]; underTls: boolean } = { events: [], underTls: false };
  for (const line of source.split(/\r?\n/)) {
    if (format.begins(line)) {
      conversations.push(current);
      current = { events: [], underTls: false };
    }
    // Behind STLS it is told by the answer to that; before everything else nothing else tells it.
    if (current.events.length === 0 && format.saysTls(line)) current.underTls = true;
    const heard = format.heard(line);
    if (heard !== undefined) current.events.push(heard);
  }
  return [...conversations, current].filter(({ events }) => events.length > 0);
}

/** What a client of a log did not want to be seen: a line that is known to have been there, and no more. */
export const SUPPRESSED = '********';
