import { expect, test } from 'vitest';
import { conversations } from './conversation.ts';
import { attemptsIn, credentialsIn } from './credentials.ts';
import { entriesOf } from './entries.test.support.ts';

/** What is handed over in a conversation, and whether under TLS. */
function handedOver(...script: readonly string[]): string[] {
  return credentialsIn(conversations(entriesOf(['S: +OK', ...script]))).map(
    ({ keyword, tls }) => `${keyword}${tls ? ' under TLS' : ''}`,
  );
}

test.each([
  [['PASS'], ['C: USER alice', 'S: +OK', 'C: PASS secret', 'S: -ERR']],
  [['APOP'], ['C: APOP alice 00', 'S: -ERR']],
  [['AUTH'], ['C: AUTH PLAIN AGEAYg==', 'S: -ERR']],
  [['AUTH'], ['C: AUTH PLAIN', 'S: + ', 'C: AGEAYg==', 'S: +OK']],
  [['PASS'], ['C: USER alice', 'S: +OK', 'C: PASS secret']],
  [['PASS under TLS'], ['C: STLS', 'S: +OK', 'tls', 'C: USER alice', 'S: +OK', 'C: PASS secret', 'S: +OK']],
  [[], ['C: USER alice', 'S: +OK', 'C: QUIT', 'S: +OK']],
  [[], ['C: AUTH', 'S: -ERR', 'C: AUTH CRAM-MD5', 'S: + QUFB', 'C: *', 'S: -ERR']],
  [[], ['C: AUTH EXTERNAL =', 'S: -ERR']],
])('%j is handed over in %j', (keywords, script) => {
  expect(handedOver(...script)).toEqual(keywords);
});

test('an attempt is an AUTH with a mechanism, answered or not', () => {
  const script = ['S: +OK', 'C: AUTH', 'S: -ERR', 'C: auth plain =', 'S: -ERR', 'C: AUTH CRAM-MD5'];
  const attempts = attemptsIn(conversations(entriesOf(script)));
  expect(
    attempts.map(({ mechanism, hasInitialResponse, exchange }) => [mechanism, hasInitialResponse, exchange?.status]),
  ).toEqual([
    ['PLAIN', true, '-ERR'],
    ['CRAM-MD5', false, undefined],
  ]);
});
