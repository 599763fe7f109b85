/** Where a response code may stand: on which status, and as the answer to which command. */

import { registeredResponseCode } from '../protocol/registry.ts';
import type { ResponseCode } from '../protocol/response-code.ts';
import type { Violation } from '../protocol/violation.ts';
import type { Exchange } from './conversation.ts';

/**
 * Judges a well-formed response code by what its definition says of it.
 * @param start the offset of its `[` in the line
 * @param exchange what it answers; undefined for a greeting
 * @param announced whether AUTH-RESP-CODE is (RFC 3206 section 6); undefined where that is not known
 * @returns offsets from the beginning of the line
 */
export function judgeCode(
  code: ResponseCode,
  start: number,
  exchange: Pick<Exchange, 'keyword' | 'status'> | undefined,
  announced: { readonly authRespCode: boolean | undefined },
): Violation[] {
  const levels = code.levels.map((level) => level.toUpperCase());
  const [name] = levels;
  const status = exchange?.status ?? '+OK';
  const actual = `[${code.levels.join('/')}] on ${status} to ${exchange?.keyword ?? 'the connection'}`;
  const found = (requirement: string, severity: Violation['severity'], expected: string): Violation[] => [
    { requirement, severity, offset: start, expected, actual },
  ];

  switch (name) {
    case 'LOGIN-DELAY':
      if (status === '-ERR' && isOneOf(exchange, ['AUTH', 'USER', 'PASS', 'APOP'])) return [];
      return found('2449-8.1.1-S1', 'fail', 'LOGIN-DELAY only on -ERR to AUTH, USER, PASS or APOP');
    case 'IN-USE':
      if (status === '-ERR' && isOneOf(exchange, ['AUTH', 'APOP', 'PASS'])) return [];
      return found('2449-8.1.2-S1', 'fail', 'IN-USE only on -ERR to AUTH, APOP or PASS');
    case 'SYS':
      if (status === '-ERR' && (levels[1] === 'TEMP' || levels[1] === 'PERM')) return [];
      return found('3206-4-S1', 'fail', 'SYS with TEMP or PERM at the second level, on -ERR');
    case 'AUTH':
      if (announced.authRespCode !== false) return [];
      return found('3206-6-S2', 'fail', 'AUTH only from a server that announces AUTH-RESP-CODE');
    default:
      if (registeredResponseCode(code.levels) !== undefined) return [];
      // The rule binds specifications, not servers, so an unregistered code is advice.
      return found('2449-9-S1', 'advice', 'a response code that is registered with IANA');
  }
}

function isOneOf(exchange: Pick<Exchange, 'keyword'> | undefined, keywords: readonly string[]): boolean {
  return exchange !== undefined && keywords.includes(exchange.keyword);
}
