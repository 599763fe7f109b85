/** The whole errand: how it ends, polls, further connections. */

import { describe, expect, test } from 'vitest';
import type { ServerConfig } from '../../server/config.ts';
import { defaults } from '../../server/testing.ts';
import { BY_THE_BOOK } from './by-the-book.ts';
import { Mailbox } from './mailbox.ts';
import type { Delays, Manner } from './manner.ts';
import { fetched, keywords } from './reference.test.support.ts';

/** How long a client that polls so would rest between its sessions, in milliseconds; this one does not. */
async function polled(script: string, intervalMs: number, count: number): Promise<number[]> {
  const rests: number[] = [];
  const manner: Partial<Manner> = {
    rests(interval, delays) {
      rests.push(BY_THE_BOOK.rests(interval, delays));
      return 0;
    },
  };
  const { ending } = await fetched({ script, client: { polls: { intervalMs, count }, manner: () => manner } });
  expect(ending.status).toBe(0);
  return rests;
}

describe('a polling client', () => {
  test.each<[string, string, number]>([
    ['the interval, where it is longer', 'engine: no-delays\nengine: login-delay 3', 60_000],
    ['LOGIN-DELAY, where that is longer', 'engine: no-delays\nengine: login-delay 300', 300_000],
    [
      'the value after the login',
      'C: CAPA\nwhen before login\nbody line like "LOGIN-DELAY ...": LOGIN-DELAY 900 USER\n\nC: CAPA\nwhen after login\nbody line like "LOGIN-DELAY ...": LOGIN-DELAY 100',
      100_000,
    ],
    [
      'the value before it, where there is no other',
      'C: CAPA\nwhen before login\nbody line like "LOGIN-DELAY ...": LOGIN-DELAY 900 USER\n\nC: CAPA\nwhen after login\nno body line like "LOGIN-DELAY ..."',
      900_000,
    ],
    ['the interval, where there is neither', 'engine: without LOGIN-DELAY', 60_000],
    [
      'the interval, where the delay is no number',
      'C: CAPA\nbody line like "LOGIN-DELAY ...": LOGIN-DELAY soon',
      60_000,
    ],
  ])('keeps to %s (2449-6.5-C1, 2449-6.5-C2)', async (_name, script, restMs) => {
    expect(await polled(script, 60_000, 3)).toEqual([restMs, restMs]);
  });

  test('really waits, from the +OK of a login to the next login command', async () => {
    const moments: { at: number; what: string }[] = [];
    const witness: ServerConfig['witness'] = () => ({
      received: ({ line }) => moments.push({ at: performance.now(), what: line.content.toString('latin1') }),
      sent: () => {},
      secured: () => {},
      ended: () => {},
    });
    const script = 'engine: without SASL APOP';
    await fetched({ script, witness, client: { polls: { intervalMs: 120, count: 3 } } });
    const logins = moments.filter(({ what }) => what.startsWith('USER')).map(({ at }) => at);
    const oks = moments.filter(({ what }) => what.startsWith('PASS')).map(({ at }) => at);
    expect(logins).toHaveLength(3);
    expect((logins[1] ?? 0) - (oks[0] ?? 0)).toBeGreaterThanOrEqual(120);
    expect((logins[2] ?? 0) - (oks[1] ?? 0)).toBeGreaterThanOrEqual(120);
  });

  test('is not refused by a server that enforces its delay', async () => {
    const { accounts } = await defaults();
    const config = { accounts: accounts.map((account) => ({ ...account, loginDelay: 1 })) };
    const { ending } = await fetched({ config, client: { polls: { intervalMs: 0, count: 2 } } });
    expect(ending).toMatchObject({ status: 0, stderr: '' });
  });

  test('listens for its end once, however often it polls', async () => {
    const warnings: string[] = [];
    const warned = (warning: Error): void => void warnings.push(warning.name);
    process.on('warning', warned);
    const { connections } = await fetched({ client: { polls: { intervalMs: 0, count: 15 } } });
    process.off('warning', warned);
    expect(connections()).toBe(15);
    expect(warnings).toEqual([]);
  });

  test('fetches a message once, where it has a unique-id', async () => {
    const client = { polls: { intervalMs: 0, count: 3 } };
    expect((await fetched({ client })).ending.stored).toHaveLength(4);
    expect((await fetched({ client, script: 'engine: without UIDL' })).ending.stored).toHaveLength(12);
  });

  test('ends as its last failure did, and goes on after it', async () => {
    const script = 'C: AUTH ...\nwhen on the 2nd connection\nS: -ERR [IN-USE] no';
    const { ending, connections } = await fetched({ script, client: { polls: { intervalMs: 0, count: 3 } } });
    expect(connections()).toBe(3);
    expect(ending).toMatchObject({ status: 12, stdout: '4 messages fetched\n' });
  });

  test.each<[number, Delays, number]>([
    [0, { beforeLogin: undefined, afterLogin: undefined }, 0],
    [5_000, { beforeLogin: 0, afterLogin: 0 }, 5_000],
    [5_000, { beforeLogin: 900, afterLogin: 10 }, 10_000],
    [5_000, { beforeLogin: 900, afterLogin: 0 }, 5_000],
  ])('rests: an interval of %i and %j are %i', (intervalMs, delays, restMs) => {
    expect(BY_THE_BOOK.rests(intervalMs, delays)).toBe(restMs);
  });
});

