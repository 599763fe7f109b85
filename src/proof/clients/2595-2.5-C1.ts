/** Clients that were told to use TLS, and hand over credentials without it. */

import type { ClientFault } from '../client-fault.ts';
import { GivesUp, NO_TLS } from '../../client/reference/exit-status.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import { NewConnection } from '../../client/reference/new-connection.ts';
import type { Manner, NoTls } from '../../client/reference/manner.ts';

const says = 'in the clear';

function goesOn(where: (why: NoTls, knowledge: Knowledge) => boolean): () => Partial<Manner> {
  return () => ({ goesOnInTheClear: where });
}

export const FAULTS: readonly ClientFault[] = [
  { name: 'always', about: 'It goes on in the clear wherever there is no TLS.', says, manner: goesOn(() => true) },
  {
    name: 'where-stls-is-refused',
    about: 'It goes on where STLS is refused.',
    says,
    manner: goesOn((why) => why === 'refused'),
  },
  {
    name: 'where-stls-is-not-announced',
    about: 'It goes on where STLS is not announced.',
    says,
    manner: goesOn((why) => why === 'not announced'),
  },
  {
    name: 'where-the-handshake-fails',
    about: 'It connects again without TLS where the handshake fails.',
    says,
    manner: goesOn((why) => why === 'no handshake'),
  },
  {
    name: 'where-the-first-octet-fails',
    about: 'It connects again without TLS where TLS was to begin with the first octet.',
    says,
    manner: goesOn((why, { task }) => why === 'no handshake' && task.tls === 'implicit'),
  },
  {
    name: 'on-the-second-connection',
    about: 'Where there is no TLS it connects again, and goes on there in the clear.',
    says,
    manner: goesOn((why, { connection }) => {
      if (connection === 1 && why === 'refused') throw new NewConnection(new GivesUp(NO_TLS, 'STLS was refused'));
      return connection > 1;
    }),
  },
  {
    name: 'without-a-list',
    about: 'It goes on where the server knows no CAPA.',
    says,
    manner: goesOn((_why, { capabilities }) => capabilities === undefined),
  },
  {
    name: 'an-empty-list',
    about: 'It goes on where the capability list is empty.',
    says,
    manner: goesOn((_why, { capabilities }) => capabilities?.length === 0),
  },
];
