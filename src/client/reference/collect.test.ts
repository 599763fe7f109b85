/** The TRANSACTION state: what is read, what is pipelined, what is kept. */

import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { latin1, octetsOf } from '../../protocol/octets.ts';
import { lineOf } from '../../protocol/line.ts';
import { withMessages, without } from '../../server/testing.ts';
import { serving } from '../../wire/listening.test.support.ts';
import type { Manner } from './manner.ts';
import { fetched, keywords, launch, MAIL } from './reference.test.support.ts';

const NO_PIPELINING = 'engine: without PIPELINING';

describe('first lines', () => {
  test.each(['CAPA', 'UTF8', 'LIST', 'UIDL', 'RETR {n}', 'QUIT', 'AUTH ...'])(
    'a bare +OK to %s will do (2449-3-C3)',
    async (command) => {
      const { ending } = await fetched({ script: `C: ${command}\nwhen the answer is +OK\nfirst line: +OK` });
      expect(ending).toMatchObject({ status: 0, stdout: '4 messages fetched\n' });
    },
  );

  test.each(['[X-NOTE] here', '[X-NOTE]here', '[X-NOTE]', '{pad 512}', '.', ''])(
    'any text will do: %s (2449-6.4-C1, 2449-4-C2)',
    async (text) => {
      const kinds = ['CAPA', 'LIST', 'UIDL', 'RETR {n}', 'QUIT', 'UTF8'];
      const rules = kinds.map((command) => `C: ${command}\nfirst line: +OK ${text}`).join('\n\n');
      const { ending } = await fetched({ script: rules });
      expect(ending).toMatchObject({ status: 0, stdout: '4 messages fetched\n' });
    },
  );

  test.each(['hello', '', 'OK', '+', '+ YQ=='])('%j is no answer', async (line) => {
    const { ending } = await fetched({ script: `C: STAT\nS: ${line}` });
    expect(ending).toMatchObject({ status: 1, stderr: expect.stringContaining('what came for STAT is no answer') });
  });
});

describe('listings', () => {
  test.each([
    'C: STAT\nfirst line: {line} and more',
    'C: LIST\neach body line: {line} and more',
    'C: STAT\nS: +OK',
    'C: STAT\nS: -ERR',
    'C: LIST\nS: -ERR',
    'C: UIDL\nS: -ERR',
  ])('are read as far as they go: %s (1939-5-C1)', async (script) => {
    const { ending } = await fetched({ script });
    expect(ending).toMatchObject({ status: 0, stdout: '4 messages fetched\n' });
  });

  test('are not made up', async () => {
    const { ending } = await fetched({ script: 'C: STAT\nS: -ERR\n\nC: LIST\nS: -ERR' });
    expect(ending).toMatchObject({ status: 1, stored: [] });
  });

  test('are believed no further than it can count', async () => {
    const script = 'C: STAT\nS: +OK 9007199254740991 1\n\nC: LIST\nS: -ERR\n\nC: RETR 5\nclose';
    const { ending } = await fetched({ script });
    expect(ending).toMatchObject({ status: 2, stdout: '4 messages fetched\n' });
  });

  test('are asked for without UIDL and TOP too (2449-7-C1)', async () => {
    const { ending, lines } = await fetched({ config: await without('TOP', 'UIDL') });
    expect(ending.status).toBe(0);
    expect(keywords(lines)).toMatch(/STAT LIST RETR RETR RETR RETR QUIT$/);
  });

  test('may be empty', async () => {
    const { ending, lines } = await fetched({ config: await withMessages() });
    expect(ending).toMatchObject({ status: 0, stored: [] });
    expect(keywords(lines)).toMatch(/STAT LIST UIDL QUIT$/);
  });
});

