/** Clients that do not ask for the capability list again. */

import type { ClientFault } from '../client-fault.ts';

const says = 'did not send CAPA again';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'once-is-enough',
    about: 'It does not send CAPA again behind STLS, and goes on as without a list.',
    says,
    manner: () => ({ asksCapa: (moment) => moment === 'greeting' }),
  },
  {
    name: 'only-for-a-short-list',
    about: 'It sends CAPA again only where the list before TLS named no way to log in.',
    says,
    manner: () => {
      let isShort = true;
      return {
        keepsAcrossTls: (list) => {
          isShort = list?.every(({ tag }) => tag !== 'USER' && tag !== 'SASL') ?? true;
          return undefined;
        },
        asksCapa: (moment) => moment === 'greeting' || isShort,
      };
    },
  },
  {
    name: 'not-for-a-short-list',
    about: 'It does not send CAPA again where STLS was all that the list named.',
    says,
    manner: () => {
      let isShort = false;
      return {
        keepsAcrossTls: (list) => {
          isShort = list?.length === 1;
          return undefined;
        },
        asksCapa: (moment) => moment === 'greeting' || !isShort,
      };
    },
  },
];
