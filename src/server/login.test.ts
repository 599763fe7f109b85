/** Logging in: USER and PASS, APOP, AUTH, and the response codes that tell why it failed. */

import { describe, expect, it } from 'vitest';
import { apopDigest } from '../protocol/apop.ts';
import { MECHANISMS, saslClient, type Mechanism } from '../protocol/sasl.ts';
import { base64, defaults, eventually, openClient, startServer, TestClient, without } from './testing.ts';

const READY = '+OK Maildrop locked and ready';
const WRONG = '-ERR [AUTH] Wrong name or password';

/** PLAIN permitted in the clear: most of what is asked here does not depend on TLS. */
const plainInTheClear = { inTheClear: { mechanisms: ['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256'], password: true } } as const;

/** Runs a whole exchange, without an initial response. @returns the answer that ends it */
async function authenticate(client: TestClient, mechanism: Mechanism, user: string, password: string): Promise<string> {
  const sasl = saslClient(mechanism, { user, password }, 'nonce');
  let answer = await client.command(`AUTH ${mechanism}`);
  if (sasl.initial !== undefined) answer = await client.command(sasl.initial.toString('base64'));
  while (answer.startsWith('+ ')) {
    const step = sasl.respond(Buffer.from(answer.slice(2), 'base64'));
    answer = await client.command(step.kind === 'response' ? step.octets.toString('base64') : '*');
  }
  return answer;
}

describe('USER and PASS (RFC 1939 section 7)', () => {
  it('log in (2449-6.2-S1)', async () => {
    const client = await openClient();
    expect(await client.commands('USER alice', 'PASS wonderland')).toEqual(['+OK Send your password', READY]);
  });

  it('answer alike for a user who exists and one who does not (3206-6-S1, R11)', async () => {
    const client = await openClient();
    expect(await client.commands('USER alice', 'PASS x', 'USER nobody', 'PASS x')).toEqual([
      '+OK Send your password',
      WRONG,
      '+OK Send your password',
      WRONG,
    ]);
  });

  it('take PASS only immediately after a successful USER', async () => {
    const client = await openClient();
    expect(await client.command('PASS wonderland')).toBe('-ERR Send USER first');
    await client.commands('USER alice', 'PASS wrong');
    expect(await client.command('PASS wonderland')).toBe('-ERR Send USER first');
    await client.commands('USER alice', 'USER');
    expect(await client.command('PASS wonderland')).toBe('-ERR Send USER first');
    await client.commands('USER alice', 'XXXX');
    expect(await client.command('PASS wonderland')).toBe('-ERR Send USER first');
    await client.commands('USER alice', 'PASS');
    expect(await client.command('PASS wonderland')).toBe('-ERR Send USER first');
  });

  it('answer CAPA between the two, and want USER again (R13)', async () => {
    const client = await openClient();
    await client.command('USER alice');
    expect((await client.listing('CAPA')).lines).toContain('PIPELINING');
    expect(await client.command('PASS wonderland')).toBe('-ERR Send USER first');
    expect(await client.logIn()).toBe(READY);
  });

  it('keep the spaces of a password, and of nothing else', async () => {
    const { accounts } = await defaults();
    const client = await openClient({
      accounts: accounts.map((account) => ({ ...account, password: ' two  words ' })),
    });
    expect(await client.commands('USER alice x', 'USER alice', 'PASS  two  words ')).toEqual([
      '-ERR Wrong arguments',
      '+OK Send your password',
      READY,
    ]);
  });

  it('reject what is not well-formed UTF-8 (6856-2-S3)', async () => {
    const { accounts } = await defaults();
    const client = await openClient({
      accounts: accounts.map((account) => ({ ...account, password: 'pässwort', user: `${account.user}ü` })),
    });
    const answers = await client.commands('USER alice\xc3(\xc3\xbc', 'USER alice\xc3\xbc', 'PASS p\xc3(\xc3\xa4sswort');
    expect(answers).toEqual(['-ERR Not a valid name', '+OK Send your password', WRONG]);
    expect(await client.commands('USER alice\xc3\xbc', 'PASS p\xc3\xa4sswort')).toEqual([
      '+OK Send your password',
      READY,
    ]);
  });

  it('take no UTF-8 where UTF8 is announced without USER (RFC 6856 section 2.2)', async () => {
    const client = await openClient({ utf8User: false });
    expect((await client.listing('CAPA')).lines).toContain('UTF8');
    expect(await client.command('USER alice\xc3\xbc')).toBe('-ERR Not a valid command line');
  });

  it('are refused, and not announced, where they are not permitted without TLS', async () => {
    const client = await openClient({ inTheClear: { mechanisms: ['CRAM-MD5'], password: false } });
    expect((await client.listing('CAPA')).lines).not.toContain('USER');
    expect(await client.commands('USER alice', 'PASS wonderland')).toEqual([
      '-ERR Not available without TLS',
      '-ERR Send USER first',
    ]);
    await client.command('STLS');
    await client.startTls();
    expect((await client.listing('CAPA')).lines).toContain('USER');
    expect(await client.logIn()).toBe(READY);
  });
});

