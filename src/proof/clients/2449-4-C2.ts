/** First lines of 512 octets, which a client takes for no answer. */

import type { ClientFault } from '../client-fault.ts';
import { deafToAnswer, deafToGreeting } from '../hard-of-hearing.ts';

const says = 'the client did otherwise';

/** The most octets without CRLF that the client bears. */
const SHORT = 509;

function bearsLess(keyword: string, status: '+OK' | '-ERR'): ClientFault {
  return {
    name: `${status === '+OK' ? 'ok' : 'err'}-to-${keyword.toLowerCase()}`,
    about: `It takes ${status} with 512 octets in answer to ${keyword} for no answer.`,
    says,
    manner: deafToAnswer(keyword, (line) => line.length > SHORT && line.startsWith(status)),
  };
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'greeting',
    about: 'It takes a greeting of 512 octets for none.',
    says,
    also: { '2449-3-C2': 'that greeting is legal' },
    manner: deafToGreeting((greeting) => greeting.length > SHORT),
  },
  bearsLess('CAPA', '+OK'),
  bearsLess('USER', '+OK'),
  bearsLess('PASS', '+OK'),
  bearsLess('AUTH', '+OK'),
  bearsLess('LIST', '+OK'),
  bearsLess('UIDL', '+OK'),
  bearsLess('RETR', '+OK'),
  bearsLess('APOP', '+OK'),
  bearsLess('TOP', '+OK'),
  bearsLess('CAPA', '-ERR'),
  bearsLess('AUTH', '-ERR'),
  bearsLess('UIDL', '-ERR'),
  bearsLess('RETR', '-ERR'),
];
