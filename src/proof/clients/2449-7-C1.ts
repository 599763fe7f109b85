/** Clients that want what no server must have. */

import { unlessList } from '../giving-up.ts';
import type { ClientFault } from '../client-fault.ts';

const says = 'did not fetch the mail';

const ALSO = { '2449-5-C7': 'an empty list after login lacks it too' };

/** It gives up where that tag is missing. */
function wants(name: string, tag: string, also: ClientFault['also'] = {}): ClientFault {
  return {
    name,
    about: `It gives up where ${tag} is not announced.`,
    says,
    also: { ...ALSO, ...also },
    manner: () => unlessList(({ tags }) => !tags.has(tag)),
  };
}

export const FAULTS: readonly ClientFault[] = [
  wants('wants-top', 'TOP'),
  wants('wants-uidl', 'UIDL'),
  wants('wants-response-codes', 'RESP-CODES'),
  wants('wants-pipelining', 'PIPELINING', { '2449-6.6-C1': 'without PIPELINING it fetches nothing' }),
  wants('wants-expire', 'EXPIRE'),
  wants('wants-a-name', 'IMPLEMENTATION', { '2449-6.9-C1': 'without IMPLEMENTATION it fetches nothing' }),
  wants('wants-utf8', 'UTF8'),
  {
    name: 'wants-top-or-uidl',
    about: 'It gives up where neither TOP nor UIDL is announced.',
    says,
    also: ALSO,
    manner: () => unlessList(({ tags }) => !tags.has('TOP') && !tags.has('UIDL')),
  },
  {
    name: 'wants-one-extension',
    about: 'It gives up where nothing is announced but a way to log in.',
    says,
    also: ALSO,
    manner: () => unlessList(({ tags }) => [...tags].every((tag) => ['SASL', 'USER', 'STLS'].includes(tag))),
  },
  {
    name: 'uidl-must-work',
    about: 'It sends UIDL whatever is announced, and gives up where that is refused.',
    says,
    also: { '2449-6.6-C2': 'a UIDL that is refused among pipelined commands is refused all the same' },
    manner: () => ({
      lists: () => ['LIST', 'UIDL'],
      givesUpAfter: ({ status }, { keyword }) =>
        keyword === 'UIDL' && status === '-ERR' ? 'no unique-ids' : undefined,
    }),
  },
];
