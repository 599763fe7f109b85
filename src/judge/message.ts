/** A message as RETR and TOP bring it (RFC 1939 sections 3, 5 and 7). Pure. */

import type { Line } from '../protocol/line.ts';
import { DOT, latin1 } from '../protocol/octets.ts';

/** A message taken apart: its lines without their stuffing, one character for each octet. */
export interface MessageText {
  readonly header: readonly string[];
  /** undefined where the blank line that ends the header did not come. */
  readonly body: readonly string[] | undefined;
  /** Its size in octets, as LIST should have it: with line ends, without stuffing. */
  readonly size: number;
}

/** Takes apart the lines of a multi-line answer, as they came. */
export function readMessage(lines: readonly Line[]): MessageText {
  let size = 0;
  const texts = lines.map((line, index) => {
    const stuffed = isStuffed(line, lines[index - 1]);
    size += line.octets.length - (stuffed ? 1 : 0);
    return latin1(stuffed ? line.content.subarray(1) : line.content);
  });
  const blank = texts.indexOf('');
  if (blank === -1) return { header: texts, body: undefined, size };
  return { header: texts.slice(0, blank), body: texts.slice(blank + 1), size };
}

/**
 * How many lines a message has in its body, as {@link readMessage} takes it apart, without a copy of any: of thousands of
 * messages nothing else may count.
 * @returns undefined where the blank line that ends the header did not come
 */
export function bodyLength(lines: readonly Line[]): number | undefined {
  const blank = lines.findIndex((line, index) => line.content.length === (isStuffed(line, lines[index - 1]) ? 1 : 0));
  return blank === -1 ? undefined : lines.length - blank - 1;
}

/** As a client does (RFC 1939 section 3): the first dot goes, stuffed or not. Behind a bare LF no line begins. */
function isStuffed({ content }: Line, previous: Line | undefined): boolean {
  return (previous?.terminator ?? 'CRLF') === 'CRLF' && content[0] === DOT;
}

/**
 * Where the lines at the end of a body first differ from what was delivered; undefined where they do not. Delivery may
 * add a blank line at the end (a mailbox in one file does), and that is not the protocol's business; a line too many in
 * front of them is another requirement's.
 */
export function differenceFrom(
  delivered: readonly string[],
  body: readonly string[],
): { line: number; expected: string; actual: string } | undefined {
  const came = body.slice(0, lengthWithoutBlankEnd(body));
  const end = came.slice(Math.max(0, came.length - delivered.length));
  for (let line = 0; line < delivered.length; line++) {
    const [expected, actual] = [delivered[line], end[line]];
    if (expected !== actual) {
      return {
        line: line + 1,
        expected: expected ?? 'the end of the message',
        actual: actual ?? 'the end of the message',
      };
    }
  }
  return undefined;
}

function lengthWithoutBlankEnd(body: readonly string[]): number {
  let length = body.length;
  while (length > 0 && body[length - 1] === '') length -= 1;
  return length;
}