describe('APOP (RFC 1939 section 7)', () => {
  it('logs in with the digest of the timestamp of this connection only', async () => {
    const server = await startServer();
    const clients = await Promise.all([TestClient.open(server), TestClient.open(server)]);
    const [first, second] = clients.map((client) => {
      const digest = apopDigest(/<.*>/.exec(client.greeting)?.[0] ?? '', 'wonderland');
      return `APOP alice ${digest}`;
    });
    const [client] = clients;
    expect(await client.commands(second ?? '', (first ?? '').toUpperCase(), 'APOP alice', first ?? '')).toEqual([
      WRONG,
      WRONG,
      '-ERR Wrong arguments',
      READY,
    ]);
  });

  it('denies a user who does not exist', async () => {
    const server = await startServer();
    const client = await TestClient.open(server);
    const digest = apopDigest(/<.*>/.exec(client.greeting)?.[0] ?? '', '');
    expect(await client.command(`APOP nobody ${digest}`)).toBe(WRONG);
  });

  it('is unknown, and the greeting without a timestamp, where it is off', async () => {
    const client = await TestClient.open(await startServer(await without('APOP')));
    expect(client.greeting).toBe('+OK POP3 server ready');
    expect(await client.command('APOP alice 0')).toBe('-ERR Unknown command');
  });
});

