/** Clients that send PASS where it does not belong, or a digest that is none. */

import { createHash } from 'node:crypto';
import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { apopDigest } from '../../protocol/apop.ts';
import { latin1 } from '../../protocol/octets.ts';

const BEHIND = 'PASS behind USER and -ERR';
const DIGEST = 'the digest of the timestamp and the password';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'pass-whatever-came',
    about: 'It sends PASS whatever came for USER.',
    says: BEHIND,
    manner: () => ({ passFollows: () => true }),
  },
  {
    name: 'pass-behind-a-code',
    about: 'It sends PASS where USER was refused for a passing reason.',
    says: BEHIND,
    manner: () => ({ passFollows: ({ status, first }) => status === '+OK' || first.content.includes('[SYS/TEMP]') }),
  },
  {
    name: 'looks-for-ok',
    about: 'It takes USER for accepted where "+OK" stands anywhere in the answer.',
    says: BEHIND,
    manner: () => ({ passFollows: ({ first }) => first.content.includes('+OK') }),
  },
  {
    name: 'pass-behind-a-bare-refusal',
    about: 'It takes USER for refused only where the answer says why.',
    says: BEHIND,
    manner: () => ({ passFollows: ({ status, first }) => status === '+OK' || first.content.length === 4 }),
  },
  {
    name: 'noop-before-pass',
    about: 'It sends NOOP between USER and PASS.',
    says: 'PASS behind NOOP',
    manner: () => ({ sendsFirst: ({ keyword }) => (keyword === 'PASS' ? ['NOOP'] : []) }),
  },
  {
    name: 'pass-again',
    about: 'Where PASS is refused it sends PASS again, without USER.',
    says: 'PASS behind PASS',
    manner: () => {
      let isRefused = false;
      return {
        givesUpAfter: ({ status }, { keyword }) => {
          if (keyword === 'PASS' && status === '-ERR') isRefused = true;
          return undefined;
        },
        sendsFirst: ({ keyword }, { task }) => (isRefused && keyword === 'QUIT' ? [`PASS ${task.password}`] : []),
      };
    },
  },
  {
    name: 'digest-in-upper-case',
    about: 'The digest is in upper case.',
    says: DIGEST,
    manner: () => ({ digest: (timestamp, password) => apopDigest(timestamp, password).toUpperCase() }),
  },
  {
    name: 'digest-without-zeros',
    about: 'A zero at the beginning of the digest is left out.',
    says: DIGEST,
    manner: () => ({ digest: (timestamp, password) => apopDigest(timestamp, password).replace(/^0/, '') }),
  },
  {
    name: 'digest-without-brackets',
    about: 'The digest is made without the angle brackets.',
    says: DIGEST,
    manner: () => ({ digest: (timestamp, password) => apopDigest(timestamp.slice(1, -1), password) }),
  },
  {
    name: 'digest-of-the-whole-rest',
    about: 'The digest is made of all that follows the first angle bracket.',
    says: DIGEST,
    manner: () => ({
      greeting: (line) => {
        const greeting = BY_THE_BOOK.greeting(line);
        const [whole] = /<.*$/.exec(latin1(line.content)) ?? [];
        return greeting && { ...greeting, timestamp: greeting.timestamp === undefined ? undefined : whole };
      },
    }),
  },
  {
    name: 'digest-of-the-text',
    about: 'Where the greeting begins with a code the digest is made of all its text.',
    says: DIGEST,
    manner: () => ({
      greeting: (line) => {
        const greeting = BY_THE_BOOK.greeting(line);
        const text = latin1(line.content).slice(4);
        return greeting?.timestamp !== undefined && text.startsWith('[') ? { ...greeting, timestamp: text } : greeting;
      },
    }),
  },
  {
    name: 'apop-without-a-timestamp',
    about: 'It sends APOP where the greeting has no timestamp, with the digest of the password alone.',
    says: 'no timestamp',
    manner: () => ({
      isOffered: (method, knowledge) => method === 'APOP' || BY_THE_BOOK.isOffered(method, knowledge),
      digest: (timestamp, password) => createHash('md5').update(`${timestamp}${password}`).digest('hex'),
    }),
  },
];
