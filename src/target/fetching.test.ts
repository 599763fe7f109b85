import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ReferenceClient, type ReferenceOptions } from '../client/reference/launcher.ts';
import { certificates } from '../server/certificates.ts';
import type { ServerConfig } from '../server/config.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { Transcript } from '../wire/transcript.ts';
import { Unstartable, type ClientLauncher, type Errand } from './client.ts';
import { fetchMail, type Fetching } from './fetching.ts';
import { HOLDS_ALL } from './holding.ts';
import { plainServer } from './plain-server.ts';

const ACCOUNT = { user: 'alice', password: 'wonderland' };

/** What is otherwise than in a plain launch of the reference client. */
type Otherwise = Partial<Omit<Fetching, 'server' | 'target'>> & {
  readonly options?: ReferenceOptions;
  readonly launcher?: ClientLauncher;
  readonly pollsMs?: number;
  readonly server?: Partial<ServerConfig>;
};

async function fetching(otherwise: Otherwise = {}): Promise<Fetching> {
  const { options, launcher, pollsMs, server, ...rest } = otherwise;
  const { ca, identities } = await certificates();
  const tls = rest.tls ?? 'none';
  return {
    target: {
      launcher: launcher ?? new ReferenceClient({ timeoutMs: 5_000, ...options }),
      tls,
      ...ACCOUNT,
      timeoutMs: 20_000,
      maxWaitMs: 0,
      segmentation: WHOLE,
      temporaryExits: [],
      ...(pollsMs === undefined ? {} : { pollsMs }),
    },
    account: ACCOUNT,
    tls,
    ca,
    server: { ...plainServer(ACCOUNT, tls, identities.good), ...server },
    transcript: new Transcript(),
    signal: new AbortController().signal,
    ...rest,
  };
}

/** A launcher that keeps what it was told, and then does so. */
function launcherThat(launch: ClientLauncher['launch']): { launcher: ClientLauncher; errands: Errand[] } {
  const errands: Errand[] = [];
  return {
    errands,
    launcher: {
      name: 'a client of this test',
      modes: ['none', 'stls', 'implicit'],
      launch: async (errand) => {
        errands.push(errand);
        return await launch(errand);
      },
    },
  };
}

const isTaken = async (port: number): Promise<boolean> =>
  await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

test('what was done, and what there was to do', async () => {
  const { deeds, ending, messages, failedHandshakes, held } = await fetchMail(await fetching());
  expect(deeds.logins).toEqual(['SCRAM-SHA-256']);
  expect([...deeds.retrieved]).toEqual([1, 2, 3]);
  expect([messages, ending.status, failedHandshakes, held.times]).toEqual([3, 0, [], 0]);
});

test('a launch does not see what is in the transcript from the one before', async () => {
  const transcript = new Transcript();
  await fetchMail(await fetching({ transcript }));
  const { conversations, deeds } = await fetchMail(
    await fetching({ transcript, options: { manner: () => ({ fetches: () => false }) } }),
  );
  expect(conversations).toHaveLength(1);
  expect([...deeds.retrieved]).toEqual([]);
});

test('a handshake that the client ends is told', async () => {
  const { identities } = await certificates();
  const tls = { ...identities['unknown authority'], mode: 'stls' } as const;
  const { failedHandshakes, deeds } = await fetchMail(await fetching({ tls: 'stls', server: { tls } }));
  expect(failedHandshakes).toHaveLength(1);
  expect(deeds.logins).toEqual([]);
});

test.each([
  ['none', '127.0.0.1'],
  ['stls', 'localhost'],
  ['implicit', 'localhost'],
] as const)('told to use TLS (%s) the client goes to %s, which the certificate is for', async (tls, host) => {
  const reference = new ReferenceClient({ timeoutMs: 5_000 });
  const { launcher, errands } = launcherThat(async (errand) => await reference.launch(errand));
  const { deeds } = await fetchMail(await fetching({ tls, launcher }));
  expect(errands.map((errand) => errand.host)).toEqual([host]);
  expect(deeds.logins).toEqual(['SCRAM-SHA-256']);
});

describe('a client that can’t be started', () => {
  test.each([[undefined], [HOLDS_ALL]])('ends the launch and the server, whatever it holds back', async (holds) => {
    const { launcher, errands } = launcherThat(async () => await Promise.reject(new Unstartable('there is none')));
    const launch = fetchMail(await fetching({ launcher, ...(holds === undefined ? {} : { holds }) }));
    await expect(launch).rejects.toThrow(Unstartable);
    expect(await isTaken(errands[0]?.port ?? 0)).toBe(false);
  });
});

test('what goes wrong in the fake server itself is no doing of the client', async () => {
  const server = {
    bend: () => ({
      after: (): never => {
        throw new Error('a fault of the harness');
      },
    }),
  };
  await expect(fetchMail(await fetching({ server }))).rejects.toThrow('a fault of the harness');
});

test('whether it pipelines does not hang on chance where each answer is held back', async () => {
  const { deeds, held } = await fetchMail(await fetching({ holds: HOLDS_ALL }));
  expect(deeds.pipelines).toBe(true);
  expect(held.seen).toBe(held.times);
});

test('one that stays is ended once it has come as often as it was to come', async () => {
  const { conversations, ending } = await fetchMail(
    await fetching({ pollsMs: 10, visits: 2, options: { polls: { intervalMs: 10, count: 1_000 } } }),
  );
  expect(conversations.length).toBeGreaterThanOrEqual(2);
  expect(ending.endedByUs).toBe('scenario');
});
