/** Clients that read on under TLS what came before it. */

import type { ClientFault } from '../client-fault.ts';

const says = 'took what came in the clear for an answer under TLS';

const HASTY = 'it goes on with an answer that the server has not sent yet';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'hears-it',
    about: 'It keeps its buffer across the handshake.',
    says,
    also: { '2449-6.6-C1': HASTY },
    manner: () => ({ clearOctets: () => 'hear' }),
  },
  {
    name: 'hears-it-and-asks-once',
    about: 'It keeps its buffer across the handshake, and asks for the list only there.',
    says,
    also: { '2449-6.6-C1': HASTY },
    manner: () => ({ clearOctets: () => 'hear', asksCapa: (moment) => moment !== 'login' }),
  },
];
