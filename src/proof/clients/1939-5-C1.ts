/** Listings in which more stands than a client expects. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { latin1 } from '../../protocol/octets.ts';
import { textOctets } from '../../client/answer.ts';

const says = 'the client did otherwise';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'two-fields-in-a-drop-listing',
    about: 'It gives up where more than two numbers stand in the answer to STAT.',
    says,
    also: { '2449-6.6-C2': 'a refusal of STAT is no listing either' },
    manner: () => ({
      givesUpAfter: (answer, { keyword }) =>
        keyword === 'STAT' && !/^\d+ \d+$/.test(latin1(textOctets(answer))) ? 'this is no drop listing' : undefined,
    }),
  },
  {
    name: 'last-field-of-a-drop-listing',
    about: 'It gives up where the last word of the answer to STAT is no number.',
    says,
    manner: () => ({
      givesUpAfter: (answer, { keyword }) =>
        keyword === 'STAT' && !/\d$/.test(latin1(textOctets(answer))) ? 'this is no drop listing' : undefined,
    }),
  },
  {
    name: 'two-fields-in-a-scan-listing',
    about: 'A line of LIST with more than two fields is none.',
    says,
    manner: () => ({
      scanListing: (line) => (/^\d+ \d+$/.test(latin1(line)) ? BY_THE_BOOK.scanListing(line) : undefined),
    }),
  },
  {
    name: 'words-in-a-scan-listing',
    about: 'A line of LIST with a word behind the size is none.',
    says,
    manner: () => ({
      scanListing: (line) => (/[A-Za-z]/.test(latin1(line)) ? undefined : BY_THE_BOOK.scanListing(line)),
    }),
  },
  {
    name: 'short-scan-listing',
    about: 'A line of LIST of more than 80 octets is none.',
    says,
    manner: () => ({ scanListing: (line) => (line.length > 80 ? undefined : BY_THE_BOOK.scanListing(line)) }),
  },
];
