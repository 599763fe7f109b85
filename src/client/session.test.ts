import { describe, expect, onTestFinished, test } from 'vitest';
import { octetsOf } from '../protocol/octets.ts';
import { answer } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import { defaults, startServer, without } from '../server/testing.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { Secret } from '../wire/secret.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { serving } from '../wire/listening.test.support.ts';
import { Transcript } from '../wire/transcript.ts';
import { codeOf, describe as tell, linesOf, textOf, type Answer, type Outcome } from './answer.ts';
import { announced, capabilityList, mechanisms } from './capabilities.ts';
import { logIn, type LoginMethod } from './login.ts';
import { command, Session, spell } from './session.ts';

const TIMEOUT_MS = 10_000;

async function open(port: number, timeoutMs = TIMEOUT_MS, transcript = new Transcript()): Promise<Session> {
  const session = await Session.open({ host: '127.0.0.1', port, segmentation: WHOLE, transcript }, timeoutMs);
  onTestFinished(() => session.connection.destroy());
  return session;
}

async function builtIn(bend: Bend = {}, changes: Partial<ServerConfig> = {}, timeoutMs = TIMEOUT_MS): Promise<Session> {
  return await open((await startServer({ ...changes, bend: () => bend })).port, timeoutMs);
}

/** A session with a server that sends its greeting, and this to any line. */
async function saying(text: string, timeoutMs = TIMEOUT_MS): Promise<Session> {
  const port = await serving((socket) => {
    socket.write('+OK\r\n');
    socket.on('data', () => socket.write(text, 'latin1'));
  });
  return await open(port, timeoutMs);
}

const replying = (keyword: string, text: string, next: 'continue' | 'close' = 'continue'): Bend => ({
  before: (exchange) => (exchange.keyword === keyword ? { answer: answer(text, next) } : undefined),
});

const ALICE = { user: 'alice', password: 'wonderland' };

function answerOf(outcome: Outcome): Answer {
  if (outcome.kind !== 'answer') throw new Error(`no answer: ${tell(outcome)}`);
  return outcome;
}

describe('a session', () => {
  test('is greeted, and follows its state', async () => {
    const session = await builtIn();
    expect(session.greeting).toMatchObject({ kind: 'answer', status: '+OK', command: '' });
    expect(session.state).toBe('AUTHORIZATION');
    expect(await session.command(command('STAT'))).toMatchObject({ status: '-ERR', command: 'STAT' });
    await logIn(session, 'USER', { ...ALICE, password: 'wrong' });
    expect(session.state).toBe('AUTHORIZATION');
    await logIn(session, 'USER', ALICE);
    expect(session.state).toBe('TRANSACTION');
  });

  test('reads whole answers, multi-line or not, however they are sent', async () => {
    const session = await builtIn({ after: (_exchange, correct) => ({ ...correct, pace: { cut: 'octet' } }) });
    await logIn(session, 'USER', ALICE);
    const sent = ['LIST', 'LIST 1', 'CAPA', 'STAT', 'RETR 3'];
    const outcomes = await session.pipeline(sent.map((text) => command(text)));
    expect(outcomes.map((outcome) => [outcome.command, (answerOf(outcome).lines?.length ?? -1) > 0])).toEqual(
      sent.map((text) => [text, !/^(LIST 1|STAT)$/.test(text)]),
    );
  });

  test.each<[string, string, string, string[]]>([
    ['a listing ends at a dot line with a bare LF', 'LIST', '+OK\r\n1 2\r\n.\n', ['1 2']],
    ['a message does not', 'RETR 1', '+OK\r\na\n.\r\nb\r\n.\n\r\n.\r\n', ['a', '.', 'b', '.', '']],
    ['an argument makes the answer to LIST one line', 'LIST 1', '+OK 1 2\r\n', []],
    ['-ERR has no lines', 'CAPA', '-ERR\r\n', []],
  ])('%s', async (_name, text, sent, lines) => {
    const session = await saying(sent);
    expect(linesOf(answerOf(await session.command(command(text))))).toEqual(lines);
    expect(session.connection.pending.length).toBe(0);
  });

  test.each<[string, string, string]>([
    ['nothing', '', 'nothing within the time allowed'],
    ['half a line', '+OK', 'nothing within the time allowed'],
    ['no dot line', '+OK\r\nTOP\r\n', '+OK\\r\\n, then nothing within the time allowed'],
    ['a line without end', `+OK\r\n${'x'.repeat(300 * 1024)}`, '+OK\\r\\n, then octets without end'],
  ])('no wait is for ever: %s', async (_name, text, told) => {
    const session = await saying(text, 500);
    const outcome = await session.command(command('CAPA'));
    expect([outcome.kind, tell(outcome)]).toEqual(['none', told]);
  });

  test('an answer that comes a line at a time has its time in all', async () => {
    const session = await builtIn(
      {
        before: ({ keyword }) =>
          keyword === 'CAPA'
            ? { answer: { ...answer('+OK\r\n' + 'x\r\n'.repeat(10_000)), pace: { cut: 'line', gapMs: 1 } } }
            : undefined,
      },
      {},
      500,
    );
    expect(tell(await session.command(command('CAPA')))).toBe('+OK\\r\\n, then nothing within the time allowed');
  });

  test('the answers end where one does not come', async () => {
    const session = await builtIn(replying('STAT', '', 'close'));
    const outcomes = await session.pipeline(['XXXX', 'STAT', 'NOOP'].map((text) => command(text)));
    expect(outcomes.map((outcome) => tell(outcome).slice(0, 4))).toEqual(['-ERR', 'the ']);
  });

  test('a secret is a label in every outcome', async () => {
    const session = await builtIn();
    const outcome = await session.command([octetsOf('PASS '), new Secret(octetsOf('tarts'), 'password')]);
    expect([outcome.command, spell([octetsOf('\xff\r'), new Secret(octetsOf('x'), 'digest')])]).toEqual([
      'PASS {password}',
      '\\xFF\\r{digest}',
    ]);
  });
});

