/** Clients that a detail of a response code puts off. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'the client did otherwise';

/** Codes like these are none to the client. */
function deafTo(isIgnored: (levels: readonly string[]) => boolean): () => Partial<Manner> {
  return () => ({
    reason: (levels, knowledge) => (isIgnored(levels) ? undefined : BY_THE_BOOK.reason(levels, knowledge)),
  });
}

/** How many levels a code has that has no detail. */
const depth = ([first = '']: readonly string[]): number => (first.toUpperCase() === 'SYS' ? 2 : 1);

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'whole-codes-only',
    about: 'It knows codes only without further detail.',
    says,
    manner: deafTo((levels) => levels.length > depth(levels)),
  },
  {
    name: 'two-levels-of-detail',
    about: 'It knows a code with one level of detail, and not with two.',
    says,
    manner: deafTo((levels) => levels.length > depth(levels) + 1),
  },
  {
    name: 'detail-of-login-delay',
    about: 'A number behind LOGIN-DELAY makes it another code.',
    says,
    manner: deafTo(([first, second]) => first?.toUpperCase() === 'LOGIN-DELAY' && second !== undefined),
  },
  {
    name: 'detail-of-auth-is-temporary',
    about: 'AUTH with a detail is taken for a temporary failure.',
    says,
    manner: () => ({
      reason: (levels, knowledge) =>
        levels[0]?.toUpperCase() === 'AUTH' && levels.length > 1 ? 'SYS/TEMP' : BY_THE_BOOK.reason(levels, knowledge),
    }),
  },
  {
    name: 'sys-has-two-levels',
    about: 'SYS has two levels to it, and with a third it is none.',
    says,
    manner: deafTo(([first, ...rest]) => first?.toUpperCase() === 'SYS' && rest.length > 1),
  },
];
