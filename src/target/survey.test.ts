import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { line } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import { defaults, startServer, without, withMessages } from '../server/testing.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { serving } from '../wire/listening.test.support.ts';
import { fixtures } from './fixtures.ts';
import { survey } from './survey.ts';
import { Untestable } from './untestable.ts';
import type { ServerTarget } from './target.ts';

const LONG_MS = 10_000;

function targetAt(port: number, changes: Partial<ServerTarget> = {}): ServerTarget {
  return {
    name: 'the target',
    host: '127.0.0.1',
    port,
    tls: 'none',
    verification: {},
    accounts: [{ user: 'alice', password: 'wonderland' }],
    timeoutMs: LONG_MS,
    maxWaitMs: 0,
    segmentation: WHOLE,
    allowDelete: false,
    ...changes,
  };
}

/** A target that is a few lines of a server. */
async function rawTarget(serve: (socket: Socket) => void, changes: Partial<ServerTarget> = {}): Promise<ServerTarget> {
  return targetAt(await serving(serve), changes);
}

/** The built-in server as a target, bent and configured. */
async function builtIn(
  bend: (connection: number) => Bend = () => ({}),
  config: Partial<ServerConfig> = {},
  changes: Partial<ServerTarget> = {},
): Promise<ServerTarget> {
  const server = await startServer({ ...config, bend });
  return targetAt(server.port, changes);
}

/** Why it can't be tested. */
async function sentence(target: ServerTarget): Promise<string> {
  const error: unknown = await survey(target).catch((thrown: unknown) => thrown);
  if (!(error instanceof Untestable)) throw new Error('it was surveyed', { cause: error });
  expect(error.message).not.toMatch(/[\r\n]/);
  return error.message;
}

const deliver = (): Promise<void> => Promise.reject(new Error('the disk is full'));

describe("a target that can't be tested", () => {
  test('nobody listens', async () => {
    const target = await rawTarget(() => undefined);
    expect(await sentence({ ...target, port: 1 })).toMatch(/^no connection to 127\.0\.0\.1:1: .*refused/);
  });

  test('it never greets', async () => {
    expect(await sentence(await rawTarget(() => undefined, { timeoutMs: 30 }))).toBe(
      'the target sent no greeting: nothing within the time allowed (a port for implicit TLS waits for us: --tls implicit)',
    );
  });

  test('it closes instead', async () => {
    expect(await sentence(await rawTarget((socket) => socket.end()))).toBe(
      'the target sent no greeting: the connection closed',
    );
  });

  test('it greets as something else', async () => {
    expect(await sentence(await rawTarget((socket) => socket.write('220 mail.example.org \x1b[31mESMTP\r\n')))).toBe(
      'the target does not greet as a POP3 server: 220 mail.example.org \\x1B[31mESMTP\\r\\n',
    );
  });

  test('it refuses', async () => {
    expect(await sentence(await rawTarget((socket) => socket.write('-ERR too many connections\r\n')))).toMatch(
      /does not greet as a POP3 server: -ERR too many/,
    );
  });

  test('the password is wrong', async () => {
    const target = await builtIn(undefined, {}, { accounts: [{ user: 'alice', password: 'xyzzy' }] });
    expect(await sentence(target)).toMatch(
      /^the target refused the login of alice \(USER and PASS: -ERR \[AUTH\] .*\); a server that wants TLS first is tested with --tls stls/,
    );
  });

  test("the second account's password is wrong", async () => {
    const accounts = [
      { user: 'alice', password: 'wonderland' },
      { user: 'bob', password: 'xyzzy' },
    ] as const;
    expect(await sentence(await builtIn(undefined, {}, { accounts }))).toMatch(/refused the login of bob/);
  });

  test("the certificate is nobody's", async () => {
    expect(await sentence(await builtIn(undefined, {}, { tls: 'stls' }))).toMatch(
      /^the TLS handshake failed: .*self.signed.* \(give the certificate of its authority with --ca FILE, or accept any with --insecure\)$/,
    );
  });

  test('the port for implicit TLS speaks none', async () => {
    expect(await sentence(await builtIn(undefined, {}, { tls: 'implicit' }))).toMatch(
      /^the TLS handshake failed: .* \(is it a port for implicit TLS\? STLS on a plain port is --tls stls\)$/,
    );
  });

  test('it has no STLS', async () => {
    expect(await sentence(await builtIn(undefined, await without('STLS'), { tls: 'stls' }))).toMatch(
      /^to STLS came -ERR/,
    );
  });

  test('it ends behind the login', async () => {
    const target = await builtIn(() => ({
      before: ({ keyword }) => (keyword === 'STAT' ? { answer: { octets: [], next: 'close' } } : undefined),
    }));
    expect(await sentence(target)).toBe(
      'the target has no maildrop to test with: behind the login, STAT met the connection closed',
    );
  });

  test("a message can't be delivered", async () => {
    expect(await sentence(await builtIn(undefined, {}, { deliver }))).toBe(
      'a message could not be delivered to alice: the disk is full',
    );
  });
});

