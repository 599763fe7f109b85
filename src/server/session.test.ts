/** The session as a whole, without sockets: whatever is said to it, its answers are POP3. */

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineOf } from '../protocol/line.ts';
import { octetsIn } from './answer.ts';
import { BY_THE_BOOK } from './policy.ts';
import { Session } from './session.ts';
import { Site } from './site.ts';
import { base64, defaults } from './testing.ts';

const keyword = fc.constantFrom(
  ...'USER PASS APOP AUTH CAPA STLS QUIT STAT LIST RETR DELE NOOP RSET TOP UIDL UTF8 LANG XXXX'.split(' '),
);
const parameter = fc.oneof(
  fc.constantFrom(
    'alice',
    'wonderland',
    '1',
    '3',
    '4',
    '0',
    '-1',
    'PLAIN',
    'CRAM-MD5',
    'SCRAM-SHA-256',
    '=',
    '*',
    'de',
  ),
  fc.constant(base64('\0alice\0wonderland')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const command = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(keyword, fc.array(parameter, { maxLength: 2 }))
      .map(([name, rest]) => [name, ...rest].join(' ')),
  },
  { weight: 1, arbitrary: parameter },
);
const login = fc.constantFrom(
  [],
  ['USER alice', 'PASS wonderland'],
  ['UTF8', 'USER alice', 'PASS wonderland'],
  ['AUTH SCRAM-SHA-256'],
);

it('answers each line with one response, well-formed and of bounded length', async () => {
  const config = await defaults();
  const site = new Site(config);
  fc.assert(
    fc.property(login, fc.array(command, { maxLength: 12 }), (start, commands) => {
      const session = new Session(site, BY_THE_BOOK, '<1@localhost>', false);
      for (const text of [...start, ...commands]) {
        const inExchange = session.inSaslExchange;
        const answer = session.receive(lineOf(Buffer.from(`${text}\r\n`, 'utf8')));
        const octets = octetsIn(answer);
        const firstLine = octets.subarray(0, octets.indexOf('\r\n') + 2).toString('utf8');
        expect(firstLine).toMatch(/^(\+OK( [^\p{C}]+)?|-ERR [^\p{C}]+|\+ [A-Za-z0-9+/]*=*)\r\n$/u);
        expect(firstLine.startsWith('+ ') && !inExchange && !/^auth /i.test(text)).toBe(false);
        expect(Buffer.byteLength(firstLine)).toBeLessThanOrEqual(512);
        expect(octets.subarray(-2).toString()).toBe('\r\n');
        if (answer.next !== 'continue') break;
      }
      session.end();
    }),
  );
  expect(site.account('alice')?.maildrop.open(true)).toBeDefined();
});