describe('messages', () => {
  test.each(['cut every octet', 'cut every line', 'cut every CRLF', 'before dot line: \\\ncut', 'cut after 7 octets'])(
    'come as they were stored, however they are cut: %s (2449-3-C4)',
    async (cut) => {
      const messages = [
        '.\r\n..\r\n.x\r\n\r\n.\r\n',
        '.',
        'a\n.\nb\n',
        'a\r.\r',
        `${'x'.repeat(2_000)}\r\n.`,
        '..\r\n',
      ];
      const config = await withMessages(...messages);
      const whole = await fetched({ config });
      const { ending } = await fetched({ config, script: `C: RETR ...\n${cut}` });
      expect(ending.stored).toEqual(whole.ending.stored);
      expect(latin1(ending.stored[0] ?? Buffer.alloc(0))).toBe('.\r\n..\r\n.x\r\n\r\n.\r\n');
    },
  );

  test('end at CRLF, dot, CRLF and at nothing else', async () => {
    const body = '+OK\\r\\na\\n.\\r\\nb\\r.\\r\\n.\\nc\\r\\n..\\r\\n.\\r\\n\\';
    const { ending } = await fetched({ config: await withMessages('x'), script: `C: RETR 1\nS: ${body}` });
    expect(ending.stored.map((message) => latin1(message))).toEqual(['a\n.\r\nb\r.\r\n\nc\r\n.\r\n']);
  });

  test('may have lines of any length', async () => {
    const long = `${'x'.repeat(700_000)}\r\n.dot\r\n${'y'.repeat(300_000)}\r\n`;
    const { ending } = await fetched({ config: await withMessages(long) });
    expect(ending.stored.map((message) => message.length)).toEqual([long.length]);
    expect(ending.stored[0]?.equals(octetsOf(long))).toBe(true);
  });

  test.each(['RETR 2', 'RETR 1', 'RETR 4'])('may be refused one by one: %s', async (command) => {
    for (const start of ['', `${NO_PIPELINING}\n\n`]) {
      const { ending, lines } = await fetched({ script: `${start}C: ${command}\nS: -ERR [SYS/TEMP] not now` });
      expect(ending).toMatchObject({ status: 0, stdout: '3 messages fetched\n' });
      expect(ending.stderr).toBe(`message ${command.slice(-1)} did not come: -ERR [SYS/TEMP] not now\\r\\n\n`);
      expect(ending.stored).toEqual(MAIL.filter((_message, index) => index + 1 !== Number(command.slice(-1))));
      expect(keywords(lines)).toMatch(/RETR RETR RETR RETR QUIT$/);
    }
  });

  test('that break off are not kept', async () => {
    const { ending } = await fetched({ script: 'C: RETR 3\nno dot line\nclose' });
    expect(ending).toMatchObject({ status: 2, stdout: '2 messages fetched\n' });
  });
});

describe('pipelining', () => {
  test('is not done without PIPELINING (2449-6.6-C1)', async () => {
    const { pipelined, ending } = await fetched({ script: NO_PIPELINING });
    expect(ending.status).toBe(0);
    expect(pipelined).toEqual([]);
  });

  test.each(['greeting', 'C: CAPA', 'C: UTF8', 'C: AUTH ...', 'C: STAT', 'C: LIST', 'C: RETR 2'])(
    'is not done without PIPELINING: nothing comes before the answer to %s',
    async (moment) => {
      const held = moment === 'greeting' ? 'greeting\nS: \\' : `${moment}\nno answer`;
      const { running, lines } = await launch({ script: `${NO_PIPELINING}\n\n${held}` });
      expect(await running.settled(10_000)).toBe('waiting');
      const last = lines.at(-1)?.split(' ')[0];
      expect(last).toBe(moment === 'greeting' ? undefined : moment.split(' ')[1]);
    },
  );

  test.each(['greeting', 'C: CAPA', 'C: UTF8', 'C: AUTH ...'])(
    'is not done before the login: nothing comes before the answer to %s',
    async (moment) => {
      const { running, lines } = await launch({
        script: moment === 'greeting' ? 'greeting\nS: \\' : `${moment}\nno answer`,
      });
      expect(await running.settled(10_000)).toBe('waiting');
      expect(lines.at(-1)?.split(' ')[0]).toBe(moment === 'greeting' ? undefined : moment.split(' ')[1]);
    },
  );

  test('sends in one segment what may go together', async () => {
    const { pipelined } = await fetched();
    expect(pipelined).toEqual(['LIST', 'UIDL', 'RETR 2', 'RETR 3', 'RETR 4']);
  });

  test('keeps answers and commands together, 1,000 of them, refused ones among them (2449-6.6-C2)', async () => {
    const texts = Array.from({ length: 1_000 }, (_, index) => `Subject: ${index + 1}\r\n\r\n.${index + 1}\r\n`);
    const script = 'C: RETR {n:/\\d*7/}\nS: -ERR [SYS/TEMP] {n}';
    const { ending, lines } = await fetched({ config: await withMessages(...texts), script });
    expect(ending.status).toBe(0);
    expect(ending.stored.map((message) => latin1(message))).toEqual(texts.filter((_text, index) => index % 10 !== 6));
    expect(lines.filter((line) => line.startsWith('RETR'))).toHaveLength(1_000);
  });

  test('has at most so many commands outstanding', async () => {
    const { running, lines } = await launch({
      config: await withMessages(...Array.from({ length: 200 }, () => 'x')),
      script: 'C: RETR 1\nno answer\n\nC: RETR ...\nno answer',
    });
    expect(await running.settled(10_000)).toBe('waiting');
    expect(lines.filter((line) => line.startsWith('RETR'))).toHaveLength(64);
  });

  test('comes to no deadlock with a server that sends much and reads late (2449-6.6-C3)', async () => {
    const count = 150;
    const message = `${'x'.repeat(78)}\r\n`.repeat(1_000);
    const port = await serving((socket) => serveLate(socket, count, message));
    const { ending } = await fetched({ errand: { port }, config: {} });
    expect(ending).toMatchObject({ status: 0, stdout: `${count} messages fetched\n` });
  });

  test('can be bent: what comes is left unread while there is more to send', async () => {
    const manner: Partial<Manner> = { readsWhileSending: ({ state }) => state === 'AUTHORIZATION' };
    const client = { manner: () => manner, timeoutMs: 10_000 };
    expect((await fetched({ client })).ending.status).toBe(0);
    const config = await withMessages(...Array.from({ length: 70 }, () => 'x'));
    expect((await fetched({ client: { ...client, timeoutMs: 200 }, config })).ending).toMatchObject({
      status: 2,
      stored: [],
    });
  });

  test('can be bent: answers told apart wrongly', async () => {
    const swapped: Partial<Manner> = { belongsTo: (_status, outstanding) => Math.min(1, outstanding.length - 1) };
    const texts = ['one', 'two', 'three'];
    const { ending } = await fetched({ config: await withMessages(...texts), client: { manner: () => swapped } });
    expect(ending.stored.map((each) => latin1(each))).not.toEqual(texts.map((text) => `${text}\r\n`));
  });
});

