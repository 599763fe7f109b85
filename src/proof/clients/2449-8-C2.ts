/** Clients to which the case of a response code matters. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'the client did otherwise';

/** Codes like these are none to the client. */
function deafTo(isIgnored: (code: string) => boolean): () => Partial<Manner> {
  return () => ({
    reason: (levels, knowledge) => (isIgnored(levels.join('/')) ? undefined : BY_THE_BOOK.reason(levels, knowledge)),
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'upper-case-only',
    about: 'It knows codes in upper case only.',
    says,
    manner: deafTo((code) => code !== code.toUpperCase()),
  },
  {
    name: 'no-mixed-case',
    about: 'It knows codes in upper and in lower case, and none in both.',
    says,
    manner: deafTo((code) => code !== code.toUpperCase() && code !== code.toLowerCase()),
  },
  {
    name: 'second-level-in-upper-case',
    about: 'The second level of SYS must be in upper case.',
    says,
    manner: deafTo((code) => /^sys\//i.test(code) && code.slice(4) !== code.slice(4).toUpperCase()),
  },
  {
    name: 'login-delay-in-upper-case',
    about: 'Of all codes LOGIN-DELAY must be in upper case.',
    says,
    manner: deafTo((code) => code === 'login-delay'),
  },
];
