/** What a client made of the challenges of a SASL exchange (RFC 5034 section 4). Pure. */

import { decodeBase64 } from '../protocol/base64.ts';
import { latin1 } from '../protocol/octets.ts';
import type { Line } from '../protocol/line.ts';
import type { Exchange } from './conversation.ts';
import { isCancelling } from './credentials.ts';

/** For each challenge that can't be decoded what the client sent; undefined where it sent nothing. */
export function challengesUnread({
  challenges,
  responses,
}: Pick<Exchange, 'challenges' | 'responses'>): (Line | undefined)[] {
  return challenges.flatMap((challenge, index) => {
    const text = latin1(challenge.content).replace(/^\+ ?/, '');
    return decodeBase64(text) === undefined ? [responses[index]] : [];
  });
}

/**
 * What came for the empty challenge in place of the initial response; undefined where that came. The server has told: it
 * goes on or accepts it, and refuses anything else.
 */
export function emptyChallengeLeft({
  challenges,
  responses: [response],
  status,
}: Pick<Exchange, 'challenges' | 'responses' | 'status'>): string | undefined {
  if (response === undefined) return 'nothing';
  if (isCancelling(response)) return '"*"';
  return status === '+OK' || challenges.length > 1 ? undefined : 'another response';
}
