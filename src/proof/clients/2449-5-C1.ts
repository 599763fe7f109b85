/** A client that can't do without CAPA. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Manner } from '../../client/reference/manner.ts';
import { latin1 } from '../../protocol/octets.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';

const says = 'did not fetch the mail';

/** The client gives up over each refusal of CAPA of which this is true. */
function needsCapa(isUnbearable: (line: string, knowledge: Knowledge) => boolean): () => Partial<Manner> {
  return () => ({
    givesUpAfter: ({ status, first }, { keyword }, knowledge) =>
      keyword === 'CAPA' && status === '-ERR' && isUnbearable(latin1(first.content), knowledge)
        ? 'the server has no CAPA'
        : undefined,
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'gives-up',
    about: 'It gives up where CAPA is refused.',
    says,
    manner: needsCapa(() => true),
  },
  {
    name: 'gives-up-after-login',
    about: 'It gives up where CAPA is refused after login.',
    says,
    manner: needsCapa((_line, { state }) => state === 'TRANSACTION'),
  },
  {
    name: 'gives-up-over-a-code',
    about: 'It gives up where the refusal of CAPA has a response code.',
    says,
    also: { '2449-6.4-C1': 'the refusal of CAPA may have a code' },
    manner: needsCapa((line) => line.includes('[')),
  },
  {
    name: 'gives-up-under-tls',
    about: 'It gives up where CAPA is refused under TLS.',
    says,
    tls: 'stls',
    manner: needsCapa((_line, { tls, state }) => tls && state === 'AUTHORIZATION'),
  },
  {
    name: 'waits-for-a-list',
    about: 'It tries no way to log in where there is no capability list.',
    says,
    manner: () => ({
      lastResort: () => [],
      isOffered: (method, knowledge) =>
        knowledge.capabilities !== undefined && BY_THE_BOOK.isOffered(method, knowledge),
    }),
  },
];
