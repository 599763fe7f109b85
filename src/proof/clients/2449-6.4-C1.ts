/** Response codes that put off a client. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { textOctets } from '../../client/answer.ts';
import { latin1 } from '../../protocol/octets.ts';
import { deafTo, deafToAnswer } from '../hard-of-hearing.ts';

const says = 'the client did otherwise';

/** An answer with a code is no answer. */
function needsNoCode(keyword: string, status: '+OK' | '-ERR'): ClientFault {
  return {
    name: `${status === '+OK' ? 'ok' : 'err'}-to-${keyword.toLowerCase()}`,
    about: `It takes ${status} with a response code in answer to ${keyword} for no answer.`,
    says,
    manner: deafToAnswer(keyword, (line) => line.startsWith(`${status} [`)),
  };
}

export const FAULTS: readonly ClientFault[] = [
  needsNoCode('CAPA', '+OK'),
  needsNoCode('USER', '+OK'),
  needsNoCode('PASS', '+OK'),
  needsNoCode('AUTH', '+OK'),
  needsNoCode('LIST', '+OK'),
  needsNoCode('UIDL', '+OK'),
  needsNoCode('RETR', '+OK'),
  needsNoCode('APOP', '+OK'),
  needsNoCode('TOP', '+OK'),
  needsNoCode('DELE', '+OK'),
  { ...needsNoCode('CAPA', '-ERR'), also: { '2449-5-C1': 'the refusal of CAPA may have a code' } },
  needsNoCode('UIDL', '-ERR'),
  needsNoCode('TOP', '-ERR'),
  { ...needsNoCode('RETR', '-ERR'), also: { '2449-6.6-C2': 'a message may be refused with a code' } },
  {
    name: 'levels',
    about: 'It takes +OK with a code of several levels for no answer.',
    says,
    manner: deafTo((line) => /^\+OK \[[^\]]*\//.test(line)),
  },
  {
    name: 'refusal-in-an-ok',
    about: 'It takes +OK with -ERR in its code for a refusal.',
    says,
    manner: deafTo((line) => line.startsWith('+OK [-ERR]')),
  },
  {
    name: 'needs-a-space',
    about: 'A code without a space behind it is none.',
    says,
    manner: () => ({
      code: (answer, knowledge) =>
        /^\[[^\]]*\][^ ]/.test(latin1(textOctets(answer))) ? [] : BY_THE_BOOK.code(answer, knowledge),
    }),
  },
];