/** Greets at once on the first connection, and too late on others; keeps what it was sent. */
async function heard(serve: (socket: Socket, connection: number) => void): Promise<string> {
  let said = '';
  let connections = 0;
  const target = await rawTarget(
    (socket) => {
      connections += 1;
      socket.on('data', (octets) => (said += octets.toString()));
      serve(socket, connections);
    },
    { tls: 'stls', timeoutMs: 50, verification: { insecure: true } },
  );
  await sentence(target);
  return said;
}

describe('under TLS nothing goes in the clear', () => {
  test('where no greeting comes', async () => {
    const said = await heard((socket, connection) => {
      if (connection === 1) socket.write('+OK\r\n');
      socket.on('data', () => socket.write(connection === 1 ? '-ERR\r\n' : '+OK\r\n'));
    });
    expect(said).not.toMatch(/USER|PASS|AUTH/);
  });

  test('where octets in the clear stand behind the +OK of STLS', async () => {
    const said = await heard((socket) => {
      socket.write('+OK\r\n');
      socket.on('data', (octets) => socket.write(octets.includes('STLS') ? '+OK\r\n+OK\r\n+OK\r\n' : '-ERR\r\n'));
    });
    expect(said).not.toMatch(/USER|PASS|AUTH/);
  });
});

describe('a survey', () => {
  test('says what the built-in server is', async () => {
    const target = await builtIn(
      undefined,
      {},
      {
        accounts: [
          { user: 'alice', password: 'wonderland' },
          { user: 'bob', password: 'builder' },
        ],
      },
    );
    const seen = await survey(target);
    expect(seen.method).toBe('USER');
    expect(seen.timestamp).toMatch(/^<.*@.*>$/);
    expect(seen.works).toEqual({ TOP: true, UIDL: true });
    expect(
      [seen.clear, seen.secured, ...seen.accounts.map(({ capabilities }) => capabilities)].every(
        (list) => (list?.length ?? 0) > 5,
      ),
    ).toBe(true);
    expect(
      seen.messages.map(({ headerLines, bodyLines, dotted, eightBit }) => [headerLines, bodyLines, dotted, eightBit]),
    ).toEqual([
      [5, 8, true, false],
      [5, 2400, false, false],
      [5, 1, false, false],
      [0, 0, false, true],
    ]);
    expect([...seen.logins.keys()]).toEqual(['alice', 'bob']);
  });

  test.each(['stls', 'implicit'] as const)('of a server with TLS: %s', async (tls) => {
    const { tls: credentials } = await defaults();
    if (credentials === undefined) throw new Error('no certificate');
    const config = tls === 'implicit' ? { tls: { ...credentials, mode: tls } } : {};
    const target = await builtIn(undefined, config, { tls, verification: { ca: credentials.cert } });
    const seen = await survey(target);
    expect(seen.clear === undefined).toBe(tls === 'implicit');
    expect(seen.secured?.find(({ tag }) => tag === 'SASL')?.parameters).toContain('PLAIN');
  });

  test('logs in as the server lets it', async () => {
    const cram = { ...(await without('USER')), inTheClear: { mechanisms: ['CRAM-MD5' as const], password: false } };
    expect((await survey(await builtIn(undefined, cram))).method).toBe('CRAM-MD5');
    const apop = { ...(await without('USER', 'SASL')), inTheClear: { mechanisms: [], password: false } };
    expect((await survey(await builtIn(undefined, apop))).method).toBe('APOP');
    expect((await survey(await builtIn(undefined, { capa: false }))).method).toBe('USER');
  });

  test('a server that closes after CAPA, or refuses STLS that it announces, is surveyed all the same', async () => {
    const closing: Bend = {
      after: ({ keyword, state }, correct) =>
        keyword === 'CAPA' && state === 'AUTHORIZATION' ? { ...correct, next: 'close' } : correct,
    };
    expect((await survey(await builtIn(() => closing))).messages).toHaveLength(4);
    const refusing: Bend = {
      before: ({ keyword }) => (keyword === 'STLS' ? { answer: line('-ERR not today') } : undefined),
    };
    expect((await survey(await builtIn(() => refusing))).secured).toBeUndefined();
  });

  test('so is one that closes behind each command that it does not know', async () => {
    const minimal = { ...(await without('UIDL', 'TOP')), capa: false };
    const target = await builtIn(
      () => ({
        after: ({ keyword }, correct) =>
          ['CAPA', 'UIDL', 'TOP'].includes(keyword) ? { ...correct, next: 'close' } : correct,
      }),
      minimal,
    );
    const { works, messages, accounts } = await survey(target);
    expect(works).toEqual({ TOP: false, UIDL: false });
    expect(messages.map(({ number }) => number)).toEqual([1, 2, 3]); // the 4th is not ASCII
    expect(accounts[0].capabilities).toBeUndefined();
  });

  test('no message is retrieved where that may remove it', async () => {
    const { accounts } = await defaults();
    const config = { accounts: accounts.map((account) => ({ ...account, expire: 0 })) };
    expect((await survey(await builtIn(undefined, config))).messages).toEqual([]);
    const server = await startServer(config);
    expect((await survey(targetAt(server.port, { allowDelete: true }))).messages).toHaveLength(4);
    expect(server.messages('alice')).toHaveLength(4);
  });

  test("delivered messages are known again, and text of the user's own that looks like one is not", async () => {
    const server = await startServer(await withMessages('Subject: x\r\n\r\nX-Pop3spec: dots\r\n'));
    const seen = await survey(
      targetAt(server.port, { deliver: (user, message) => Promise.resolve(server.deliver(user, message)) }),
    );
    expect(seen.messages.map(({ fixture }) => fixture)).toEqual(
      [undefined, ...fixtures().map(({ id }) => id)].map((id) => (id === 'utf8' ? undefined : id)),
    );
  });
});

