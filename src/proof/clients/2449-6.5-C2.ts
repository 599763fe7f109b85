/** Values of LOGIN-DELAY that a client does not bear. */

import { unlessList } from '../giving-up.ts';
import type { ClientFault } from '../client-fault.ts';

const says = 'did not fetch the mail';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'user-is-no-number',
    about: 'It gives up where USER stands behind the seconds.',
    says,
    manner: () => unlessList(({ parameters }) => parameters('LOGIN-DELAY').includes('USER')),
  },
  {
    name: 'changes-after-login',
    about: 'It gives up where the value after login is another one.',
    says,
    manner: () => {
      let first: string | undefined;
      return unlessList(({ parameters, state }) => {
        const [seconds] = parameters('LOGIN-DELAY');
        if (state === 'TRANSACTION') return seconds !== undefined && first !== seconds;
        first = seconds;
        return false;
      });
    },
  },
  {
    name: 'longer-than-a-day',
    about: 'It gives up where the delay is longer than a day.',
    says,
    manner: () => unlessList(({ parameters }) => Number(parameters('LOGIN-DELAY')[0]) > 86_400),
  },
  {
    name: 'two-digits-only',
    about: 'It reads two digits, and gives up over the third.',
    says,
    manner: () => unlessList(({ parameters }) => (parameters('LOGIN-DELAY')[0] ?? '').length > 2),
  },
];
