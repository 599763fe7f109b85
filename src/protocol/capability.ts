/** A line of a capability list: `capability = capa-tag *(SP param) CRLF` (RFC 2449 sections 3 and 5). */

import { firstIllegal, isCchar, isDel, isVchar } from './abnf.ts';
import { asAdvice, breach, conclude, octetAt, together } from './judgement.ts';
import { judgeFrame, lineOf } from './line.ts';
import { SP, latin1 } from './octets.ts';
import type { Parsed, Violation } from './violation.ts';

/** RFC 2449 section 5: the most octets of a capability line, with its CRLF. */
export const LONGEST_CAPABILITY = 512;

export interface Capability {
  /** As it came. Tags are compared without regard to case (RFC 2449 section 5). */
  readonly tag: string;
  /** As they came: visible ASCII, at least one octet each. */
  readonly params: readonly string[];
}

/**
 * Parses a line of a capability list.
 * @param octets the line, with its line end
 * @returns breaches of 2449-3-S6 (tag and parameters), 2449-3-S3 (line end), 2449-5-S7 (length), and for a line with
 *   nothing on it 2449-3-S5 (a list has capabilities and its dot line, no blank lines)
 */
export function parseCapability(octets: Uint8Array): Parsed<Capability> {
  const line = lineOf(octets);
  const { content } = line;
  const frame = judgeFrame(line, {
    ending: '2449-3-S3',
    length: { requirement: '2449-5-S7', most: LONGEST_CAPABILITY },
  });
  const found = content.length === 0 ? [blank()] : judgeTokens(content);
  const [tag = '', ...params] = latin1(content).split(' ');
  return conclude(together(frame, found, content), () => ({ tag, params }));
}

function blank(): Violation {
  return breach('2449-3-S5', 0, 'a capability, or the dot line that ends the list', 'a blank line');
}

/** Judges the tag and the parameters: one failure at most, the first, and advice for DEL in the tag (reading R4). */
function judgeTokens(content: Buffer): Violation[] {
  const space = content.indexOf(SP);
  const end = space === -1 ? content.length : space;
  const tag = content.subarray(0, end);
  const del = tag.findIndex(isDel);
  const advice = del === -1 ? [] : [asAdvice(at(content, del, 'no DEL in a capability tag'), 'R4')];
  const illegal = end === 0 ? 0 : firstIllegal(tag, isCchar);
  if (illegal !== -1) return [at(content, illegal, 'a tag of visible ASCII without "."'), ...advice];

  const wrong = firstIllegal(content, (octet) => octet === SP || isVchar(octet), end);
  const doubled = content.indexOf('  ', end, 'latin1');
  if (doubled !== -1 && (wrong === -1 || doubled < wrong)) {
    return [at(content, doubled + 1, 'one SP between tag and parameters'), ...advice];
  }
  if (wrong !== -1) return [at(content, wrong, 'parameters of visible ASCII'), ...advice];
  if (content.at(-1) === SP) return [at(content, content.length - 1, 'no SP at the end of the line'), ...advice];
  return advice;
}

function at(content: Buffer, offset: number, expected: string): Violation {
  return breach('2449-3-S6', offset, expected, octetAt(content, offset));
}
