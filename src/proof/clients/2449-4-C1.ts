/** Commands that are too long. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { VARIANTS } from '../../client/reference/variants.ts';
import { CRLF } from '../../protocol/octets.ts';
import type { LoginMethod } from '../../client/login.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'at most 255 octets';

/** RFC 2449 section 4, in octets with the CRLF. */
const LONGEST = 255;

/** Letters that need no UTF-8: only the length is in question. */
function isPlain({ task: { user, password } }: Knowledge): boolean {
  return /^[!-~]*$/.test(user + password);
}

/** By this way anything can be said, however long it is. */
function saysAll(way: LoginMethod): () => Partial<Manner> {
  return () => ({
    canSay: (method, knowledge) => (isPlain(knowledge) && method === way) || BY_THE_BOOK.canSay(method, knowledge),
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'name-or-password-of-any-length',
    about: 'It sends USER and PASS, however long the name and the password are.',
    says,
    manner: saysAll('USER'),
  },
  {
    name: 'digest-behind-a-name-of-any-length',
    about: 'It sends APOP, however long the name is.',
    says,
    manner: saysAll('APOP'),
  },
  ...(['USER', 'PASS', 'APOP'] as const).map((keyword): ClientFault => ({
    name: `a-space-behind-a-full-${keyword.toLowerCase()}`,
    about: `It sends a space behind ${keyword} where its arguments leave no room for one.`,
    says,
    also: { '2449-3-C1': 'nothing stands behind the last argument', '1939-7-C1': 'nor behind the digest' },
    manner: () => ({
      ...(keyword === 'APOP' ? VARIANTS['prefers APOP'] : {}),
      sends: (line, request) =>
        line.length === LONGEST && request.keyword === keyword
          ? Buffer.concat([line.subarray(0, -CRLF.length), Buffer.from(' '), CRLF])
          : line,
    }),
  })),
  {
    name: 'initial-response-of-any-length',
    about: 'It sends the initial response along, however long it is.',
    says,
    also: { '5034-4-C1': 'RFC 5034 section 4 says the same of AUTH' },
    manner: () => ({ sendsInitialResponse: () => true }),
  },
];
