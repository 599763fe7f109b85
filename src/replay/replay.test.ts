import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { visible, octetsOf } from '../protocol/octets.ts';
import { parseScript } from '../script/parse.ts';
import type { Conversation } from '../script/syntax.ts';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import { scriptedConfig } from '../server/scripted.ts';
import { isSame, type ReplayOutcome, type ReplayTarget } from './outcome.ts';
import { replay } from './replay.ts';

function conversation(source: string): Conversation {
  const parsed = parseScript(source);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify(parsed));
  return parsed.script;
}

/** A server that follows a script, or the built-in one. @returns its port */
async function serving(script?: string, underTls = false): Promise<number> {
  const { tls, ...others } = await builtInConfig();
  const base = {
    ...others,
    ...(tls === undefined ? {} : { tls: { ...tls, mode: underTls ? ('implicit' as const) : ('stls' as const) } }),
  };
  const scripted = script === undefined ? undefined : scriptedConfig(script, base);
  if (scripted?.ok === false) throw new Error(JSON.stringify(scripted.mistakes));
  const server = await Pop3Server.start(scripted?.config ?? base);
  onTestFinished(async () => await server.close());
  return server.port;
}

async function replayed(source: string, port: number, more: Partial<ReplayTarget> = {}): Promise<ReplayOutcome> {
  return await replay(conversation(source), {
    host: '127.0.0.1',
    port,
    underTls: false,
    verification: { insecure: true },
    credentials: { user: 'alice', password: 'wonderland' },
    timeoutMs: 2000,
    timing: false,
    ...more,
  });
}

/** What differs, as a diff. */
function diff({ differences, remarks }: ReplayOutcome): string[] {
  const sign = { same: ' ', missing: '-', added: '+' };
  const lines = differences.flatMap((each) =>
    each.lines.map(({ kind, text }) => `${sign[kind]}${visible(octetsOf(text)).replace(/\\r\\n$/, '')}`),
  );
  return [...lines, ...remarks];
}

const LOGIN = 'S: +OK ready\nC: USER {user}\nS: +OK\nC: PASS {password...}\nS: +OK\n';

describe('a replay at the server that was recorded', () => {
  it.each([
    ['a login', `${LOGIN}C: QUIT\nS: +OK\nclose\nclient close`],
    [
      'a pipeline, in pieces',
      `${LOGIN}C: STAT\nC: NO\\\nclient cut\nC: OP\nC: LIST 1\nS: +OK 1 2\nS: +OK\nS: +OK 1 2\nC: QUIT\nS: +OK\nclose`,
    ],
    ['a list that the client interrupts', `${LOGIN}C: LIST\nS: +OK\nS: 1 2\nC: QUIT\nS: .\nS: +OK\nclose`],
    ['no end of the line', 'S: +OK\nC: QU\\\nclient close\nclose'],
    ['a bare LF', String.raw`S: +OK${'\n'}C: QUIT\n\ `.trimEnd() + '\nS: +OK\nclose'],
    [
      'hidden octets, and what the client filled in',
      `${LOGIN}C: TOP 1 0\nS: +OK {hidden 4} of {user}\nS: {hidden 3}: {password}\nS: .\nC: QUIT\nS: +OK\nclose`,
    ],
    ['a server that ends first', 'S: +OK\nC: NOOP\nS: +OK\nclose\nclient close'],
    ['a server that says nothing', 'S: \\\nclose'],
    ['a client that goes', `${LOGIN}C: STAT\nclient reset`],
    ['an answer that was not waited for', `${LOGIN}C: RETR 1\nS: +OK\nS: one\nS: tw\\\nclient reset`],
    ['a recorder that was ended', `${LOGIN}C: STAT\nS: +OK 1 2`],
  ])('is the same: %s', async (_name, source) => {
    const played = source.replaceAll(/\{hidden (\d)\}/g, (_all, count) => 'x'.repeat(Number(count)));
    const outcome = await replayed(source, await serving(played));
    expect(diff(outcome)).toEqual([]);
    expect(isSame(outcome)).toBe(true);
  });

  it('is the same with other timestamps and challenges, and under TLS', async () => {
    const port = await serving();
    const first = 'S: +OK POP3 server ready <1.2@localhost>\n';
    const source = [
      `${first}C: AUTH CRAM-MD5\nS: + PDEuMkBsb2NhbGhvc3Q+\nC: {response...}\nS: +OK Maildrop locked and ready\nC: QUIT\nS: +OK POP3 server signing off\nclose`,
      `${first}C: APOP {user} {digest...}\nS: +OK Maildrop locked and ready\nC: QUIT\nS: +OK POP3 server signing off\nclose`,
      `${first}C: STLS\nS: +OK Begin TLS negotiation\nstart TLS\nC: AUTH PLAIN {response...}\nS: +OK Maildrop locked and ready\nC: QUIT\nS: +OK POP3 server signing off\nclose`,
      `${first}C: STLS\nS: +OK Begin TLS negotiation\nstart TLS\nC: AUTH PLAIN\nS: + \nC: {response...}\nS: +OK Maildrop locked and ready\nC: QUIT\nS: +OK POP3 server signing off\nclose`,
      `${first}C: AUTH SCRAM-SHA-256\nS: + \nC: {response...}\nS: + cg==\nC: {response...}\nS: + dg==\nC: {response...}\nS: +OK Maildrop locked and ready\nC: QUIT\nS: +OK POP3 server signing off\nclose`,
    ];
    for (const each of source) {
      // alice may log in again after a second.
      const outcome = await replayed(each, await serving());
      expect(diff(outcome)).toEqual([]);
      // What was not compared is told.
      const challenges = /SCRAM/.test(each) ? 2 : /CRAM/.test(each) ? 1 : 0;
      expect(outcome.overlooked).toEqual({ timestamp: 1, challenge: challenges, hidden: 0 });
    }
    expect(
      diff(
        await replayed(
          `start TLS\n${first}C: QUIT\nS: +OK POP3 server signing off\nclose`,
          await serving(undefined, true),
          { underTls: true },
        ),
      ),
    ).toEqual([]);
    expect(port).toBeGreaterThan(0);
  });
});