describe('AUTH (RFC 5034 section 4)', () => {
  it.each(MECHANISMS)('logs in with %s (2449-6.3-S2)', async (mechanism) => {
    const client = await openClient(plainInTheClear);
    expect(await authenticate(client, mechanism, 'alice', 'wonderland')).toBe(READY);
    expect(await client.command('STAT')).toMatch(/^\+OK 4 /);
  });

  it.each(MECHANISMS)(
    'denies a wrong password and an unknown user with [AUTH] by %s (3206-6-S1)',
    async (mechanism) => {
      const client = await openClient(plainInTheClear);
      expect(await authenticate(client, mechanism, 'alice', 'wrong')).toBe(WRONG);
      expect(await authenticate(client, mechanism, 'nobody', 'wonderland')).toBe(WRONG);
    },
  );

  it('sends the empty challenge with its SP (5034-4-S2)', async () => {
    const client = await openClient(plainInTheClear);
    client.send('AUTH PLAIN\r\n*\r\nAUTH SCRAM-SHA-256\r\n*\r\nQUIT\r\n');
    const cancelled = '+ \r\n-ERR Authentication cancelled\r\n';
    expect(await client.rest()).toBe(`${cancelled}${cancelled}+OK POP3 server signing off\r\n`);
  });

  it('takes an initial response, and mechanism names in any case (2449-6.3-S3, 5034-5-S1)', async () => {
    const client = await openClient(plainInTheClear);
    expect(await client.command(`auth plain ${base64('\0alice\0wonderland')}`)).toBe(READY);
  });

  it('rejects mechanisms that it does not support, and none at all (5034-4-S1)', async () => {
    const client = await openClient();
    expect(
      await client.commands('AUTH NOSUCHMECH', 'AUTH NOSUCHMECH AAAA', 'AUTH PLAIN', 'AUTH', 'AUTH PLAIN = x'),
    ).toEqual([
      '-ERR Mechanism not supported',
      '-ERR Mechanism not supported',
      '-ERR Mechanism not supported',
      '-ERR Wrong arguments',
      '-ERR Wrong arguments',
    ]);
  });

  it('is cancelled by "*" (5034-4-S3)', async () => {
    const client = await openClient(plainInTheClear);
    expect(await client.commands('AUTH PLAIN', '*', 'AUTH CRAM-MD5')).toEqual([
      '+ ',
      '-ERR Authentication cancelled',
      expect.stringMatching(/^\+ [A-Za-z0-9+/]+=*$/),
    ]);
    expect(await client.command('*')).toBe('-ERR Authentication cancelled');
    expect(await client.logIn()).toBe(READY);
  });

  it('rejects what is not base64 (5034-4-S4)', async () => {
    const client = await openClient(plainInTheClear);
    const valid = base64('\0alice\0wonderland');
    expect(valid).toMatch(/=$/);
    const spoilt = [
      `${valid.slice(0, 4)}!${valid.slice(4)}`,
      ` ${valid}`,
      valid.replace(/=+$/, ''),
      `=${valid}`,
      `${valid}AAAA`,
      `${valid} `,
    ];
    for (const response of spoilt) {
      expect(await client.commands('AUTH PLAIN', response)).toEqual(['+ ', '-ERR Not base64']);
    }
    for (const response of spoilt.filter((text) => !text.includes(' '))) {
      expect(await client.command(`AUTH PLAIN ${response}`)).toBe('-ERR Not base64');
    }
    expect(await client.command(`AUTH PLAIN ${valid}`)).toBe(READY);
  });

  it('takes "=" as the empty initial response (5034-4-S5)', async () => {
    const client = await openClient(plainInTheClear);
    expect(await client.commands('AUTH PLAIN =', 'AUTH PLAIN', '')).toEqual([
      '-ERR Authentication failed',
      '+ ',
      '-ERR Authentication failed',
    ]);
  });

  it('rejects an initial response to CRAM-MD5 (5034-4-S7)', async () => {
    const client = await openClient();
    expect(await client.commands('AUTH CRAM-MD5 AAAA', 'AUTH CRAM-MD5 =', 'USER alice')).toEqual([
      '-ERR This mechanism takes no initial response',
      '-ERR This mechanism takes no initial response',
      '+OK Send your password',
    ]);
  });

  it('is as if it had not been issued after it failed (5034-4-S8)', async () => {
    const client = await openClient(plainInTheClear);
    const before = await client.listing('CAPA');
    await client.command('USER alice');
    expect(await client.command(`AUTH PLAIN ${base64('\0alice\0wrong')}`)).toBe(WRONG);
    expect(await client.command('PASS wrong')).toBe(WRONG);
    expect(await client.listing('CAPA')).toEqual(before);
    expect(await client.logIn()).toBe(READY);
  });

  it('takes fields of 255 octets, and refuses in step what is longer (5034-4-S9)', async () => {
    const { accounts } = await defaults();
    const [user, password] = ['u'.repeat(255), 'p'.repeat(255)];
    const client = await openClient({
      ...plainInTheClear,
      accounts: accounts.map((each) => ({ ...each, user: each.user === 'alice' ? user : each.user, password })),
    });
    expect(await client.commands('AUTH PLAIN', base64(`${'z'.repeat(255)}\0${user}\0${password}`))).toEqual([
      '+ ',
      WRONG,
    ]);
    expect(await client.commands('AUTH PLAIN', base64(`${'z'.repeat(10_000)}\0${user}\0${password}`))).toEqual([
      '+ ',
      WRONG,
    ]);
    expect(await client.commands('AUTH PLAIN', 'A'.repeat(100_000))).toEqual(['+ ', '-ERR Line too long']);
    expect(await client.commands('AUTH PLAIN', base64(`${user}\0${user}\0${password}`))).toEqual(['+ ', READY]);
  });

  it('lets nobody act for somebody else (4616-2-S1)', async () => {
    const client = await openClient(plainInTheClear);
    expect(
      await client.commands(
        `AUTH PLAIN ${base64('bob\0alice\0wonderland')}`,
        `AUTH PLAIN ${base64('alice\0alice\0wonderland')}`,
      ),
    ).toEqual([WRONG, READY]);
  });

  it('stays announced after it succeeded (5034-3-S1)', async () => {
    const client = await openClient(plainInTheClear);
    await client.command(`AUTH PLAIN ${base64('\0alice\0wonderland')}`);
    expect((await client.listing('CAPA')).lines).toContain('SASL PLAIN CRAM-MD5 SCRAM-SHA-256');
    expect(await client.command('AUTH PLAIN')).toBe('-ERR Command not valid in this state');
  });

  it('ends an exchange at a line that ends in a bare LF', async () => {
    const client = await openClient(plainInTheClear);
    await client.command('AUTH PLAIN');
    client.send(`${base64('\0alice\0wonderland')}\nAUTH PLAIN =\r\n`);
    expect([await client.line(), await client.line()]).toEqual([
      '-ERR Not a valid command line',
      '-ERR Authentication failed',
    ]);
  });
});

