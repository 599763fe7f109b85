/** Clients to which a challenge can be too long. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';

const says = 'did not handle a challenge';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'of-a-first-line',
    about: 'It cancels where the challenge is longer than a first line may be.',
    says,
    manner: () => ({
      challenge: (text, knowledge) => (text.length > 508 ? undefined : BY_THE_BOOK.challenge(text, knowledge)),
    }),
  },
  {
    name: 'cut-to-a-first-line',
    about: 'It reads 508 octets of the challenge, and leaves the rest out.',
    says,
    manner: () => ({ challenge: (text, knowledge) => BY_THE_BOOK.challenge(text.slice(0, 508), knowledge) }),
  },
  {
    name: 'of-a-page',
    about: 'It cancels where the challenge is longer than 4,096 octets.',
    says,
    manner: () => ({
      challenge: (text, knowledge) => (text.length > 4096 ? undefined : BY_THE_BOOK.challenge(text, knowledge)),
    }),
  },
  {
    name: 'of-scram',
    about: 'It cancels SCRAM where the challenge is longer than 4,096 octets.',
    says,
    manner: () => ({
      challenge: (text, knowledge) => {
        const challenge = BY_THE_BOOK.challenge(text, knowledge);
        return text.length > 4096 && challenge?.subarray(0, 2).toString('latin1') === 'r=' ? undefined : challenge;
      },
    }),
  },
];
