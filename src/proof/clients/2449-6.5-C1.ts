/** Clients that come again sooner than LOGIN-DELAY lets them. */

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
    name: 'knows-the-first-list-only',
    about: 'It keeps to the delay that was announced before login, and to none that is announced after it.',
    says,
    manner: () => ({ rests: (intervalMs, { beforeLogin }) => Math.max(intervalMs, (beforeLogin ?? 0) * 1000) }),
  },
  {
    name: 'milliseconds',
    about: 'It takes the seconds for milliseconds.',
    says,
    manner: () => ({ rests: (intervalMs, { afterLogin }) => Math.max(intervalMs, afterLogin ?? 0) }),
  },
];