describe('a difference', () => {
  it('is shown by lines, and the rest is played all the same', async () => {
    const recorded = `${LOGIN}C: CAPA\nS: +OK\nS: TOP\nS: USER\nS: UIDL\nS: .\nC: STAT\nS: +OK 1 2\nC: QUIT\nS: +OK\nclose`;
    const live = `${LOGIN}C: CAPA\nS: +OK\nS: TOP\nS: SASL PLAIN\nS: UIDL\nS: X-NEW\nS: .\nC: STAT\nS: +OK 1 3\nC: QUIT\nS: +OK\nclose`;
    const outcome = await replayed(recorded, await serving(live));
    expect(outcome.differences.map(({ turn }) => turn)).toEqual([2, 3]);
    expect(diff(outcome)).toEqual([
      ' +OK',
      ' TOP',
      '-USER',
      '+SASL PLAIN',
      ' UIDL',
      '+X-NEW',
      ' .',
      '-+OK 1 2',
      '++OK 1 3',
    ]);
  });

  it.each([
    [
      'an answer that does not come',
      'C: STAT\nclose',
      'C: STAT\nS: +OK 1 2\nclose',
      ['-+OK 1 2', 'the server had closed the connection where more was recorded'],
    ],
    [
      'a message that breaks off',
      'C: RETR 1\nS: +OK\nS: a\nclose',
      'C: RETR 1\nS: +OK\nS: a\nS: .\nclose',
      [' +OK', ' a', '-.', 'the server had closed the connection where more was recorded'],
    ],
    [
      'a refusal where there was a challenge',
      'C: AUTH ...\nS: -ERR no',
      'C: AUTH PLAIN\nS: + \nC: {response...}\nS: +OK',
      ['-+ ', '+-ERR no', 'the recording answers a challenge here, and the server gave none'],
    ],
    [
      'no TLS',
      'C: STLS\nS: -ERR no',
      'C: STLS\nS: +OK\nstart TLS\nC: NOOP\nS: +OK',
      ['-+OK', '+-ERR no', 'TLS was recorded to begin here, and the server does not agree to STLS'],
    ],
    ['a line end', 'C: NOOP\nS: +OK\\n\\', 'C: NOOP\nS: +OK\nclient close', ['-+OK', String.raw`++OK\n`]],
    [
      'an empty challenge',
      'C: AUTH ...\nS: + YQ==\nC: *\nS: -ERR',
      'C: AUTH X\nS: + \nC: *\nS: -ERR',
      ['-+ ', '++ YQ=='],
    ],
    [
      'an end that does not come',
      'C: QUIT\nS: +OK\nstay',
      'C: QUIT\nS: +OK\nclose',
      ['the server does not end the connection, as it was recorded to'],
    ],
  ])('may be %s', async (_name, live, recorded, expected) => {
    const outcome = await replayed(`S: +OK\n${recorded}`, await serving(`S: +OK\n${live}`), { timeoutMs: 500 });
    expect(diff(outcome)).toEqual(expected);
    expect(isSame(outcome)).toBe(false);
  });

  it('is that what the client sent is not known', async () => {
    const outcome = await replayed(
      'S: +OK\nC: AUTH XOAUTH2 {response...}\nS: +OK',
      await serving('S: +OK\nC: AUTH ...\nS: +OK'),
    );
    expect(diff(outcome)).toEqual(["what a client answers under XOAUTH2 can't be computed"]);
  });
});

it('plays a message of many megabytes, and a pipeline that nobody reads', async () => {
  const body = `S: {${'x'.repeat(70)}\\r\\n*100000}\\\n`;
  const retrievals = 'C: RETR 1\n'.repeat(4);
  const source = `${LOGIN}${retrievals}${`S: +OK\n${body}S: .\n`.repeat(4)}C: QUIT\nS: +OK\nclose`;
  expect(diff(await replayed(source, await serving(source), { timeoutMs: 20_000 }))).toEqual([]);
}, 60_000);

it('ends where a server sends a line at a time, each in its time, and comes to no end', async () => {
  const drips = createServer((socket) => {
    socket.on('error', () => undefined);
    const timer = setInterval(() => socket.write('+OK\r\n'), 10);
    socket.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => drips.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void drips.close());
  const address = drips.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  const recordings = ['S: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: .\n', 'S: +OK\nclose\n'];
  for (const recording of recordings) {
    const outcome = await replayed(recording, address.port, { timeoutMs: 30_000, limitMs: 200 });
    expect(outcome.remarks).toEqual([expect.stringContaining('in the time that all of the recording may take')]);
    expect(outcome.silence).toBe('over');
    expect(isSame(outcome)).toBe(false);
  }
});

it('has no connection where there is no server', async () => {
  await expect(replayed('S: +OK', 1)).rejects.toThrow(/no connection to 127\.0\.0\.1:1/);
});
