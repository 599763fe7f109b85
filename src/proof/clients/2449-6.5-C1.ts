/** Clients that come again sooner than LOGIN-DELAY lets them. */

import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { ClientFault } from '../client-fault.ts';

const says = 'the client logged in again after';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'keeps-its-interval',
    about: 'It keeps to its own interval, whatever the delay.',
    says,
    manner: () => ({ rests: (intervalMs) => intervalMs }),
  },
  {
    name: 'waits-for-a-better-value',
    about: 'It makes nothing of a delay with USER behind it, and asks for no other after login.',
    says,
    manner: () => ({
      asksCapa: (moment) => moment !== 'login',
      loginDelay: (capability, knowledge) =>
        capability?.parameters.includes('USER') === true ? undefined : BY_THE_BOOK.loginDelay(capability, knowledge),
    }),
  },
  {
    name: 'milliseconds',
    about: 'It takes the seconds for milliseconds.',
    says,
    manner: () => ({ rests: (intervalMs, { afterLogin }) => Math.max(intervalMs, afterLogin ?? 0) }),
  },
];
