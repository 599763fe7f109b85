/** That a bend can change what it is there to change, and that the connection ends as it is told and in time. */

import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { answer, editLines, line, octetsIn, segments } from './answer.ts';
import type { Bend, Exchange } from './bend.ts';
import type { ServerConfig } from './config.ts';
import { Pop3Server } from './listener.ts';
import { defaults, eventually, openClient, openMaildrop, startServer, TestClient, withMessages } from './testing.ts';

const bent = (bend: Bend): Pick<ServerConfig, 'bend'> => ({ bend: () => bend });

describe('a bend', () => {
  it('replaces the greeting', async () => {
    const server = await startServer(bent({ greeting: () => line('+OK hello') }));
    expect((await TestClient.open(server)).greeting).toBe('+OK hello');
  });

  it('replaces an answer, knowing the correct one', async () => {
    const client = await openMaildrop(
      bent({
        after: ({ keyword }, correct) =>
          keyword === 'CAPA' ? editLines(correct, (lines) => lines.filter((text) => text !== 'TOP')) : correct,
      }),
    );
    expect((await client.listing('CAPA')).lines).not.toContain('TOP');
    expect((await client.listing('TOP 1 0')).first).toMatch(/^\+OK/);
  });

  it('keeps a line from the correct server, or puts another in its place', async () => {
    const client = await openMaildrop(
      bent({
        before: ({ keyword }) => {
          if (keyword === 'DELE') return { answer: line('+OK so you think') };
          return keyword === 'LAST' ? { line: Buffer.from('STAT\r\n') } : undefined;
        },
      }),
    );
    const stat = await client.command('STAT');
    expect(await client.commands('DELE 1', 'LAST')).toEqual(['+OK so you think', stat]);
  });

  it('sees the exchange', async () => {
    const seen: (Omit<Exchange, 'line' | 'outstanding'> & { outstanding: number })[] = [];
    const server = await startServer(
      bent({
        before: ({ line: _line, outstanding, ...exchange }) => {
          seen.push({ ...exchange, outstanding: outstanding() });
          return undefined;
        },
      }),
    );
    const client = await TestClient.open(server);
    await client.sendByOctet('noop\r\n');
    await client.line();
    client.send('AUTH CRAM-MD5\r\n*\r\nUSER alice\r\nPASS wonderland\r\nRETR 99 x\r\nNOOP\r\n');
    for (let count = 0; count < 6; count += 1) await client.line();
    const about = (exchange: Exchange | (typeof seen)[number]): string =>
      [exchange.keyword, exchange.isResponse, exchange.state, exchange.user, exchange.occurrence].join(' ');
    expect(seen.map(about)).toEqual([
      'NOOP false AUTHORIZATION  1',
      'AUTH false AUTHORIZATION  1',
      ' true AUTHORIZATION  1',
      'USER false AUTHORIZATION  1',
      'PASS false AUTHORIZATION  1',
      'RETR false TRANSACTION alice 1',
      'NOOP false TRANSACTION alice 2',
    ]);
    expect(seen[0]?.segments).toBeGreaterThan(1);
    expect(seen[5]?.parameters).toEqual(['99', 'x']);
    expect(seen.at(-1)?.outstanding).toBe(0);
    expect(seen.every(({ tls, connection }) => !tls && connection === 1)).toBe(true);
  });

  it('changes lasting behaviour by its policy', async () => {
    const server = await startServer({
      ...(await withMessages('.\r\n', 'two')),
      ...bent({
        policy: {
          locks: false,
          stuff: (octets) => octets,
          removedAtEnd: (maildrop) => maildrop.retrieved(),
        },
      }),
    });
    const [first, second] = await Promise.all([TestClient.open(server), TestClient.open(server)]);
    expect([await first.logIn(), await second.logIn()]).toEqual(
      Array.from({ length: 2 }, () => '+OK Maildrop locked and ready'),
    );
    first.send('RETR 1\r\nQUIT\r\n');
    expect(await first.rest()).toBe('+OK Message follows\r\n.\r\n.\r\n+OK POP3 server signing off\r\n');
    expect(server.messages('alice').map(String)).toEqual(['two\r\n']);
  });

  it('lets through under TLS what came in the clear', async () => {
    const client = await openClient(bent({ policy: { clearBehindStls: 'execute' } }));
    client.send('STLS\r\nLANG de\r\n');
    await client.line();
    await client.startTls();
    expect(await client.line()).toMatch(/^\+OK de /);
  });

  it('closes once everything is delivered, and forgets what else has come', async () => {
    const client = await openClient(
      bent({ after: (_exchange, correct) => ({ ...correct, discardInput: true, next: 'close' }) }),
    );
    client.send('LANG en\r\nLANG de\r\n');
    expect(await client.rest()).toBe('+OK en Language changed\r\n');
    expect(client.error).toBeUndefined();
  });

  // Without octets: a reset right behind some is told to the client as an end by libuv.
  it.each(['in the clear', 'under TLS'])('resets a connection %s', async (where) => {
    const client = await openClient(
      bent({ after: ({ keyword }, correct) => (keyword === 'QUIT' ? { octets: [], next: 'reset' } : correct) }),
    );
    if (where === 'under TLS') {
      await client.command('STLS');
      await client.startTls();
    }
    client.send('QUIT\r\n');
    expect(await client.rest()).toBe('');
    expect(client.error?.code).toBe('ECONNRESET');
  });

  it('may take its time', async () => {
    const held = new EventEmitter();
    const client = await openMaildrop(
      bent({
        after: async ({ keyword }, correct) => {
          if (keyword === 'NOOP') await once(held, 'release');
          return correct;
        },
      }),
    );
    client.send('NOOP\r\nSTAT\r\n');
    await eventually(
      async () => held.emit('release'),
      (released) => released,
    );
    expect([await client.line(), await client.line()]).toEqual(['+OK Nothing done', expect.stringMatching(/^\+OK 4 /)]);
  });

  it('that never answers does not keep the server from ending', async () => {
    const server = await startServer(bent({ after: () => new Promise(() => {}) }));
    const client = await TestClient.open(server);
    client.send('CAPA\r\n');
    await server.close();
    expect(await client.rest()).toBe('');
  });

  it('that throws ends its connection and is told as a fault', async () => {
    const fault = new Error('a bug in the bend');
    const server = await Pop3Server.start({
      ...(await defaults()),
      ...bent({
        after: () => {
          throw fault;
        },
      }),
    });
    const client = await TestClient.open(server);
    client.send('CAPA\r\n');
    await client.rest();
    await server.close();
    expect(server.faults).toEqual([fault]);
  });

  it('cuts its octets into segments, with pauses', async () => {
    const client = await openClient(
      bent({ after: (_exchange, correct) => ({ ...correct, pace: { cut: 'octet', delayMs: 1, gapMs: 1 } }) }),
    );
    expect(await client.command('LANG en')).toBe('+OK en Language changed');
  });
});

