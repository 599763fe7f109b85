/** CAPA with an argument. */

import type { ClientFault } from '../client-fault.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import type { Manner } from '../../client/reference/manner.ts';
import { octetsOf } from '../../protocol/octets.ts';

const says = 'CAPA without arguments';

function sending(text: string, isMeant: (knowledge: Knowledge) => boolean): () => Partial<Manner> {
  return () => ({
    sends: (line, { keyword }, knowledge) =>
      keyword === 'CAPA' && isMeant(knowledge) ? octetsOf(`${text}\r\n`) : line,
  });
}

export const FAULTS: readonly ClientFault[] = [
  { name: 'before-login', about: 'It sends CAPA with an argument.', says, manner: sending('CAPA ALL', () => true) },
  {
    name: 'after-login',
    about: 'It sends CAPA with an argument after login only.',
    says,
    manner: sending('CAPA ALL', ({ state }) => state === 'TRANSACTION'),
  },
  {
    name: 'under-tls',
    about: 'It sends CAPA with an argument under TLS only.',
    says,
    tls: 'stls',
    manner: sending('CAPA ALL', ({ tls, state }) => tls && state === 'AUTHORIZATION'),
  },
];