describe('how it ends', () => {
  test.each(['CAPA', 'UTF8', 'AUTH ...', 'STAT', 'LIST', 'RETR 2'])(
    'with status 2 where the connection ends at %s',
    async (command) => {
      for (const how of ['close', 'reset']) {
        const { ending, connections } = await fetched({ script: `C: ${command}\nno answer\n${how}` });
        expect(ending).toMatchObject({
          status: 2,
          stderr: expect.stringMatching(/^no answer to [A-Z0-9]+: the connection/),
        });
        expect(connections()).toBe(1);
      }
    },
  );

  test.each(['CAPA', 'AUTH ...', 'LIST', 'RETR 2', 'QUIT'])('in time where nothing comes for %s', async (command) => {
    const { ending } = await fetched({ script: `C: ${command}\nno answer`, client: { timeoutMs: 500 } });
    expect(ending.status).toBe(command === 'QUIT' ? 0 : 2);
  });

  test('well, whatever comes for QUIT', async () => {
    for (const answer of ['S: -ERR', 'S: +OK', 'no answer\nclose', 'no answer\nreset', 'S: hm']) {
      expect((await fetched({ script: `C: QUIT\n${answer}` })).ending.status).toBe(0);
    }
  });

  test.each(['C: LIST', 'C: CAPA', 'C: RETR 1'])(
    'where an answer has no end that it could hold: %s',
    async (command) => {
      const script = `${command}\nS: +OK\nS: {x\\r\\n*20000}`;
      const { ending } = await fetched({ script, client: { mostHeld: 1024 * 1024 } });
      expect(ending).toMatchObject({ status: 2, stderr: expect.stringContaining('octets without end'), stored: [] });
    },
  );

  test('with few complaints for a hundred thousand lines of nonsense', async () => {
    const { ending } = await fetched({ script: 'C: LIST\nS: +OK\nS: {nonsense\\r\\n*100000}.' });
    expect(ending.status).toBe(0);
    expect(ending.stderr.split('\n').length).toBeLessThan(110);
  });

  test('in order where the manner gives up', async () => {
    const manner: Partial<Manner> = {
      givesUpAfter: (answer, { keyword }) => (keyword === 'CAPA' && answer.status === '-ERR' ? 'no CAPA' : undefined),
    };
    const { ending } = await fetched({ script: 'engine: without CAPA', client: { manner: () => manner } });
    expect(ending).toMatchObject({ status: 1, stderr: 'no CAPA\n' });
  });
});

describe('further connections', () => {
  test('are not opened by the book', async () => {
    for (const script of ['engine: without CAPA', 'C: AUTH ...\nS: -ERR no']) {
      expect((await fetched({ script })).connections()).toBe(1);
    }
  });

  test('come to an end, whatever the manner wants', async () => {
    const manner: Partial<Manner> = { afterRefusal: () => 'new connection' };
    const { ending, connections } = await fetched({
      script: 'C: AUTH ...\nS: -ERR no',
      client: { manner: () => manner },
    });
    expect(connections()).toBe(4);
    expect(ending.status).toBe(10);
  });

  test('know which they are', async () => {
    const manner: Partial<Manner> = {
      afterRefusal: (_method, _answer, { connection }) => (connection < 3 ? 'new connection' : 'give up'),
      prefers: ({ connection }) => (connection === 3 ? ['USER'] : ['CRAM-MD5']),
    };
    const { ending, lines } = await fetched({ script: 'C: AUTH ...\nS: -ERR no', client: { manner: () => manner } });
    expect(keywords(lines)).toMatch(/^(CAPA UTF8 AUTH ){2}CAPA UTF8 USER PASS CAPA/);
    expect(ending.status).toBe(0);
  });
});

test('connections are counted anew in each session', async () => {
  const manner: Partial<Manner> = {
    afterRefusal: (_method, _answer, { connection }) => (connection === 1 ? 'new connection' : 'give up'),
  };
  const { connections } = await fetched({
    script: 'C: AUTH ...\nS: -ERR no',
    client: { manner: () => manner, polls: { intervalMs: 0, count: 2 } },
  });
  expect(connections()).toBe(4);
});

test('a mailbox has an end', () => {
  const mailbox = new Mailbox(10);
  mailbox.add(Buffer.alloc(6), 'a');
  mailbox.add(Buffer.alloc(6), 'b');
  mailbox.add(Buffer.alloc(4), undefined);
  expect(mailbox.messages.map((message) => message.length)).toEqual([6, 4]);
  expect(mailbox.overflowed).toBe(1);
  expect([mailbox.has('a'), mailbox.has('b'), mailbox.has(undefined)]).toEqual([true, true, false]);
});
