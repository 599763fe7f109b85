/** Clients that send names or passwords in UTF-8 where nobody has said that they may. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { LoginMethod } from '../../client/login.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'UTF8 USER';

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** Whether it is told a name or a password outside ASCII. */
function isForeign({ task }: Knowledge): boolean {
  return !isAscii(task.user + task.password);
}

/** It says it where this holds. */
function saysIt(where: (knowledge: Knowledge, method: LoginMethod) => boolean): () => Partial<Manner> {
  return () => ({
    canSay: (method, knowledge) =>
      BY_THE_BOOK.canSay(method, knowledge) || (isForeign(knowledge) && where(knowledge, method)),
  });
}

export const FAULTS: readonly ClientFault[] = [
  { name: 'always', about: 'It sends UTF-8 whatever is announced.', says, manner: saysIt(() => true) },
  {
    name: 'utf8-without-user',
    about: 'UTF8 is enough for it, without USER.',
    says,
    manner: saysIt((knowledge) => knowledge.announced('UTF8') !== undefined),
  },
  {
    name: 'part-of-an-argument',
    about: 'It looks for USER anywhere in the arguments of UTF8.',
    says,
    manner: saysIt((knowledge) => knowledge.announced('UTF8')?.parameters.join(' ').includes('USER') ?? false),
  },
  {
    name: 'words-of-another-capability',
    about: 'It looks for "UTF8 USER" anywhere in the list.',
    says,
    manner: saysIt(
      ({ capabilities }) => capabilities?.some(({ parameters }) => parameters.join(' ').includes('UTF8 USER')) ?? false,
    ),
  },
  {
    name: 'passwords-only',
    about: 'Names are ASCII to it, and passwords are its own affair.',
    says,
    manner: saysIt(({ task }) => isAscii(task.user)),
  },
  {
    name: 'without-a-list',
    about: 'Where there is no CAPA it sends UTF-8.',
    says,
    manner: saysIt(({ capabilities }) => capabilities === undefined),
  },
  {
    name: 'once-sasl-has-failed',
    about: 'Where no mechanism has logged it in it sends UTF-8 by USER and PASS.',
    says,
    manner: () => ({
      canSay: (method, knowledge) =>
        BY_THE_BOOK.canSay(method, knowledge) ||
        (method === 'USER' && isForeign(knowledge) && knowledge.announced('SASL') !== undefined),
      afterRefusal: () => 'next method',
    }),
  },
  {
    name: 'in-apop',
    about: 'It thinks of USER and PASS, and not of APOP.',
    says,
    manner: saysIt((_knowledge, method) => method === 'APOP'),
  },
];
