/** Where a message that was sent has octets outside ASCII (RFC 6856 section 2.1). Pure. */

import type { Line } from '../protocol/line.ts';

/** The first octet outside ASCII. */
export interface BeyondAscii {
  readonly part: 'header' | 'body';
  readonly line: Line;
  /** From the beginning of the line, in octets. */
  readonly offset: number;
}

/**
 * Finds the first octet outside ASCII in a message as RETR and TOP bring it.
 * @param lines of the multi-line answer; those before the first blank one are the header
 */
export function firstBeyondAscii(lines: readonly Line[]): BeyondAscii | undefined {
  let part: BeyondAscii['part'] = 'header';
  for (const line of lines) {
    if (line.content.length === 0) part = 'body';
    const offset = line.octets.findIndex((octet) => octet > 0x7f);
    if (offset !== -1) return { part, line, offset };
  }
  return undefined;
}
