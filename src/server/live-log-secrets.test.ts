import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { octetsOf } from '../protocol/octets.ts';
import { Secret, type Outgoing } from '../wire/secret.ts';
import { LineSecrets } from './live-log-secrets.ts';

/** Pieces as a reader sees them. */
function shown(pieces: Outgoing): string {
  return pieces.map((piece) => (piece instanceof Secret ? String(piece) : piece.toString('latin1'))).join('');
}

/** What is shown of the last of some lines; a line that begins with `S:` is the server's. */
function lastShown(...lines: readonly string[]): string {
  const secrets = new LineSecrets();
  let last = '';
  for (const line of lines) {
    if (line.startsWith('S:')) secrets.answered(octetsOf(line.slice(2)));
    else last = shown(secrets.mark(octetsOf(line)));
  }
  return last;
}

describe('commands', () => {
  it.each([
    ['PASS hunter2', 'PASS {password}'],
    ['pass two words', 'pass {password}'],
    ['PASS\thunter2', 'PASS\t{password}'],
    ['PASShunter2', 'PASS{password}'],
    ['  Pass hunter2', '  Pass {password}'],
    ['\0PASS hunter2', '\0PASS {password}'],
    ['PASS', 'PASS'],
    ['APOP alice c4c9334bac560ecc979e58001b3e22fb', 'APOP alice {digest}'],
    ['APOP alice c4c9 334b', 'APOP alice {digest}'],
    ['apop c4c9334bac560ecc979e58001b3e22fb', 'apop {digest}'],
    ['AUTH PLAIN', 'AUTH PLAIN'],
    ['AUTH PLAIN =', 'AUTH PLAIN ='],
    ['AUTH PLAIN AGFsaWNlAGh1bnRlcjI=', 'AUTH PLAIN {response}'],
    ['auth plain AGFsaWNlAGh1bnRlcjI= x', 'auth plain {response}'],
    ['AUTH AGFsaWNlAGh1bnRlcjI=', 'AUTH {response}'],
    ['AUTH', 'AUTH'],
    ['USER alice', 'USER alice'],
    ['RETR 1', 'RETR 1'],
    ['GET / HTTP/1.1', 'GET / HTTP/1.1'],
    ['', ''],
  ])('%j', (line, expected) => {
    expect(lastShown(line)).toBe(expected);
  });
});

describe('responses', () => {
  it('are what comes behind a challenge, whatever they look like', () => {
    expect(lastShown('AUTH PLAIN', 'S:+ \r\n', 'AGFsaWNlAGh1bnRlcjI=')).toBe('{response}');
    expect(lastShown('AUTH X', 'S:+\r\n', 'STAT')).toBe('{response}');
    expect(lastShown('whatever', 'S:+ VXNlcm5hbWU6\r\n', 'hunter2')).toBe('{response}');
  });

  it('are over with the next answer, and "*" is none', () => {
    expect(lastShown('AUTH PLAIN', 'S:+ \r\n', 'AGFs', 'S:+OK\r\n', 'XTND x')).toBe('{response}');
    expect(lastShown('AUTH PLAIN', 'S:+ \r\n', 'AGFs', 'S:+OK\r\n', 'STAT', 'S:+OK\r\n', 'XTND x')).toBe('XTND x');
    expect(lastShown('AUTH PLAIN', 'S:+ \r\n', '*')).toBe('*');
  });

  it('may come though nobody asked for them', () => {
    expect(lastShown('AUTH PLAIN', 'S:-ERR no\r\n', 'AGFsaWNlAGh1bnRlcjI=')).toBe('{response}');
    expect(lastShown('AUTH LOGIN', 'YWxpY2U=', 'aHVudGVyMg==')).toBe('{response}');
    expect(lastShown('AUTH NTLM', 'S:+OK\r\n', 'QUIT/abcdefgh')).toBe('{response}');
    expect(lastShown('AUTH NTLM', 'S:+OK\r\n', 'CAPA')).toBe('CAPA');
  });
});

it('never shows what stands behind PASS or a challenge', () => {
  const lines = fc.array(
    fc.constantFrom(
      'USER alice',
      'AUTH PLAIN',
      'AUTH',
      'CAPA',
      'XTND',
      'S:+OK\r\n',
      'S:-ERR\r\n',
      'S:+OK\r\nA\r\n.\r\n',
    ),
    { maxLength: 6 },
  );
  const secret = fc.string({ minLength: 1 }).map((text) => `secret${text}`);
  fc.assert(
    fc.property(lines, fc.constantFrom('PASS ', 'pass  ', ' PASS ', 'S:+ \r\n'), secret, (before, how, hidden) => {
      const last = how.startsWith('S:') ? lastShown(...before, how, hidden) : lastShown(...before, how + hidden);
      expect(last).not.toContain('secret');
    }),
  );
});