describe('logging in', () => {
  test.each<LoginMethod>(['USER', 'APOP', 'PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256'])('by %s', async (method) => {
    const everything = { inTheClear: { mechanisms: ['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256'], password: true } } as const;
    const right = await builtIn({}, everything);
    expect([answerOf(await logIn(right, method, ALICE)).status, right.state]).toEqual(['+OK', 'TRANSACTION']);
    const wrong = await builtIn({}, everything);
    const outcome = answerOf(await logIn(wrong, method, { ...ALICE, password: 'wrong' }));
    expect([outcome.status, codeOf(outcome), wrong.state]).toEqual(['-ERR', ['AUTH'], 'AUTHORIZATION']);
  });

  test('a server that challenges without end, or with what is no challenge, is cancelled', async () => {
    for (const text of ['+ QUFB\r\n', '+ !!\r\n', '+\r\n']) {
      const outcome = await logIn(await saying(text), 'CRAM-MD5', ALICE);
      expect(answerOf(outcome).status).toBe('+');
    }
  });

  test('nothing of the password is in what is recorded as told', async () => {
    const transcript = new Transcript();
    const server = await startServer();
    const session = await open(server.port, TIMEOUT_MS, transcript);
    await logIn(session, 'USER', ALICE);
    const secret = transcript.entries.find(({ octets }) => octets.includes('wonderland'));
    expect(secret?.secrets).toEqual([{ start: 5, end: 15, label: 'password' }]);
  });
});

describe('STLS', () => {
  test('begins TLS behind its +OK', async () => {
    const { tls } = await defaults();
    const session = await builtIn();
    expect(answerOf(await session.startTls({ ca: tls?.cert ?? '' })).status).toBe('+OK');
    expect([session.connection.secured, answerOf(await session.command(command('CAPA'))).status]).toEqual([
      true,
      '+OK',
    ]);
  });

  test('refused, it begins none', async () => {
    const session = await builtIn({}, await without('STLS'));
    expect([answerOf(await session.startTls({})).status, session.connection.secured]).toEqual(['-ERR', false]);
  });

  test('octets in the clear behind the +OK are not taken for answers under TLS', async () => {
    const session = await builtIn({
      before: ({ keyword }) => (keyword === 'STLS' ? { answer: answer('+OK\r\n+OK\r\n', 'start-tls') } : undefined),
    });
    await expect(session.startTls({ insecure: true })).rejects.toThrow(ConnectionError);
    expect(session.connection.writable).toBe(false);
  });
});

