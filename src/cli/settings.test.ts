import { describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { settingsOfFlags } from './settings.ts';

describe('settingsOfFlags', () => {
  it('gives values for texts', () => {
    const flags = {
      timeout: '2',
      maxWait: '0',
      segment: 'crlf',
      deliver: 'lda -d {user}',
      account: ['bob:b', 'carol:c'],
    };
    expect(settingsOfFlags('host', flags)).toMatchObject({
      target: 'host',
      timeoutMs: 2000,
      maxWaitMs: 0,
      segmentation: { kind: 'crlf' },
      deliver: ['lda', '-d', '{user}'],
      accounts: [
        { user: 'bob', password: 'b' },
        { user: 'carol', password: 'c' },
      ],
    });
  });

  it('takes user and TLS from the address', () => {
    expect(settingsOfFlags('pop3s://alice@host', {})).toMatchObject({ user: 'alice', tls: 'implicit' });
  });

  it.each([
    ['host', { timeout: 'soon' }, /^--timeout: "soon"/],
    ['host', { account: ['bob'] }, /^--account: /],
    ['host', { deliver: 'a | b' }, /^--deliver: .*without a shell/],
    ['host', { tls: 'ssl' }, /^--tls: "ssl" is not one of/],
    ['host', { password: 'a', passwordFile: 'b' }, /one of them is too many/],
    ['host', { quiet: true, verbose: true }, /choose one/],
    ['pop3s://host', { tls: 'none' }, /contradicts --tls none/],
    ['pop3s://host', { tls: 'stls' }, /contradicts --tls stls/],
    ['pop3://alice@host', { user: 'bob' }, /the user alice.*the user bob/],
  ])('refuses %s with %j', (target, flags, message) => {
    expect(() => settingsOfFlags(target, flags)).toThrow(message);
    expect(() => settingsOfFlags(target, flags)).toThrow(UsageError);
  });
});
