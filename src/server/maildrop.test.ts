/** The TRANSACTION and UPDATE states (RFC 1939 sections 5 to 8). */

import { describe, expect, it } from 'vitest';
import { unstuff } from '../protocol/dot-stuffing.ts';
import { Maildrop, withCrlf } from './maildrop.ts';
import { SAMPLES } from './sample-messages.ts';
import { eventually, openMaildrop, startServer, TestClient, withMessages, type Lines } from './testing.ts';
import { topOf } from './transaction.ts';

/** A multi-line answer as the octets that the server stored. */
function stored({ lines }: Lines): Buffer {
  return unstuff(Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1'));
}

describe('messages', () => {
  it('are sent octet for octet, with the size that LIST and STAT say (2449-3-S4)', async () => {
    const client = await openMaildrop(await withMessages('a: b\r\n\r\n.\r\n..\r\n.x\r\n.', 'x: y\n\nbare\n', ''));
    const messages = ['a: b\r\n\r\n.\r\n..\r\n.x\r\n.\r\n', 'x: y\r\n\r\nbare\r\n', ''];
    const sizes = messages.map(({ length }) => length);
    expect(await client.command('STAT')).toBe(`+OK 3 ${sizes.reduce((sum, size) => sum + size)}`);
    expect((await client.listing('LIST')).lines).toEqual(sizes.map((size, index) => `${index + 1} ${size}`));
    for (const [index, message] of messages.entries()) {
      expect(await client.command(`LIST ${index + 1}`)).toBe(`+OK ${index + 1} ${message.length}`);
      expect(stored(await client.listing(`RETR ${index + 1}`)).toString()).toBe(message);
    }
  });

  it('of the built-in server are what the requirements need', () => {
    const [dotted, large, tiny, international] = SAMPLES.map((message) => message.toString('latin1'));
    expect(dotted).toMatch(/\r\n\.\r\n\.\.\r\n\.x\r\n[^]*\r\n\.\r\n$/);
    expect(large?.length).toBeGreaterThan(190_000);
    expect(tiny?.length).toBeLessThan(200);
    expect(international).toMatch(/^Subject: .*[\x80-\xff]/m);
  });

  it('may be 20 MB', async () => {
    const line = `${'x'.repeat(70)}\r\n`;
    const message = Buffer.from(`a: b\r\n\r\n.\r\n${line.repeat(300_000)}`);
    const server = await startServer(await withMessages());
    server.deliver('alice', message);
    const client = await TestClient.open(server);
    await client.logIn();
    client.send('RETR 1\r\nQUIT\r\n');
    const expected = `+OK Message follows\r\na: b\r\n\r\n..\r\n${line.repeat(300_000)}.\r\n+OK POP3 server signing off\r\n`;
    expect((await client.rest()) === expected).toBe(true);
  });

  it.each(['0', '-1', '+1', '5', '99999999999999999999', '1x', 'x', '0x1', '1.0', ''])(
    'have no number %j',
    async (number) => {
      const client = await openMaildrop();
      const answers = await client.commands(
        `LIST ${number}`,
        `RETR ${number}`,
        `DELE ${number}`,
        `UIDL ${number}`,
        `TOP ${number} 0`,
        'NOOP',
      );
      for (const answer of answers.slice(0, -1)) expect(answer).toMatch(/^-ERR/);
      expect(answers.at(-1)).toBe('+OK Nothing done');
    },
  );
});

describe('TOP (2449-6.1-S1)', () => {
  const [dotted = Buffer.alloc(0)] = SAMPLES;

  it('sends the header, the blank line and as many lines as were asked for', async () => {
    const client = await openMaildrop();
    const text = dotted.toString('latin1');
    const header = text.slice(0, text.indexOf('\r\n\r\n') + 4);
    expect(stored(await client.listing('TOP 1 0')).toString('latin1')).toBe(header);
    expect(stored(await client.listing('TOP 1 2')).toString('latin1')).toBe(`${header}first\r\n.\r\n`);
    expect(stored(await client.listing('TOP 1 1000000')).equals(dotted)).toBe(true);
    expect(await client.commands('TOP 1', 'TOP 1 -1', 'TOP 1 x', 'TOP 1 1 1', 'TOP 999999 0')).toEqual([
      '-ERR Wrong arguments',
      '-ERR Wrong arguments',
      '-ERR Wrong arguments',
      '-ERR Wrong arguments',
      '-ERR No such message',
    ]);
  });

  it.each([
    ['', 0, ''],
    ['a: b\r\n', 5, 'a: b\r\n'],
    ['\r\nbody\r\nmore\r\n', 0, '\r\n'],
    ['\r\nbody\r\nmore\r\n', 1, '\r\nbody\r\n'],
    ['a: b\r\n\r\n', 1, 'a: b\r\n\r\n'],
    ['a: b\r\n\r\n\r\nx\r\n', 1, 'a: b\r\n\r\n\r\n'],
  ])('of %j with %i lines is %j', (message, lines, top) => {
    expect(topOf(Buffer.from(message), lines).toString()).toBe(top);
  });
});

describe('UIDL (2449-6.8-S1)', () => {
  it('gives unique-ids that stay, also for identical messages', async () => {
    const server = await startServer(await withMessages('same\r\n', 'same\r\n', 'other\r\n'));
    const uniqueIds = async (): Promise<readonly string[]> => {
      const client = await TestClient.open(server);
      await client.logIn();
      const { lines } = await client.listing('UIDL');
      expect(await client.command('UIDL 2')).toBe(`+OK ${lines[1]}`);
      await client.command('QUIT');
      return lines;
    };
    const first = await uniqueIds();
    for (const [index, line] of first.entries()) expect(line).toMatch(new RegExp(`^${index + 1} [!-~]{1,70}$`));
    expect(new Set(first.map((line) => line.split(' ')[1])).size).toBe(3);
    expect(await uniqueIds()).toEqual(first);
  });

  it('never gives the id of a removed message to another', () => {
    const maildrop = new Maildrop();
    const ids = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      maildrop.deliver(Buffer.from('same'));
      for (const { uniqueId } of maildrop.messages) ids.add(uniqueId);
      maildrop.open(true)?.close(maildrop.messages);
    }
    expect(ids.size).toBe(3);
  });
});

