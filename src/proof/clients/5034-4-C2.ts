/** Clients that do not cancel where they can't decode. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Manner } from '../../client/reference/manner.ts';
import { decodeBase64, encodeBase64 } from '../../protocol/base64.ts';
import { octetsOf } from '../../protocol/octets.ts';

const says = 'undecodable challenge';

/** What is done to a challenge before it is decoded. */
function decodes(change: (text: string) => string): () => Partial<Manner> {
  return () => ({ challenge: (text) => decodeBase64(change(text)) });
}

/** What is sent in place of "*". */
function sends(text: string): () => Partial<Manner> {
  return () => ({
    response: (response) => octetsOf(response === undefined ? text : encodeBase64(response)),
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'ignores-foreign-octets',
    about: 'It leaves out what is not of the alphabet.',
    says,
    manner: decodes((text) => text.replace(/[^A-Za-z0-9+/=]/g, '')),
  },
  {
    name: 'decodes-anything',
    about: 'It decodes whatever Node decodes.',
    says,
    manner: () => ({ challenge: (text) => Buffer.from(text, 'base64') }),
  },
  {
    name: 'pads-in-the-middle',
    about: 'It reads on behind a pad character.',
    says,
    manner: decodes((text) => text.replace(/=(?=[^=])/g, 'A')),
  },
  {
    name: 'stops-at-a-pad',
    about: 'It ends at the first pad character.',
    says,
    manner: decodes((text) => text.replace(/^=.*|(?<==)[^=].*$/s, '').replace(/^([^=]{3}=).*$/s, '$1')),
  },
  {
    name: 'another-alphabet',
    about: 'It knows the alphabet of file names too.',
    says,
    manner: decodes((text) => {
      const standard = text.replaceAll('-', '+').replaceAll('_', '/');
      return standard.length % 4 === 0 || !text.includes('-') ? standard : standard.slice(0, -(standard.length % 4));
    }),
  },
  {
    name: 'lenient-from-the-second-on',
    about: 'The second challenge it decodes whatever it is.',
    says,
    manner: () => {
      let challenges = 0;
      return {
        challenge: (text, knowledge) => {
          challenges += 1;
          return challenges > 1 ? Buffer.from(text, 'base64') : BY_THE_BOOK.challenge(text, knowledge);
        },
      };
    },
  },
  { name: 'sends-quit', about: 'It sends QUIT in place of "*".', says, manner: sends('QUIT') },
  { name: 'sends-nothing', about: 'It sends an empty line in place of "*".', says, manner: sends('') },
  { name: 'sends-an-error', about: 'It sends "* cancelled" in place of "*".', says, manner: sends('* cancelled') },
];
