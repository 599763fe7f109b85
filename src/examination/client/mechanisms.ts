/** Which mechanisms of SASL a client attempts (RFC 2449 section 6.3). */

import { breach } from '../stop.ts';
import type { ClientExamination } from './client-examination.ts';
import { labelOf, lastSent } from './expect-fetch.ts';

/** Of the mechanisms only these are attempted; another way to log in, or none, is right too. */
export function expectMechanismOf(c: ClientExamination, names: readonly string[]): void {
  const launch = c.last;
  const { attempts } = launch.deeds;
  const other = attempts.find((way) => way !== 'USER' && way !== 'APOP' && !names.includes(way));
  if (other !== undefined) {
    throw breach(`${labelOf(launch)}the client attempted AUTH ${other}, which SASL does not announce`, {
      expected: names.length === 0 ? 'no AUTH' : `of mechanisms only ${names.join(', ')}`,
      actual: `AUTH ${other}`,
      at: lastSent(launch),
    });
  }
  const words = attempts.length === 0 ? 'did not try to log in' : `tried to log in by ${attempts.join(' and ')}`;
  c.evidence(`${labelOf(launch)}the client ${words}`, lastSent(launch));
}