/** The numbers of the messages that a server which does not stuff lets the survey know, and how many connections that took. */
async function known(texts: readonly string[], extra: Bend = {}): Promise<{ numbers: number[]; bodyLines: number[] }> {
  const target = await builtIn(
    () => ({ policy: { stuff: (octets) => octets }, ...extra }),
    await withMessages(...texts),
  );
  const { messages } = await survey(target);
  return { numbers: messages.map(({ number }) => number), bodyLines: messages.map(({ bodyLines }) => bodyLines) };
}

const header = (id: string): string => `Subject: ${id}\r\n\r\n`;
const dotted = (id: string): string => `${header(id)}before\r\n.\r\nbehind\r\n`;

describe('messages behind which the server is out of step', () => {
  test('come last, and the others are as they are', async () => {
    expect(await known([header('one') + 'x\r\n', dotted('two'), header('three') + 'x\r\nx\r\n'])).toEqual({
      numbers: [1, 3, 2],
      bodyLines: [1, 2, 1],
    });
  });

  test('cost no more than three sessions', async () => {
    expect((await known([1, 2, 3, 4, 5].map((id) => dotted(String(id))))).numbers).toEqual([1, 2, 3]);
  });

  test('are told although what is behind the dot comes late', async () => {
    const late: Bend = {
      after: ({ keyword }, correct) => (keyword === 'RETR' ? { ...correct, pace: { cut: 'line', gapMs: 5 } } : correct),
    };
    expect((await known([dotted('one'), header('two') + 'x\r\n'], late)).numbers).toEqual([2, 1]);
  });

  test('a message at which the server ends the session is left out', async () => {
    const ending: Bend = {
      before: ({ keyword, parameters }) =>
        keyword === 'RETR' && parameters[0] === '2'
          ? { answer: { octets: [Buffer.from('+OK\r\nhalf a li')], next: 'close' } }
          : undefined,
    };
    expect(
      (
        await known(
          ['one', 'two', 'three'].map((id) => header(id) + 'x\r\n'),
          ending,
        )
      ).numbers,
    ).toEqual([1, 3]);
  });
});
