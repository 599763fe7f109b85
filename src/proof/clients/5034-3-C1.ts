/** Clients that send AUTH where SASL is not announced. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';

const says = 'AUTH';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'without-a-list',
    about: 'Where there is no CAPA it tries CRAM-MD5.',
    says,
    manner: () => ({
      isOffered: (method, knowledge) =>
        BY_THE_BOOK.isOffered(method, knowledge) || (method === 'CRAM-MD5' && knowledge.capabilities === undefined),
      afterRefusal: () => 'next method',
    }),
  },
  {
    name: 'without-sasl-in-the-list',
    about: 'It tries CRAM-MD5 though the list has no SASL.',
    says,
    manner: () => ({
      isOffered: (method, knowledge) =>
        BY_THE_BOOK.isOffered(method, knowledge) ||
        (method === 'CRAM-MD5' && knowledge.capabilities !== undefined && knowledge.announced('SASL') === undefined),
      afterRefusal: () => 'next method',
    }),
  },
  {
    name: 'as-a-last-resort',
    about: 'Where nothing is offered that it knows it tries CRAM-MD5.',
    says,
    manner: () => ({ lastResort: () => ['CRAM-MD5'] }),
  },
  {
    name: 'once-user-is-refused',
    about: 'Where USER is refused it tries CRAM-MD5 on the same connection.',
    says,
    manner: () => ({
      // Behind the ways that are offered, and never the first.
      prefers: (knowledge) => ['USER', ...BY_THE_BOOK.prefers(knowledge)],
      isOffered: (method, knowledge) =>
        BY_THE_BOOK.isOffered(method, knowledge) ||
        (method === 'CRAM-MD5' &&
          knowledge.announced('SASL') === undefined &&
          BY_THE_BOOK.isOffered('USER', knowledge)),
      afterRefusal: (method) => (method === 'USER' ? 'next method' : 'give up'),
    }),
  },
];
