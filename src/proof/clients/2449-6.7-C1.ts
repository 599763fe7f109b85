/** Values of EXPIRE that a client does not bear. */

import { unlessList } from '../giving-up.ts';
import type { ClientFault } from '../client-fault.ts';

const says = 'did not fetch the mail';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'zero-is-forbidden',
    about: 'It gives up where mail may not be left on the server.',
    says,
    manner: () => unlessList(({ parameters }) => parameters('EXPIRE')[0] === '0'),
  },
  {
    name: 'never-only',
    about: 'It gives up where messages may be deleted after some days.',
    says,
    manner: () =>
      unlessList(({ parameters, state }) => state === 'TRANSACTION' && /^[1-9]/.test(parameters('EXPIRE')[0] ?? '')),
  },
  {
    name: 'user-is-no-number',
    about: 'It gives up where USER stands behind the days.',
    says,
    also: { '2449-5-C3': 'so it does with a second parameter that nobody knows' },
    manner: () => unlessList(({ parameters }) => parameters('EXPIRE').length > 1),
  },
  {
    name: 'never-with-user',
    about: 'It gives up where USER stands behind NEVER.',
    says,
    manner: () => unlessList(({ parameters }) => parameters('EXPIRE').join(' ') === 'NEVER USER'),
  },
  {
    name: 'never-after-a-number',
    about: 'It gives up where days were announced before login, and NEVER after it.',
    says,
    manner: () => {
      let first = '';
      return unlessList(({ parameters, state }) => {
        const [value = ''] = parameters('EXPIRE');
        if (state === 'TRANSACTION') return /^\d/.test(first) && value === 'NEVER';
        first = value;
        return false;
      });
    },
  },
];
