/** The extended response code: `resp-code = "[" resp-level *("/" resp-level) "]"` (RFC 2449 sections 3 and 8). */

import { isDel, isRchar } from './abnf.ts';
import { asAdvice, breach, conclude, octetAt } from './judgement.ts';
import { SP, latin1 } from './octets.ts';
import type { Parsed, Violation } from './violation.ts';

const OPEN = 0x5b;
const SLASH = 0x2f;
const CLOSE = 0x5d;

/** A response code. Its levels go from the general to the detailed, and are compared without regard to case (section 8). */
export interface ResponseCode {
  /** As they came: `['SYS', 'TEMP']` for `[SYS/TEMP]`. */
  readonly levels: readonly string[];
  /** The offset behind the closing bracket, in octets, from the opening one. */
  readonly end: number;
}

/**
 * Parses the response code that octets begin with; whatever follows its `]` is not looked at.
 * @param octets text, without its line end; it should begin with `[`
 * @returns the code; else a breach of 2449-3-S8 (no code has such a form), or of 2449-6.4-S1 where the brackets hold
 *   words: they were never meant as a code, and 6.4 says that what begins with `[` is one
 */
export function parseResponseCode(octets: Uint8Array): Parsed<ResponseCode> {
  const levels: string[] = [];
  const found: Violation[] = [];
  if (octets[0] !== OPEN)
    found.push(breach('2449-3-S8', 0, '"[" at the beginning of a response code', octetAt(octets, 0)));
  let level = 1; // where the level under way begins
  let end = 1;
  for (let offset = 1; found.length === 0; offset += 1) {
    const octet = octets[offset];
    if (octet === SLASH || octet === CLOSE) {
      if (offset === level) {
        found.push(
          breach('2449-3-S8', offset, 'at least one octet in each level of a response code', octetAt(octets, offset)),
        );
      }
      levels.push(latin1(octets.subarray(level, offset)));
      level = offset + 1;
      end = offset + 1;
      if (octet === CLOSE) break;
    } else if (octet === undefined || !isRchar(octet)) {
      found.push(brokenOff(octets, offset));
    }
  }
  const del = octets.subarray(0, end).findIndex(isDel);
  if (del !== -1)
    found.push(asAdvice(breach('2449-3-S8', del, 'no DEL in a response code', octetAt(octets, del)), 'R4'));
  return conclude(found, () => ({ levels, end }));
}

/** What is wrong where a response code has an octet that none can have, or the text ends. */
function brokenOff(octets: Uint8Array, offset: number): Violation {
  const closed = octets.includes(CLOSE, offset);
  if (octets[offset] === SP && closed) {
    return breach('2449-6.4-S1', offset, 'an extended response code, without SP, in text that begins with "["', ' ');
  }
  if (octets[offset] === undefined || octets[offset] === SP) {
    return breach('2449-3-S8', offset, 'the "]" that ends the response code', octetAt(octets, offset));
  }
  return breach('2449-3-S8', offset, 'visible ASCII in a response code', octetAt(octets, offset));
}
