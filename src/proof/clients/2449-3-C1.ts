/** Commands that are none by the grammar. */

import type { ClientFault } from '../client-fault.ts';
import { latin1, octetsOf } from '../../protocol/octets.ts';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'bare-lf',
    about: 'QUIT ends in a bare LF.',
    says: 'CRLF',
    manner: () => ({
      sends: (line, { keyword }) => (keyword === 'QUIT' ? octetsOf(latin1(line).replace('\r\n', '\n')) : line),
    }),
  },
  {
    name: 'space-behind-capa-after-login',
    about: 'A space stands behind CAPA, after login only.',
    says: 'SP',
    also: { '2449-5-C6': 'whoever reads the space as the beginning of an argument sees one' },
    manner: () => ({
      sends: (line, { keyword }, { state }) =>
        keyword === 'CAPA' && state === 'TRANSACTION' ? octetsOf('CAPA \r\n') : line,
    }),
  },
];