describe('DELE, RSET and the UPDATE state', () => {
  it('mark, unmark, and hide what is marked', async () => {
    const client = await openMaildrop(await withMessages('one', 'two', 'three'));
    expect(await client.commands('DELE 2', 'DELE 2', 'RETR 2', 'LIST 2', 'TOP 2 0', 'UIDL 2', 'STAT')).toEqual([
      '+OK Message marked as deleted',
      ...Array.from({ length: 5 }, () => '-ERR No such message'),
      '+OK 2 12',
    ]);
    expect((await client.listing('LIST')).lines).toEqual(['1 5', '3 7']);
    expect((await client.listing('UIDL')).lines.map((line) => line.split(' ')[0])).toEqual(['1', '3']);
    expect(await client.commands('RSET', 'STAT', 'RETR 2')).toEqual([
      '+OK No message is marked as deleted',
      '+OK 3 17',
      '+OK Message follows',
    ]);
  });

  it('remove at QUIT what is marked, and only that', async () => {
    const server = await startServer(await withMessages('one', 'two', 'three'));
    const client = await TestClient.open(server);
    await client.logIn();
    await client.listing('RETR 1');
    await client.commands('DELE 1', 'RSET', 'DELE 2', 'QUIT');
    expect(server.messages('alice').map(String)).toEqual(['one\r\n', 'three\r\n']);
  });

  it.each(['destroy', 'reset', 'halfClose'] as const)('remove nothing where the session ends by %s', async (end) => {
    const server = await startServer(await withMessages('one', 'two'));
    const client = await TestClient.open(server);
    await client.logIn();
    await client.command('DELE 1');
    client[end]();
    const next = await TestClient.open(server);
    expect(
      await eventually(
        () => next.logIn(),
        (answer) => answer.startsWith('+OK'),
      ),
    ).toMatch(/^\+OK/);
    expect(await next.command('STAT')).toBe('+OK 2 10');
  });

  it('leave a retrieved message where EXPIRE says so (2449-6.7-S5)', async () => {
    const server = await startServer(await withMessages('one'));
    const client = await TestClient.open(server);
    await client.logIn();
    await client.listing('RETR 1');
    await client.command('QUIT');
    expect(server.messages('alice')).toHaveLength(1);
  });
});

describe('delivery', () => {
  it('is seen by the next session only', async () => {
    const server = await startServer(await withMessages('one'));
    const client = await TestClient.open(server);
    await client.logIn();
    server.deliver('alice', Buffer.from('two'));
    expect(await client.commands('STAT', 'DELE 1', 'QUIT')).toEqual([
      '+OK 1 5',
      expect.stringMatching(/^\+OK/),
      expect.stringMatching(/^\+OK/),
    ]);
    const next = await TestClient.open(server);
    await next.logIn();
    expect(await next.command('STAT')).toBe('+OK 1 5');
    expect(() => server.deliver('nobody', Buffer.alloc(0))).toThrow(RangeError);
  });

  it.each([
    ['', ''],
    ['a', 'a\r\n'],
    ['a\nb\r\nc\rd\r\n', 'a\r\nb\r\nc\rd\r\n'],
    ['\n', '\r\n'],
    ['a\r', 'a\r\r\n'],
  ])('stores %j as %j', (text, lines) => {
    expect(withCrlf(Buffer.from(text)).toString()).toBe(lines);
  });
});
