import { describe, expect, it } from 'vitest';
import type { Pop3Server } from '../listener.ts';
import { scriptedConfig } from '../scripted.ts';
import { base64, defaults, startServer, TestClient, withMessages } from '../testing.ts';
import { loadPersonae } from './personae.ts';

const personae = await loadPersonae();

const MESSAGE = 'Subject: hello\n\n.first\n..second\n.\nlast\n';

/** A server with this persona, and with two messages in alice's maildrop. */
async function serve(name: string): Promise<Pop3Server> {
  const persona = personae.find((each) => each.name === name);
  if (persona === undefined) throw new Error(`no persona ${name}`);
  const base = { ...(await defaults()), ...(await withMessages(MESSAGE, MESSAGE)) };
  // How long a real server lets one wait is nothing that a test has to wait for.
  const scripted = scriptedConfig(persona.source.replaceAll(/^wait .*$/gm, ''), base, { file: persona.file });
  if (!scripted.ok) throw new Error(JSON.stringify(scripted.mistakes));
  return await startServer(scripted.config);
}

/** A client, greeted, of a server with this persona. */
async function open(name: string): Promise<TestClient & { greeting: string }> {
  return await TestClient.open(await serve(name));
}

/** A client for which TLS has begun, where the server offers it. */
async function secured(server: Pop3Server): Promise<TestClient> {
  const client = await TestClient.open(server);
  const { lines } = await client.listing('CAPA');
  if (!lines.includes('STLS')) return client;
  expect(await client.command('STLS')).toMatch(/^\+OK/);
  await client.startTls();
  return client;
}

/** The same, logged in as alice. */
async function loggedIn(server: Pop3Server): Promise<TestClient> {
  const client = await secured(server);
  expect(await client.logIn()).toMatch(/^\+OK/);
  return client;
}

