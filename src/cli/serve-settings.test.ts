import { describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { serveSettings } from './serve-settings.ts';

it('serves the built-in server on loopback, on any free port, with STLS', () => {
  expect(serveSettings(undefined, {})).toMatchObject({
    behaviour: { kind: 'built in' },
    host: '127.0.0.1',
    port: 0,
    tls: 'stls',
    certificate: undefined,
    accounts: [],
    messages: [],
    once: false,
    log: false,
  });
});

it('takes each option', () => {
  const flags = {
    host: '::1',
    port: '8110',
    tls: 'implicit',
    cert: 'c.pem',
    key: 'k.pem',
    user: 'me',
    passwordFile: 'p.txt',
    account: ['bob:builder:2'],
    maildir: 'Maildir',
    message: ['a.eml', 'b.eml'],
    once: true,
    log: true,
  };
  expect(serveSettings('bug.pop3', flags)).toEqual({
    behaviour: { kind: 'script', file: 'bug.pop3' },
    host: '::1',
    port: 8110,
    tls: 'implicit',
    certificate: { cert: 'c.pem', key: 'k.pem' },
    user: 'me',
    password: undefined,
    passwordFile: 'p.txt',
    accounts: [{ user: 'bob', password: 'builder:2' }],
    maildir: 'Maildir',
    messages: ['a.eml', 'b.eml'],
    once: true,
    log: true,
  });
});

describe('refuses', () => {
  it.each([
    ['a script and a persona', 'bug.pop3', { persona: 'dovecot' }, /bug\.pop3 and the persona dovecot/],
    ['half a certificate', undefined, { cert: 'c.pem' }, /--cert and --key go together/],
    ['a certificate without TLS', undefined, { cert: 'c', key: 'k', tls: 'none' }, /--tls none/],
    ['an unknown mode', undefined, { tls: 'starttls' }, /--tls: "starttls" is not one of none, stls and implicit/],
    ['a port that is none', undefined, { port: '65536' }, /--port: "65536" is not a port/],
    ['an address that is none', undefined, { host: 'a b' }, /--host: "a b" is not an address/],
    ['two passwords', undefined, { password: 'x', passwordFile: 'y' }, /one of them is too many/],
    ['an account without password', undefined, { account: ['bob'] }, /--account: an account is written USER:PASSWORD/],
  ] as const)('%s', (_what, script, flags, sentence) => {
    expect(() => serveSettings(script, flags)).toThrow(UsageError);
    expect(() => serveSettings(script, flags)).toThrow(sentence);
  });
});
