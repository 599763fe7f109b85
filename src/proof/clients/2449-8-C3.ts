/** Clients that see a reason in a code that they do not know. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Reason } from '../../client/reference/exit-status.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'the client did otherwise';

function takes(isTaken: (code: string) => boolean, reason: Reason): () => Partial<Manner> {
  return () => ({
    reason: (levels, knowledge) => {
      const known = BY_THE_BOOK.reason(levels, knowledge);
      return known === undefined && isTaken(levels.join('/').toUpperCase()) ? reason : known;
    },
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'unknown-is-permanent',
    about: 'A code that it does not know is a permanent failure to it.',
    says,
    manner: takes((code) => code !== '', 'SYS/PERM'),
  },
  {
    name: 'code-in-the-detail',
    about: 'It looks for IN-USE at any level.',
    says,
    manner: takes((code) => code.endsWith('/IN-USE'), 'IN-USE'),
  },
  {
    name: 'beginning-of-a-code',
    about: 'What begins like IN-USE is IN-USE to it.',
    says,
    manner: takes((code) => code.startsWith('IN-USE'), 'IN-USE'),
  },
  {
    name: 'beginning-like-auth',
    about: 'What begins like AUTH is AUTH to it.',
    says,
    manner: takes((code) => code.startsWith('AUTH'), 'AUTH'),
  },
];
