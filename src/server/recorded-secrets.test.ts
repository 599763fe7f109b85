import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { entriesOf, recut } from '../judge/entries.test.support.ts';
import { octetsOf } from '../protocol/octets.ts';
import { renderTranscript } from '../verdict/transcript.ts';
import { markSecrets } from './recorded-secrets.ts';

const SESSION = [
  'S: +OK ready <1@a>',
  'C: APOP alice c4c9334bac560ecc979e58001b3e22fb',
  'S: -ERR',
  'C: USER alice',
  'S: +OK',
  'C: PASS won der land',
  'S: -ERR no such password: won der land',
  'C: AUTH PLAIN AGFsaWNlAHdvbmRlcg==',
  'S: -ERR',
  'C: AUTH CRAM-MD5',
  'S: + PDFAYT4=',
  'C: YWxpY2UgMTIz',
  'S: +OK',
  'C: STAT',
  'S: +OK 0 0',
];
const SECRETS = ['c4c9334bac560ecc979e58001b3e22fb', 'won der land', 'AGFsaWNlAHdvbmRlcg==', 'YWxpY2UgMTIz'];

function written(entries: Parameters<typeof markSecrets>[0]): string {
  const marked = markSecrets(entries);
  return renderTranscript(marked.entries, marked.secrets)
    .entries.map(({ from, data }) => (data === '' ? '' : `${from}:${data}`))
    .join('');
}

test('shows what each secret is, and nothing of it, wherever the lines were cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), (sizes) => {
      const text = written(recut(entriesOf(SESSION), sizes)).replaceAll(/[SC]:/g, '');
      for (const secret of SECRETS) expect(text).not.toContain(secret);
      expect(text).toContain('PASS {password}\r\n');
      expect(text).toContain('AUTH PLAIN {response}\r\n');
      expect(text).toContain('APOP alice {digest}\r\n');
      expect(text).toContain('USER alice\r\n');
    }),
  );
});

test('hides what a server echoes, and what never came to its end', () => {
  expect(written(entriesOf(SESSION))).toContain('no such password: ************');
  expect(written(entriesOf(['S: +OK', 'C! PASS wonder']))).toBe('S:+OK\r\nC:PASS {password}');
});

test('begins anew under TLS: half a line in the clear is no part of what follows', () => {
  const marked = markSecrets(entriesOf(['S: +OK', 'C! STLS\r\nPASS a', 'S: +OK', 'tls', 'C: PASS b', 'S: +OK']));
  expect(marked.secrets).toEqual([octetsOf('a'), octetsOf('b')]);
});

test('hides a password that is known, in whatever command the client sends it', () => {
  const entries = entriesOf([
    'S: +OK',
    'C: LOGIN alice Zebra-4711 now',
    'S: -ERR',
    'C: zebra-4711',
    'S: -ERR',
    'C: QUIT',
    'S: +OK',
  ]);
  const text = renderTranscript(markSecrets(entries, [octetsOf('zebra-4711')]).entries, []).entries.map(
    ({ data }) => data,
  );
  expect(text.join('')).not.toMatch(/zebra/i);
  expect(text).toContain('LOGIN alice {secret} now\r\n');
  expect(text).toContain('{secret}\r\n');
});

test('leaves a keyword as it is where the password is called so', () => {
  const entries = entriesOf(['S: +OK', 'C: USER user', 'S: +OK', 'C: QUIT', 'S: +OK']);
  const text = renderTranscript(markSecrets(entries, [octetsOf('user')]).entries, []).entries.map(({ data }) => data);
  expect(text).toContain('USER {secret}\r\n');
});
