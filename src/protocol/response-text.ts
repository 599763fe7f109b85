/** The text of a first line: `text = *schar / resp-code *CHAR` (RFC 2449 section 3), with the readings R1, R2, R4, R5, R7. */

import { firstIllegal, isChar, isDel, isLineEnd, isTextChar } from './abnf.ts';
import { asAdvice, breach, octetAt } from './judgement.ts';
import { visible } from './octets.ts';
import { registeredResponseCode } from './registry.ts';
import { parseResponseCode, type ResponseCode } from './response-code.ts';
import { firstIllFormed, sequenceLength } from './utf8.ts';
import type { Violation } from './violation.ts';

/** What was agreed before the text was sent, as far as it is known. */
export interface TextContext {
  /** Whether the text may be UTF-8: after UTF8 or LANG (RFC 6856 sections 2 and 3.2). */
  readonly utf8?: boolean | undefined;
  /**
   * Whether RESP-CODES is announced. Without it a `[` may begin any text (reading R7); while it is not known,
   * as in a greeting, a bracket that is no response code can only be advised against.
   */
  readonly respCodes?: boolean | undefined;
}

/** What the beginning of a text is. */
export interface TextOpening {
  readonly code?: ResponseCode;
  readonly violations: readonly Violation[];
  /** Where the text goes on, in octets from its beginning. */
  readonly end: number;
  /** Whether what goes on stands behind a bracket that promises a response code, well-formed or not. */
  readonly behindCode: boolean;
}

/**
 * Reads the response code that a text may begin with.
 *
 * | text begins with | RESP-CODES announced | not announced (R7) | not known |
 * |---|---|---|---|
 * | a registered code | the code | 2449-8-S1 fails | the code |
 * | another well-formed code | the code | 2449-8-S1, advice | the code |
 * | a bracket that is no code | 2449-3-S8 or 2449-6.4-S1 fails | 2449-8-S1, advice | 2449-3-S8 or 2449-6.4-S1, advice |
 * @param text the text without its line end
 * @returns offsets from the beginning of the text
 */
export function readOpening(text: Uint8Array, context: TextContext): TextOpening {
  if (text[0] !== 0x5b) return { violations: [], end: 0, behindCode: false };
  const parsed = parseResponseCode(text);
  if (parsed.ok) {
    const code = parsed.value;
    const violations = context.respCodes === false ? [unannounced(text, code)] : parsed.remarks;
    return { code, violations, end: code.end, behindCode: true };
  }
  const [broken] = parsed.violations;
  if (context.respCodes === true) {
    // A character is one breach, of how many octets it may be.
    const wrong = Math.max(1, sequenceLength(text, broken.offset));
    return { violations: [broken], end: Math.min(text.length, broken.offset + wrong), behindCode: true };
  }
  // Without the promise of RESP-CODES this is text as any other: an octet that no text can have is judged as such.
  const octet = text[broken.offset];
  const plain = octet === undefined || isTextChar(octet);
  const violations = context.respCodes === false ? [bracketedText()] : plain ? [asAdvice(broken, 'R7')] : [];
  return { violations, end: 0, behindCode: false };
}

/** A response code from a server that does not announce RESP-CODES. */
function unannounced(text: Uint8Array, code: ResponseCode): Violation {
  const actual = visible(text.subarray(0, code.end), 80);
  const violation = breach('2449-8-S1', 0, 'response codes only where RESP-CODES is announced', actual);
  return registeredResponseCode(code.levels) === undefined
    ? asAdvice(violation, 'R7')
    : { ...violation, reading: 'R7' };
}

function bracketedText(): Violation {
  return asAdvice(breach('2449-8-S1', 0, 'no text that looks like a response code without RESP-CODES', '['), 'R7');
}

/**
 * Judges the octets of text (2449-3-S9). CR and LF are left to the judgement of the line end.
 * @param text what to judge; offsets are from its beginning
 * @param behindCode whether it stands behind a response code, where RFC 2449 has `*CHAR` instead of printable octets
 * @param utf8 whether well-formed UTF-8 is admitted beside ASCII (RFC 6856)
 * @returns at most one failure, the first, and one advice for DEL (reading R4)
 */
export function judgeCharacters(text: Uint8Array, behindCode: boolean, utf8 = false): Violation[] {
  const admitted = behindCode ? isChar : isTextChar;
  const found: Violation[] = [];
  const expected = `${behindCode ? 'ASCII other than NUL' : 'printable ASCII'}${utf8 ? ' or well-formed UTF-8' : ''} in text`;
  const offset = earliest(
    firstIllegal(text, (octet) => admitted(octet) || isLineEnd(octet) || (utf8 && octet > 0x7f)),
    utf8 ? firstIllFormed(text) : -1,
  );
  if (offset !== -1) found.push(breach('2449-3-S9', offset, expected, octetAt(text, offset)));
  const del = behindCode ? -1 : text.findIndex(isDel);
  if (del !== -1) found.push(asAdvice(breach('2449-3-S9', del, 'no DEL in text', octetAt(text, del)), 'R4'));
  return found;
}

function earliest(one: number, other: number): number {
  if (one === -1 || other === -1) return Math.max(one, other);
  return Math.min(one, other);
}