/** After the login it reads a batch of commands, and no more before the answers to all of them are away. */
function serveLate(socket: Socket, count: number, message: string): void {
  const listing = Array.from({ length: count }, (_, index) => `${index + 1} ${message.length}\r\n`).join('');
  const answers: Readonly<Record<string, string>> = {
    CAPA: '+OK\r\nUSER\r\nPIPELINING\r\n.\r\n',
    STAT: `+OK ${count} ${count * message.length}\r\n`,
    LIST: `+OK\r\n${listing}.\r\n`,
    RETR: `+OK\r\n${message}.\r\n`,
  };
  socket.write('+OK\r\n');
  let rest = '';
  socket.on('data', (octets: Buffer) => {
    const lines = (rest + latin1(octets)).split('\r\n');
    rest = lines.pop() ?? '';
    socket.pause();
    const answer = lines.map((line) => answers[line.split(' ')[0] ?? ''] ?? '+OK\r\n').join('');
    socket.write(answer, 'latin1', () => {
      socket.resume();
    });
    if (lines.includes('QUIT')) socket.end();
  });
}

describe('what goes out', () => {
  test.each(['octet', 'crlf'] as const)('can be cut: %s', async (kind) => {
    const { ending } = await fetched({ client: { segmentation: { kind } } });
    expect(ending).toMatchObject({ status: 0, stdout: '4 messages fetched\n' });
  });

  test('can be bent: lines changed, split, left out, sent ahead', async () => {
    const manner: Partial<Manner> = {
      sends(line, { keyword, occurrence }) {
        if (keyword === 'CAPA' && occurrence === 2) return octetsOf('CAPA x\r\n');
        if (keyword === 'STAT') return [octetsOf('ST'), octetsOf('AT\r\n')];
        if (keyword === 'LIST') return Buffer.concat([line, octetsOf('UIDL\r\n')]);
        return keyword === 'UIDL' ? [] : line;
      },
      sendsFirst: ({ keyword }) => (keyword === 'QUIT' ? ['NOOP', 'AUTH CRAM-MD5'] : []),
    };
    const { ending, lines } = await fetched({ script: NO_PIPELINING, client: { manner: () => manner } });
    expect(ending.status).toBe(0);
    expect(lines.slice(5).join(', ')).toBe(
      'CAPA x, STAT, LIST, UIDL, RETR 1, RETR 2, RETR 3, RETR 4, NOOP, AUTH CRAM-MD5, QUIT',
    );
  });

  test('can be bent: an exchange that nobody wanted is cancelled', async () => {
    const manner: Partial<Manner> = {
      sendsFirst: ({ keyword, occurrence }) => (keyword === 'CAPA' && occurrence === 1 ? ['AUTH CRAM-MD5'] : []),
    };
    const { ending, lines } = await fetched({ client: { manner: () => manner } });
    expect(lines.slice(0, 3)).toEqual(['AUTH CRAM-MD5', '*', 'CAPA']);
    expect(ending.status).toBe(0);
  });

  test('can be bent: a line heard as another, by where its segments began', async () => {
    const seen: number[][] = [];
    const manner: Partial<Manner> = {
      hears(line, { request, part, borders }) {
        if (request.keyword !== 'RETR' || part === 'first line') return line;
        seen.push([...borders]);
        return borders.includes(0) && line.octets.equals(octetsOf('.\r\n')) ? lineOf(octetsOf('..\r\n')) : line;
      },
    };
    const sockets: Socket[] = [];
    const port = await serving((socket) => sockets.push(socket));
    const { running } = await launch({ errand: { port }, client: { manner: () => manner, timeoutMs: 1_000 } });
    const said = ['+OK', '-ERR', '+OK', '+OK', '-ERR', '+OK 1 1', '-ERR', '-ERR', '+OK\r\nx\r\n', '.'];
    for (const octets of said) {
      expect(await running.settled(10_000)).toBe('waiting');
      sockets[0]?.write(octets.endsWith('\n') ? octets : `${octets}\r\n`);
    }
    expect(await running.ended).toMatchObject({ status: 2, stored: [] });
    expect(seen).toEqual([[], [0]]);
  });
});