async function consume(session: Session): Promise<void> {
  session.consumed = true;
  await session.command(command('RETR 1'));
}

/** What the server heard of a session in TRANSACTION and of its end, and how many messages are left. */
async function left(
  bend: Bend,
  act: (session: Session) => Promise<unknown>,
): Promise<{ heard: string[]; messages: number }> {
  const heard: string[] = [];
  const server = await startServer({
    bend: () => ({
      ...bend,
      before: (exchange) => (heard.push(exchange.line.content.toString()), bend.before?.(exchange)),
    }),
  });
  const session = await open(server.port);
  await logIn(session, 'USER', ALICE);
  await act(session);
  await session.leave();
  await session.leave();
  return { heard: heard.slice(2), messages: server.messages('alice').length };
}

describe('leaving', () => {
  test('is by QUIT', async () => {
    expect(await left({}, () => Promise.resolve())).toEqual({ heard: ['QUIT'], messages: 4 });
  });

  test('takes marks back first', async () => {
    expect(await left({}, (session) => session.command(command('DELE 1')))).toEqual({
      heard: ['DELE 1', 'RSET', 'QUIT'],
      messages: 4,
    });
  });

  test("is without QUIT where a mark can't be taken back, or RETR was one", async () => {
    const refusing = replying('RSET', '-ERR\r\n');
    expect(await left(refusing, (session) => session.command(command('DELE 1')))).toEqual({
      heard: ['DELE 1', 'RSET'],
      messages: 4,
    });
    expect(await left({}, consume)).toEqual({ heard: ['RETR 1'], messages: 4 });
  });
});

async function list(...lines: string[]): Promise<ReturnType<typeof capabilityList>> {
  return capabilityList(await (await saying(['+OK', ...lines, '.', ''].join('\r\n'))).command(command('CAPA')));
}

describe('capability lists', () => {
  test('tags have no case, and parameters are as they came', async () => {
    const capabilities = await list('Sasl plain CRAM-MD5', 'TOP');
    expect(capabilities).toEqual([
      { tag: 'SASL', parameters: ['plain', 'CRAM-MD5'] },
      { tag: 'TOP', parameters: [] },
    ]);
    expect([announced(capabilities, 'top')?.tag, announced(capabilities, 'TO'), mechanisms(capabilities)]).toEqual([
      'TOP',
      undefined,
      ['PLAIN', 'CRAM-MD5'],
    ]);
  });

  test('what the grammar forbids does no further harm', async () => {
    expect(await list('', ' TOP', 'UIDL ', 'SASL  PLAIN', 'USER\r')).toEqual([
      { tag: 'TOP', parameters: [] },
      { tag: 'UIDL', parameters: [] },
      { tag: 'SASL', parameters: ['PLAIN'] },
      { tag: 'USER', parameters: [] },
    ]);
  });

  test('-ERR is no list, and neither is an empty answer', async () => {
    expect(capabilityList(await (await saying('-ERR\r\n')).command(command('CAPA')))).toBeUndefined();
    expect(capabilityList(await (await saying('', 20)).command(command('CAPA')))).toBeUndefined();
    expect(await list()).toEqual([]);
    expect([mechanisms(undefined), announced(undefined, 'TOP')]).toEqual([[], undefined]);
  });
});

test.each<[string, string, string[]]>([
  ['-ERR [sys/temp/x] text', '[sys/temp/x] text', ['SYS', 'TEMP', 'X']],
  ['-ERR [IN-USE]text', '[IN-USE]text', ['IN-USE']],
  ['-ERR text [AUTH]', 'text [AUTH]', []],
  ['-ERR [two words]', '[two words]', []],
  ['-ERR', '', []],
])('%s has its text and code', async (line, text, code) => {
  const outcome = answerOf(await (await saying(`${line}\r\n`)).command(command('NOOP')));
  expect([textOf(outcome), codeOf(outcome)]).toEqual([text, code]);
});
