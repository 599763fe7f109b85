/** Clients that send STLS behind UTF8. */

import type { ClientFault } from '../client-fault.ts';

const says = 'STLS behind UTF8';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'utf8-first',
    about: 'It sends UTF8 before STLS.',
    says,
    also: { '2449-6.6-C1': 'the server refuses STLS behind UTF8, and the client gives up' },
    manner: () => ({ sendsFirst: ({ keyword }) => (keyword === 'STLS' ? ['UTF8'] : []) }),
  },
  {
    name: 'again-under-tls',
    about: 'Under TLS it sends UTF8, and asks for TLS once more.',
    says,
    manner: () => ({
      sendsFirst: ({ keyword, kind }, { tls }) =>
        tls && kind === 'command' && keyword === 'AUTH' ? ['UTF8', 'STLS'] : [],
    }),
  },
  {
    name: 'once-stls-is-refused',
    about: 'Where STLS is refused it sends UTF8, and STLS once more.',
    says,
    manner: () => {
      let isRefused = false;
      return {
        givesUpAfter: ({ status }, { keyword }) => {
          if (keyword === 'STLS' && status === '-ERR') isRefused = true;
          return undefined;
        },
        sendsFirst: ({ keyword }) => (isRefused && keyword === 'QUIT' ? ['UTF8', 'STLS'] : []),
      };
    },
  },
  {
    name: 'refused-utf8',
    about: 'It asks for UTF8 first, and goes on to STLS only where that is refused.',
    says,
    manner: () => {
      let isAccepted = false;
      return {
        givesUpAfter: ({ status }, { keyword }) => {
          if (keyword === 'UTF8') isAccepted = status === '+OK';
          return undefined;
        },
        sendsUtf8: () => true,
        sendsFirst: ({ keyword }, { tls }) => (tls && !isAccepted && keyword === 'QUIT' ? ['STLS'] : []),
      };
    },
  },
];