describe('[IN-USE] (RFC 2449 section 8.1.2)', () => {
  it('comes only with the right credentials, until the first session has ended in whatever way', async () => {
    const server = await startServer();
    const first = await TestClient.open(server);
    const second = await TestClient.open(server);
    expect(await first.logIn()).toBe(READY);
    expect(await second.logIn('alice', 'wrong')).toBe(WRONG);
    expect(await second.logIn()).toBe('-ERR [IN-USE] Maildrop in use by another session');
    expect(await second.command('STAT')).toMatch(/^-ERR/);
    expect(await first.command('QUIT')).toMatch(/^\+OK/);
    expect(await second.logIn()).toBe(READY);
    second.destroy();
    const third = await TestClient.open(server);
    expect(
      await eventually(
        () => third.logIn(),
        (answer) => answer === READY,
      ),
    ).toBe(READY);
    third.reset();
    const fourth = await TestClient.open(server);
    expect(
      await eventually(
        () => fourth.logIn(),
        (answer) => answer === READY,
      ),
    ).toBe(READY);
  });
});

describe('LOGIN-DELAY (RFC 2449 sections 6.5 and 8.1.1)', () => {
  it('is enforced after a login, with the right credentials, and never on USER (2449-6.5-S5, 2449-8.1.1-S2)', async () => {
    let now = 0;
    const server = await startServer({ clock: () => now });
    const log = async (password = 'christmas'): Promise<string[]> => {
      const client = await TestClient.open(server);
      return await client.commands('USER carol', `PASS ${password}`, 'QUIT');
    };
    const sent = '+OK Send your password';
    const bye = '+OK POP3 server signing off';
    const tooSoon = '-ERR [LOGIN-DELAY] You have logged in recently';
    expect(await log('wrong')).toEqual([sent, WRONG, bye]);
    expect(await log()).toEqual([sent, READY, bye]);
    expect(await log('wrong')).toEqual([sent, WRONG, bye]);
    now = 999;
    expect(await log()).toEqual([sent, tooSoon, bye]);
    now = 1000;
    expect(await log()).toEqual([sent, READY, bye]);
  });

  it('binds AUTH as well', async () => {
    const server = await startServer({ ...plainInTheClear, clock: () => 0 });
    const auth = `AUTH PLAIN ${base64('\0carol\0christmas')}`;
    const first = await TestClient.open(server);
    expect(await first.commands(auth, 'QUIT')).toEqual([READY, expect.stringMatching(/^\+OK/)]);
    const second = await TestClient.open(server);
    expect(await second.command(auth)).toMatch(/^-ERR \[LOGIN-DELAY\]/);
  });
});
