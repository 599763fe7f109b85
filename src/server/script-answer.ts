/** What a script renders, as an answer of the server. */

import type { Rendered } from '../script/render.ts';
import type { Answer, Next } from './answer.ts';

const NEXT = { close: 'close', reset: 'reset', 'start TLS': 'start-tls', stay: 'continue' } as const;

/**
 * What a script renders as an answer of the server.
 * @param otherwise what follows where the script does not say it
 */
export function toAnswer(rendered: Rendered, otherwise: Pick<Answer, 'next' | 'discardInput'>): Answer {
  const { octets, cuts, gapMs, pauses, dropsTheRest, end } = rendered;
  const next: Next = end === undefined ? otherwise.next : NEXT[end];
  // What came in the clear is never an answer under TLS (RFC 2595 section 4, and CVE-2011-0411).
  const discards = dropsTheRest || (end === undefined ? otherwise.discardInput === true : next === 'start-tls');
  const isPaced = cuts.length > 0 || pauses.length > 0;
  return {
    octets: [octets],
    next,
    ...(discards ? { discardInput: true } : {}),
    ...(isPaced ? { pace: { cut: cuts, gapMs, pauses } } : {}),
  };
}

/** What follows an answer that nothing follows. */
export const GOES_ON: Pick<Answer, 'next'> = { next: 'continue' };
