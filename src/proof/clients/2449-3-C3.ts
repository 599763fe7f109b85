/** A status alone, which a client takes for no answer. */

import type { ClientFault } from '../client-fault.ts';
import { deafTo, deafToAnswer } from '../hard-of-hearing.ts';

const fetched = 'did not fetch the mail';
const otherwise = 'the client did otherwise';

/** A status alone in answer to a command is no answer. */
function needsText(keyword: string, status: '+OK' | '-ERR', says: string): ClientFault {
  const name = `${status === '+OK' ? 'ok' : 'err'}-to-${keyword.toLowerCase()}`;
  return {
    name,
    about: `It takes ${status} alone in answer to ${keyword} for no answer.`,
    says,
    manner: deafToAnswer(keyword, (line) => line === status),
  };
}

export const FAULTS: readonly ClientFault[] = [
  needsText('CAPA', '+OK', otherwise),
  needsText('USER', '+OK', otherwise),
  needsText('PASS', '+OK', otherwise),
  needsText('AUTH', '+OK', otherwise),
  needsText('LIST', '+OK', otherwise),
  needsText('UIDL', '+OK', otherwise),
  needsText('RETR', '+OK', otherwise),
  needsText('APOP', '+OK', otherwise),
  needsText('TOP', '+OK', otherwise),
  needsText('DELE', '+OK', otherwise),
  {
    ...needsText('CAPA', '-ERR', otherwise),
    also: { '2449-5-C1': 'that is one way to refuse CAPA' },
  },
  needsText('AUTH', '-ERR', otherwise),
  needsText('PASS', '-ERR', otherwise),
  needsText('UIDL', '-ERR', otherwise),
  needsText('TOP', '-ERR', otherwise),
  {
    ...needsText('RETR', '-ERR', otherwise),
    also: { '2449-6.6-C2': 'that is one way to refuse a message in the middle' },
  },
  {
    name: 'needs-text-everywhere',
    about: 'It takes +OK alone for no answer.',
    says: fetched,
    manner: deafTo((line) => line === '+OK'),
  },
  {
    name: 'space-and-no-text',
    about: 'It takes +OK and a space, with nothing behind them, for no answer.',
    says: otherwise,
    manner: deafTo((line) => line === '+OK '),
  },
];
