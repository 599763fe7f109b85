/** CAPA in each state (RFC 2449 sections 5 and 6), and that what it says is so. */

import { describe, expect, it } from 'vitest';
import { capabilities } from './capabilities.ts';
import type { Feature, Retention, ServerConfig } from './config.ts';
import { ALL_FEATURES } from './default-config.ts';
import { defaults, openClient, openMaildrop, startServer, TestClient, without } from './testing.ts';

const EVERYTHING = [
  'TOP',
  'USER',
  'SASL CRAM-MD5 SCRAM-SHA-256',
  'RESP-CODES',
  'LOGIN-DELAY 1 USER',
  'PIPELINING',
  'EXPIRE 30 USER',
  'UIDL',
  'IMPLEMENTATION pop3spec',
  'STLS',
  'AUTH-RESP-CODE',
  'UTF8 USER',
  'LANG',
];

describe('CAPA', () => {
  it('announces everything before login, with the extreme values (2449-5-S1, 2449-6.5-S2, 2449-6.7-S2)', async () => {
    const client = await openClient();
    expect(await client.listing('CAPA')).toEqual({ first: '+OK Capability list follows', lines: EVERYTHING });
    await client.logIn('alice', 'wrong');
    expect((await client.listing('CAPA')).lines).toEqual(EVERYTHING);
  });

  it.each([
    ['alice', 'wonderland', 'LOGIN-DELAY 0', 'EXPIRE NEVER'],
    ['bob', 'builder', 'LOGIN-DELAY 0', 'EXPIRE 60'],
    ['carol', 'christmas', 'LOGIN-DELAY 1', 'EXPIRE 30'],
  ])(
    'announces after login what is so for %s, and the rest unchanged (2449-5-S2 to S4)',
    async (user, password, delay, expire) => {
      const client = await openClient();
      await client.logIn(user, password);
      const expected = EVERYTHING.filter((line) => line !== 'STLS').map((line) => {
        if (line.startsWith('LOGIN-DELAY')) return delay;
        return line.startsWith('EXPIRE') ? expire : line;
      });
      expect((await client.listing('CAPA')).lines).toEqual(expected);
    },
  );

  it('changes nothing (2449-5-S8)', async () => {
    const client = await openMaildrop();
    await client.command('DELE 1');
    const before = await client.command('STAT');
    const list = await client.listing('CAPA');
    expect(await client.listing('CAPA')).toEqual(list);
    expect(await client.commands('STAT', 'RETR 1')).toEqual([before, '-ERR No such message']);
  });

  it('announces STLS only where it is permitted now (2595-4-S1)', async () => {
    const client = await openClient();
    await client.command('UTF8');
    expect((await client.listing('CAPA')).lines).not.toContain('STLS');
    expect(await client.command('STLS')).toBe('-ERR Command not permitted after UTF8');
  });

  it('may not be there at all; then no response code is sent (2449-8-S1)', async () => {
    const client = await openClient({ capa: false });
    expect(await client.command('CAPA')).toBe('-ERR Unknown command');
    expect(await client.logIn('alice', 'wrong')).toBe('-ERR Wrong name or password');
  });
});

describe('a feature that is off', () => {
  const commands: Partial<Record<Feature, string>> = {
    TOP: 'TOP 1 0',
    USER: 'USER alice',
    SASL: 'AUTH CRAM-MD5',
    UIDL: 'UIDL',
    STLS: 'STLS',
    UTF8: 'UTF8',
    LANG: 'LANG',
    APOP: 'APOP alice 0',
  };

  it.each(Object.entries(commands))('%s takes its command with it, and no other', async (feature, text) => {
    const found = [...ALL_FEATURES].find((each) => each === feature);
    const client = await openClient(await without(...(found === undefined ? [] : [found])));
    const { lines } = await client.listing('CAPA');
    expect(lines.filter((line) => line.split(' ')[0] === feature)).toEqual([]);
    expect(await client.commands(text, 'CAPA X')).toEqual(['-ERR Unknown command', '-ERR Wrong arguments']);
  });

  it('AUTH-RESP-CODE or RESP-CODES takes [AUTH] with it (3206-6-S2, 2449-8-S1)', async () => {
    for (const feature of ['AUTH-RESP-CODE', 'RESP-CODES'] as const) {
      const client = await openClient(await without(feature));
      expect(await client.logIn('alice', 'wrong')).toBe('-ERR Wrong name or password');
    }
  });

  it('LOGIN-DELAY is not enforced', async () => {
    const server = await startServer({ ...(await without('LOGIN-DELAY')), clock: () => 0 });
    for (let login = 0; login < 2; login += 1) {
      const client = await TestClient.open(server);
      expect(await client.logIn('carol', 'christmas')).toMatch(/^\+OK/);
      await client.command('QUIT');
    }
  });
});

/** What users with these values make the server announce before login. */
async function announced(delays: readonly number[], retentions: readonly Retention[]): Promise<string[]> {
  const config: ServerConfig = {
    ...(await defaults()),
    accounts: delays.map((loginDelay, index) => ({
      user: `user${index}`,
      password: 'x',
      loginDelay,
      expire: retentions[index] ?? 'NEVER',
      messages: [],
    })),
  };
  const lines = capabilities(config, { account: undefined, permissions: config.inTheClear, stls: false });
  return lines.filter((line) => /^(LOGIN-DELAY|EXPIRE)/.test(line));
}

describe('the values of LOGIN-DELAY and EXPIRE before login', () => {
  it.each<[number[], Retention[], string[]]>([
    [
      [0, 0],
      ['NEVER', 'NEVER'],
      ['LOGIN-DELAY 0', 'EXPIRE NEVER'],
    ],
    [
      [5, 5],
      [7, 7],
      ['LOGIN-DELAY 5', 'EXPIRE 7'],
    ],
    [
      [0, 9, 5],
      ['NEVER', 0, 7],
      ['LOGIN-DELAY 9 USER', 'EXPIRE 0 USER'],
    ],
    [[], [], ['LOGIN-DELAY 0', 'EXPIRE NEVER']],
  ])('of %j and %j are %j', async (delays, retentions, lines) => {
    expect(await announced(delays, retentions)).toEqual(lines);
  });
});
