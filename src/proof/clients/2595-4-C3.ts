/** Clients that read on under TLS what came before it. */

import type { ClientFault } from '../client-fault.ts';

const says = 'took what came in the clear for an answer under TLS';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'hears-it',
    about: 'It keeps its buffer across the handshake.',
    says,
    manner: () => ({ clearOctets: () => 'hear' }),
  },
  {
    name: 'hears-it-and-asks-once',
    about: 'It keeps its buffer across the handshake, and asks for the list only there.',
    says,
    manner: () => ({ clearOctets: () => 'hear', asksCapa: (moment) => moment !== 'login' }),
  },
];
