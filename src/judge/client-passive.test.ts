import { describe, expect, test } from 'vitest';
import { apopDigest } from '../protocol/apop.ts';
import { judgeClient, type ClientKnowledge } from './client-passive.ts';
import { conversations } from './conversation.ts';
import { entriesOf } from './entries.test.support.ts';
import type { PassiveJudgement } from './passive.ts';

const PLAINLY: ClientKnowledge = { password: 'tanstaaf', wantsTls: false };

function judge(script: readonly string[], knowledge: ClientKnowledge = PLAINLY): PassiveJudgement {
  return judgeClient([{ knowledge, conversations: conversations(entriesOf(script)) }]);
}

/** The requirements that are broken, each once. */
function broken(script: readonly string[], knowledge?: ClientKnowledge): string[] {
  const { sightings } = judge(script, knowledge);
  return [...new Set(sightings.map(({ violation }) => violation.requirement))].toSorted();
}

const GREETING = 'S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>';
const DIGEST = apopDigest('<1896.697170952@dbc.mtview.ca.us>', 'tanstaaf');

function capa(...lines: readonly string[]): string[] {
  return ['C: CAPA', 'S: +OK', ...lines.map((line) => `S: ${line}`), 'S: .'];
}

describe('AUTH where SASL is not announced', () => {
  test('is one breach, and an initial response another', () => {
    expect(broken([GREETING, ...capa('USER'), 'C: AUTH PLAIN', 'S: -ERR'])).toEqual(['5034-3-C1']);
    expect(broken([GREETING, 'C: CAPA', 'S: -ERR', 'C: AUTH PLAIN =', 'S: -ERR'])).toEqual(['5034-3-C1', '5034-3-C2']);
  });

  test('can’t be told of a server that was never asked', () => {
    expect(broken([GREETING, 'C: AUTH PLAIN =', 'S: -ERR'])).toEqual([]);
  });

  test('is none of AUTH alone', () => {
    expect(broken([GREETING, ...capa('USER'), 'C: AUTH', 'S: -ERR'])).toEqual([]);
  });
});

describe('AUTH behind a successful AUTH', () => {
  const loggedIn = [GREETING, ...capa('SASL PLAIN'), 'C: AUTH PLAIN', 'S: + ', 'C: AGEAYg==', 'S: +OK'];

  test('is a breach, and whatever else follows was judged', () => {
    expect(broken([...loggedIn, 'C: AUTH PLAIN', 'S: -ERR'])).toEqual(['5034-4-C5']);
    expect(judge([...loggedIn, 'C: STAT', 'S: +OK 0 0']).judged.get('5034-4-C5')).toBe(1);
    expect(judge(loggedIn).judged.get('5034-4-C5')).toBeUndefined();
  });

  test('is none behind one that was refused', () => {
    const refused = [...loggedIn.slice(0, -1), 'S: -ERR', 'C: AUTH PLAIN', 'S: + ', 'C: AGEAYg==', 'S: +OK'];
    expect(broken(refused)).toEqual([]);
  });
});

describe('PASS', () => {
  test('follows a successful USER', () => {
    expect(broken([GREETING, 'C: USER a', 'S: +OK', 'C: PASS b', 'S: +OK'])).toEqual([]);
    expect(broken([GREETING, 'C: USER a', 'S: -ERR', 'C: PASS b', 'S: -ERR'])).toEqual(['1939-7-C1']);
    expect(broken([GREETING, 'C: USER a', 'S: +OK', 'C: CAPA', 'S: -ERR', 'C: PASS b', 'S: +OK'])).toEqual([
      '1939-7-C1',
    ]);
  });

  test('may come a little after the refusal of USER where both went out together', () => {
    const script = [GREETING, ...capa('PIPELINING'), 'C: USER a', 'S: -ERR', 'C: PASS b', 'S: -ERR'];
    expect(broken(script)).toEqual([]);
  });

  test('was judged where it did not follow a USER that was refused', () => {
    expect(judge([GREETING, 'C: USER a', 'S: -ERR', 'C close']).judged.get('1939-7-C1')).toBe(1);
  });
});

describe('APOP', () => {
  test.each([
    ['the right digest', [GREETING, `C: APOP mrose ${DIGEST}`, 'S: +OK'], []],
    ['one in upper case', [GREETING, `C: APOP mrose ${DIGEST.toUpperCase()}`, 'S: +OK'], ['1939-7-C1']],
    ['another', [GREETING, `C: APOP mrose ${'0'.repeat(32)}`, 'S: -ERR'], ['1939-7-C1']],
    ['any without a timestamp', ['S: +OK', `C: APOP mrose ${apopDigest('', 'tanstaaf')}`, 'S: -ERR'], ['1939-7-C1']],
  ])('%s', (_what, script, expected) => {
    expect(broken(script)).toEqual(expected);
  });
});

describe('STLS behind UTF8', () => {
  test.each(['+OK', '-ERR'])('is a breach though UTF8 was answered %s', (status) => {
    expect(broken([GREETING, 'C: UTF8', `S: ${status}`, 'C: STLS', 'S: -ERR'])).toEqual(['6856-2-C2']);
  });

  test('is none before it', () => {
    expect(broken([GREETING, 'C: STLS', 'S: -ERR', 'C: UTF8', 'S: +OK'])).toEqual([]);
  });
});

test('where commands stood behind STLS nobody can tell what the answers under TLS are for', () => {
  const early = [GREETING, ...capa('STLS', 'SASL CRAM-MD5'), 'C! STLS\r\nCAPA\r\n', 'S: +OK', 'tls'];
  const underTls = [
    ...capa('USER', 'SASL PLAIN'),
    'C: AUTH PLAIN',
    'S: -ERR',
    'C: USER a',
    'S: +OK',
    'C: PASS b',
    'S: +OK',
  ];
  expect(broken([...early, ...underTls])).toEqual(['2595-4-C1']);
});

test('each AUTH with a mechanism is judged by its length', () => {
  const { judged } = judge([GREETING, ...capa('SASL PLAIN'), 'C: AUTH PLAIN', 'S: -ERR']);
  expect(judged.get('5034-4-C1')).toBe(1);
});

test('the handshake that a client begins with a server that speaks no TLS is no command', () => {
  const wanted = { ...PLAINLY, wantsTls: true };
  expect(broken(['C! \x16\x03\x01\x02\x00\x01junk\r\n', 'S: +OK', 'C close'], wanted)).toEqual([]);
  expect(broken(['S: +OK', 'C: STLS', 'S: +OK', 'C! \x16\x03\x01\x02\n\x01junk\r\n', 'S close'], wanted)).toEqual([]);
  expect(broken(['S: +OK', 'C! CAPA\r\n\x16\x03\r\n', 'S: -ERR'])).not.toEqual([]);
});