describe('segments', () => {
  const three = answer('+OK\r\na\r\n.\r\n');

  it.each([
    ['whole', ['+OK\r\na\r\n.\r\n']],
    ['line', ['+OK\r\n', 'a\r\n', '.\r\n']],
    ['octet', ['+', 'O', 'K', '\r', '\n', 'a', '\r', '\n', '.', '\r', '\n']],
    [
      [6, 1, 99, 0],
      ['+', 'OK\r\na', '\r\n.\r\n'],
    ],
  ] as const)('cut %j', (cut, expected) => {
    expect(segments({ ...three, pace: { cut } }).map(String)).toEqual(expected);
  });

  it('of nothing are none', () => {
    expect(segments(answer(''))).toEqual([]);
  });
});

describe('editLines', () => {
  it('leaves the octets as they are where the lines are', () => {
    const listing = answer('+OK\r\n\xff\r\n.\r\n');
    expect(octetsIn(editLines(listing, (lines) => lines))).toEqual(octetsIn(listing));
  });
});

describe('a connection', () => {
  it('ends without an answer when the autologout timer expires, and removes nothing (1939-3-S4)', async () => {
    const server = await startServer({ autologoutMs: 30, ...(await withMessages('one')) });
    const client = await TestClient.open(server);
    client.send('USER alice\r\nPASS wonderland\r\nDELE 1\r\n');
    expect(await client.rest()).toMatch(/\+OK Message marked as deleted\r\n$/);
    expect(server.messages('alice')).toHaveLength(1);
  });

  it('ends when what it sends is not taken', async () => {
    const server = await startServer({ stallMs: 20, ...(await withMessages('x'.repeat(50_000_000))) });
    const client = await TestClient.open(server);
    await client.logIn();
    client.pause();
    client.send('RETR 1\r\n');
    const other = await TestClient.open(server);
    // The lock is free once the stalled session has ended.
    let answered = '';
    while (!answered.startsWith('+OK')) answered = await other.logIn();
    expect(answered).toBe('+OK Maildrop locked and ready');
  });

  it('ends at once with the server, in whatever state', async () => {
    const server = await startServer();
    const clients = await Promise.all([1, 2, 3].map(() => TestClient.open(server)));
    await clients[0]?.logIn();
    await clients[1]?.command('STLS');
    await clients[2]?.command('AUTH CRAM-MD5');
    await server.close();
    expect(await Promise.all(clients.map((client) => client.rest()))).toEqual(['', '', '']);
  });
});
