/** The lines of a SASL exchange, which are neither answers nor commands (RFC 5034 sections 4 and 5). */

import { base64Fault, decodeBase64 } from './base64.ts';
import { breach, conclude, octetAt, together } from './judgement.ts';
import { judgeFrame, lineOf } from './line.ts';
import { SP, latin1 } from './octets.ts';
import type { Parsed, Violation } from './violation.ts';

const PLUS = 0x2b;

/** `continue-req = "+" SP [base64] CRLF`. */
export interface Challenge {
  /** Decoded; empty for the empty challenge, `+ ` CRLF. */
  readonly data: Buffer;
}

/**
 * Parses a server's challenge. It may be of any length: the 512 octets of first lines are not meant for it (section 4).
 * @param octets the line, with its line end
 * @returns breaches of 5034-4-S2, and of 2449-3-S3 (line end)
 */
export function parseChallenge(octets: Uint8Array): Parsed<Challenge> {
  const line = lineOf(octets);
  const { content } = line;
  const frame = judgeFrame(line, { ending: '2449-3-S3' });
  const text = content.subarray(2);
  const found = together(frame, judgeChallenge(content, text), content);
  return conclude(found, () => ({ data: decodeBase64(latin1(text)) ?? Buffer.alloc(0) }));
}

function judgeChallenge(content: Buffer, text: Buffer): Violation[] {
  const at = (offset: number, expected: string): Violation =>
    breach('5034-4-S2', offset, expected, octetAt(content, offset));
  if (content[0] !== PLUS) return [at(0, '"+" at the beginning of a challenge')];
  if (content[1] !== SP) return [at(1, 'SP behind the "+" of a challenge, an empty one too')];
  const fault = base64Fault(text);
  return fault === undefined ? [] : [at(fault.offset + 2, fault.expected)];
}

/** What a client sends in answer to a challenge. Its data is a secret. */
export type Response = { readonly kind: 'cancel' } | { readonly kind: 'response'; readonly data: Buffer };

/**
 * Parses a client's response: base64, which may be empty, or `*`, which cancels the exchange.
 * @param octets the line, with or without its line end
 * @returns undefined for what a server must reject with -ERR since it is neither (RFC 5034 section 4)
 */
export function parseResponse(octets: Uint8Array): Response | undefined {
  const text = latin1(lineOf(octets).content);
  if (text === '*') return { kind: 'cancel' };
  const data = decodeBase64(text);
  return data === undefined ? undefined : { kind: 'response', data };
}

/**
 * Parses the second argument of AUTH.
 * @param text the argument; `=` is the empty initial response
 * @returns the octets; undefined for what is not base64 (RFC 5034 section 4)
 */
export function parseInitialResponse(text: string): Buffer | undefined {
  if (text === '=') return Buffer.alloc(0);
  return text === '' ? undefined : decodeBase64(text);
}
