import { describe, expect, it } from 'vitest';
import { clientReproduction, reproduction } from './reproduce.ts';

describe('reproduction', () => {
  it('is short for the built-in server', () => {
    expect(reproduction(undefined, {}, false, '2449-5-S1')).toBe('npx pop3spec server --only 2449-5-S1');
  });

  it('repeats what a verdict may depend on, quoted, and nothing else', () => {
    const flags = {
      user: "o'hara",
      passwordFile: 'secret file',
      tls: 'stls',
      insecure: true,
      segment: 'octet',
      timeout: '2',
      deliver: 'lda -d {user}',
      strict: true,
      out: 'elsewhere',
      quiet: true,
      only: ['2449'],
    };
    expect(reproduction('localhost:110', flags, false, '2449-5-S1')).toBe(
      String.raw`npx pop3spec server localhost:110 --user 'o'\''hara' --password-file 'secret file' --tls stls ` +
        `--segment octet --timeout 2 --strict --insecure --deliver 'lda -d {user}' --only 2449-5-S1`,
    );
  });

  it('asks for passwords and never tells one', () => {
    const flags = { user: 'alice', password: 'wonderland', account: ['bob:builder'] };
    expect(reproduction('h', flags, true, '2449-5-S1')).toBe(
      'POP3SPEC_PASSWORD=... npx pop3spec server h --user alice --account bob:... --only 2449-5-S1',
    );
  });
});

describe('clientReproduction', () => {
  it('is short for the built-in client', () => {
    expect(clientReproduction([], {}, false, '2449-5-C1')).toBe('npx pop3spec client --only 2449-5-C1');
  });

  it('repeats the command word for word, quoted, and tells no password', () => {
    const flags = { user: 'me', password: 'secret', tls: 'stls', env: ['A=b c', 'D=e'], polls: '1', pipelines: true };
    expect(clientReproduction(['fetch it', '-u', '{user}'], flags, true, '2449-5-C1')).toBe(
      `POP3SPEC_PASSWORD=... npx pop3spec client --user me --tls stls --env 'A=b c' --env D=e --polls 1 --pipelines ` +
        `--only 2449-5-C1 -- 'fetch it' -u {user}`,
    );
  });
});
