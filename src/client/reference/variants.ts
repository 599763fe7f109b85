/**
 * Clients that are correct in other ways: what real ones do, and no requirement speaks against. The suite may blame none
 * of them.
 */

import { octetsOf, latin1 } from '../../protocol/octets.ts';
import { BY_THE_BOOK } from './by-the-book.ts';
import type { Manner } from './manner.ts';

/** Names of variants, as reports call them, and what each does otherwise than {@link BY_THE_BOOK}. */
export const VARIANTS = {
  'never sends CAPA': { asksCapa: () => false },
  'sends CAPA once': { asksCapa: (moment, { task }) => moment === (task.tls === 'stls' ? 'TLS' : 'greeting') },
  'never pipelines': { mayFollow: (_next, outstanding) => outstanding.length === 0 },
  'pipelines two at a time': {
    mayFollow: (next, outstanding, knowledge) =>
      outstanding.length < 2 && BY_THE_BOOK.mayFollow(next, outstanding, knowledge),
  },
  'prefers USER and PASS': { prefers: () => ['USER', 'APOP', 'SCRAM-SHA-256', 'CRAM-MD5', 'PLAIN'] },
  'prefers APOP': { prefers: () => ['APOP', 'SCRAM-SHA-256', 'CRAM-MD5', 'USER', 'PLAIN'] },
  'prefers PLAIN': { prefers: () => ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5', 'APOP', 'USER'] },
  'prefers CRAM-MD5': { prefers: () => ['CRAM-MD5', 'SCRAM-SHA-256', 'PLAIN', 'APOP', 'USER'] },
  'knows USER and PASS only': { prefers: () => ['USER'] },
  'never sends an initial response': { sendsInitialResponse: () => false },
  'never sends UTF8': { sendsUtf8: () => false },
  'sends STAT and fetches nothing': { fetches: () => false },
  'fetches by TOP where it is announced': {
    retrieval: (message, knowledge) =>
      knowledge.announced('TOP') === undefined ? `RETR ${message}` : `TOP ${message} 99999999`,
  },
  'never sends UIDL': { lists: () => ['LIST'] },
  'never sends LIST': { lists: () => [] },
  'deletes what it has fetched': { deletes: () => true },
  'leaves without QUIT': { quits: () => false },
  'connects again without CAPA once that was refused': {
    asksCapa: (_moment, { connection }) => connection === 1,
    afterNoCapa: () => 'new connection',
  },
  'connects again once the login was refused': {
    afterRefusal: (_method, _answer, { connection }) => (connection === 1 ? 'new connection' : 'give up'),
  },
  'tries every way to log in': { afterRefusal: () => 'next method' },
  'drops what comes in the clear before TLS': { clearOctets: () => 'drop' },
  'writes commands in lower case': {
    sends: (line, { kind, keyword }) =>
      kind === 'command'
        ? Buffer.concat([
            octetsOf(latin1(line.subarray(0, keyword.length)).toLowerCase()),
            line.subarray(keyword.length),
          ])
        : line,
  },
} as const satisfies Readonly<Record<string, Partial<Manner>>>;
