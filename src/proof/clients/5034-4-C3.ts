/** Clients that do not know what the empty challenge asks for. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Manner } from '../../client/reference/manner.ts';
import { encodeBase64 } from '../../protocol/base64.ts';
import { octetsOf } from '../../protocol/octets.ts';

const says = 'empty challenge';

/** What answers the empty challenge, in place of the initial response. */
function answers(change: (response: Buffer) => string): () => Partial<Manner> {
  return () => ({
    response: (response, challenge, knowledge) =>
      response !== undefined && challenge?.length === 0
        ? octetsOf(change(response))
        : BY_THE_BOOK.response(response, challenge, knowledge),
  });
}

export const FAULTS: readonly ClientFault[] = [
  { name: 'an-equals-sign', about: 'It answers "=".', says, manner: answers(() => '=') },
  { name: 'an-empty-line', about: 'It answers an empty line.', says, manner: answers(() => '') },
  { name: 'cancels', about: 'It cancels.', says, manner: answers(() => '*') },
  {
    name: 'cuts-to-the-line',
    about: 'It cuts the response to the length of a command.',
    says,
    manner: answers((response) => encodeBase64(response).slice(0, 236)),
  },
  {
    name: 'encodes-twice',
    about: 'It encodes the response twice.',
    says,
    manner: answers((response) => encodeBase64(octetsOf(encodeBase64(response)))),
  },
];