it('there are at least eight, each with a title and its source', () => {
  expect(personae.length).toBeGreaterThanOrEqual(8);
  for (const { source, title } of personae) {
    expect(title).not.toBe('');
    expect(source).toMatch(/^# Source: https:\/\/\S+/m);
  }
});

describe.each(personae.map(({ name }) => name))('%s', (name) => {
  it('serves mail to who logs in', async () => {
    const client = await loggedIn(await serve(name));
    expect(await client.command('STAT')).toMatch(/^\+OK 2 \d+$/);
    expect((await client.listing('LIST')).lines).toMatchObject(
      [/^1 \d+$/, /^2 \d+$/].map((form) => expect.stringMatching(form)),
    );
    expect((await client.listing('UIDL')).lines).toHaveLength(2);
    expect((await client.listing('RETR 1')).lines).toEqual([
      'Subject: hello',
      '',
      '..first',
      '...second',
      '..',
      'last',
    ]);
    expect(await client.command('LIST 2')).toMatch(/^\+OK 2 \d+$/);
    expect(await client.command('DELE 1')).toMatch(/^\+OK/);
    expect(await client.command('RETR 1')).toMatch(/^-ERR/);
    expect(await client.command('NOPE')).toMatch(/^-ERR/);
    expect(await client.command('QUIT')).toMatch(/^\+OK/);
  });

  it('deletes what was marked', async () => {
    const server = await serve(name);
    const client = await loggedIn(server);
    await client.commands('DELE 2', 'QUIT');
    await client.rest();
    expect(server.messages('alice')).toHaveLength(1);
  });

  it('refuses a wrong password', async () => {
    const client = await secured(await serve(name));
    expect(await client.logIn('alice', 'wrong')).toMatch(/^-ERR/);
    expect(await client.command('STAT')).toMatch(/^-ERR/);
  });

  it('lets in by AUTH PLAIN, where it lists that', async () => {
    const client = await secured(await serve(name));
    const { lines } = await client.listing('CAPA');
    const mechanisms = lines.find((line) => line.startsWith('SASL '))?.split(' ') ?? [];
    const answer = await client.command(`AUTH PLAIN ${base64('\0alice\0wonderland')}`);
    expect(answer).toMatch(mechanisms.includes('PLAIN') ? /^\+OK/ : /^-ERR/);
    expect(await client.command('STAT')).toMatch(mechanisms.includes('PLAIN') ? /^\+OK 2 / : /^-ERR/);
  });
});

describe('peculiarities', () => {
  it('Dovecot lists CAPA, and no SASL after login', async () => {
    const client = await open('dovecot');
    expect(client.greeting).toBe('+OK Dovecot ready.');
    expect((await client.listing('CAPA')).lines).toEqual(
      'CAPA TOP UIDL RESP-CODES PIPELINING AUTH-RESP-CODE STLS USER'.split(' ').concat('SASL PLAIN'),
    );
    expect(await client.listing('AUTH')).toEqual({ first: '+OK', lines: ['PLAIN'] });
    expect(await client.commands('USER alice', 'PASS wonderland')).toEqual(['+OK', '+OK Logged in.']);
    expect((await client.listing('CAPA')).lines).toEqual(
      'CAPA TOP UIDL RESP-CODES PIPELINING AUTH-RESP-CODE'.split(' '),
    );
    expect(await client.commands('RETR 7', 'RETR x', 'DELE 1', 'QUIT')).toEqual([
      "-ERR There's no message 7.",
      '-ERR Invalid message number: x',
      '+OK Marked to be deleted.',
      '+OK Logging out, messages deleted.',
    ]);
  });

  it('Courier accepts UTF8 only after login, and keeps STLS in its list', async () => {
    const client = await open('courier');
    expect(await client.commands('UTF8', 'USER alice', 'PASS wonderland', 'UTF8', 'QUIT')).toEqual([
      '-ERR Invalid command.',
      '+OK Password required.',
      '+OK logged in.',
      '+OK UTF8 enabled',
      '+OK Bye-bye.',
    ]);
  });

  it('Cyrus wants TLS before a password', async () => {
    const client = await open('cyrus');
    expect(client.greeting).toMatch(/ server ready $/);
    expect(await client.command('USER alice')).toBe('-ERR [AUTH] USER command only available under a layer');
  });

  it('Mailutils writes EXPIRENEVER, and knows PASS behind USER only', async () => {
    const client = await open('mailutils');
    expect(client.greeting).toMatch(/^\+OK POP3 Ready <\S+@\S+>$/);
    expect((await client.listing('CAPA')).lines).toContain('EXPIRENEVER');
    expect(await client.commands('PASS x', 'STAT', 'RETR', 'USER alice', 'PASS x')).toEqual([
      '-ERR Invalid command',
      '-ERR Incorrect state',
      '-ERR Incorrect state',
      '+OK',
      '-ERR [AUTH] Bad login',
    ]);
  });

  it('Mailutils takes nothing behind USER but PASS and QUIT', async () => {
    const client = await open('mailutils');
    expect(await client.commands('USER alice', 'CAPA', 'PASS wonderland', 'USER alice', 'PASS wonderland')).toEqual([
      '+OK',
      '-ERR Invalid command',
      '-ERR Invalid command',
      '+OK',
      '+OK opened mailbox for alice',
    ]);
  });

  it('popa3d has no words', async () => {
    const client = await open('popa3d');
    expect([client.greeting, ...(await client.commands('CAPA', 'USER alice', 'PASS wonderland', 'QUIT'))]).toEqual([
      '+OK',
      '-ERR',
      '+OK',
      '+OK',
      '+OK',
    ]);
  });

  it('Gmail refuses a token, in one line and in two', async () => {
    const client = await open('gmail');
    const refused = '-ERR [AUTH] Username and password not accepted.';
    const token = base64('user=alice\u0001auth=Bearer x\u0001\u0001');
    expect(await client.commands(`AUTH XOAUTH2 ${token}`, 'AUTH XOAUTH2', token)).toEqual([refused, '+ ', refused]);
    expect(await client.logIn()).toBe('+OK Welcome.');
  });

  it('Exchange Online wants the token in a line of its own', async () => {
    const client = await open('exchange-online');
    expect((await client.listing('CAPA')).lines).toEqual(['TOP', 'UIDL', 'STLS']);
    await client.command('STLS');
    await client.startTls();
    const token = base64('user=alice\u0001auth=Bearer x\u0001\u0001');
    expect(await client.commands('AUTH XOAUTH2', token)).toEqual([
      '+ ',
      '-ERR Logon failure: unknown user name or bad password.',
    ]);
    client.send(`AUTH XOAUTH2 ${token}\r\nNOOP\r\n`);
    expect(await client.rest()).toBe('-ERR Protocol error. Connection is closed. 10\r\n');
  });

  it('Exchange 2003 answers +OK to AUTH NTLM and takes the next command for a response', async () => {
    const client = await open('exchange-2003');
    expect(await client.commands('AUTH NTLM', 'CAPA', 'STAT')).toEqual([
      '+OK',
      '-ERR Logon failure: unknown user name or bad password.',
      '-ERR Command is not valid in this state.',
    ]);
  });

  it('Zimbra lists STLS where it refuses it', async () => {
    const client = await loggedIn(await serve('zimbra'));
    expect((await client.listing('CAPA')).lines).toEqual(expect.arrayContaining(['STLS', 'EXPIRE NEVER', 'XOIP']));
    expect(await client.commands('STLS', 'NOOP', 'XOIP 192.0.2.1')).toEqual([
      '-ERR this command is only valid prior to login',
      '+OK yawn',
      '+OK',
    ]);
  });

  it('hMailServer does not double the dots of TOP', async () => {
    const client = await loggedIn(await serve('hmailserver'));
    client.send('TOP 1 9\r\nQUIT\r\n');
    expect(await client.rest()).toBe(
      '+OK\r\nSubject: hello\r\n\r\n.first\r\n..second\r\n.\r\nlast\r\n\r\n.\r\n+OK POP3 server saying goodbye...\r\n',
    );
  });
});
