import { describe, expect, test } from 'vitest';
import { ReferenceClient, type ReferenceOptions } from '../client/reference/launcher.ts';
import type { Manner } from '../client/reference/manner.ts';
import { VARIANTS } from '../client/reference/variants.ts';
import { octetsOf } from '../protocol/octets.ts';
import { certificates } from '../server/certificates.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { Unstartable, type ClientLauncher, type Ending, type TlsMode } from './client.ts';
import { surveyClient, type ClientSurvey } from './client-survey.ts';
import { Untestable } from './untestable.ts';

const hide = (text: string): string => text.replaceAll('wonderland', '***');

async function look(launcher: ClientLauncher, tls: TlsMode = 'none'): Promise<ClientSurvey> {
  const target = {
    launcher,
    tls,
    user: 'alice',
    password: 'wonderland',
    timeoutMs: 20_000,
    maxWaitMs: 0,
    segmentation: WHOLE,
    temporaryExits: [],
  };
  return await surveyClient(target, await certificates(), hide, new AbortController().signal);
}

async function lookAt(manner: Partial<Manner>, options: ReferenceOptions = {}): Promise<ClientSurvey> {
  return await look(new ReferenceClient({ timeoutMs: 5_000, manner: () => manner, ...options }));
}

/** A client that ends at once, in this way. */
function ending(how: Partial<Ending>): ClientLauncher {
  const ended = Promise.resolve({ status: 1, endedByUs: undefined, stdout: '', stderr: '', stored: [], ...how });
  return {
    name: 'fetch',
    modes: ['none'],
    launch: async () =>
      await Promise.resolve({
        ended,
        canBeSeen: true,
        settled: async () => await Promise.resolve('ended' as const),
        end: async () => await Promise.resolve(),
      }),
  };
}

describe('a client that fetches its mail', () => {
  test('is known by what it does with a plain correct server', async () => {
    const { fetched, stores } = await lookAt({});
    expect(fetched.deeds).toMatchObject({ logins: ['SCRAM-SHA-256'], capa: { before: true, after: true } });
    expect(stores).toBe(true);
  });

  test.each([
    ['pipelines two at a time', true],
    ['never pipelines', false],
  ] as const)('%s, and that is no matter of chance', async (variant, pipelines) => {
    const { deeds, held } = (await lookAt(VARIANTS[variant])).fetched;
    expect(deeds.pipelines).toBe(pipelines);
    // Each answer, and the greeting, came only when the client had nothing more to send.
    expect([held.times, held.times > 0]).toEqual([held.seen, true]);
  });

  test('may keep nothing of it that can be seen', async () => {
    expect((await lookAt({ message: () => octetsOf('nothing of it') })).stores).toBe(false);
  });

  test('need not retrieve anything: one that counts its mail is tested too', async () => {
    const { fetched, stores } = await lookAt(VARIANTS['sends STAT and fetches nothing']);
    expect([...fetched.deeds.accepted]).toEqual(['STAT']);
    expect(stores).toBe(false);
  });
});

describe('one that does not can’t be tested, and is told what was missing', () => {
  test('a login', async () => {
    const survey = lookAt({ prefers: () => ['PLAIN'], isOffered: () => false, lastResort: () => [] });
    await expect(survey).rejects.toThrow(Untestable);
    await expect(survey).rejects.toThrow(/it did not log in; the last that it sent was QUIT/);
  });

  test('a request behind the login', async () => {
    const manner: Partial<Manner> = {
      prefers: () => ['USER'],
      givesUpAfter: (_answer, { keyword }) => (keyword === 'PASS' ? 'enough' : undefined),
    };
    await expect(lookAt(manner)).rejects.toThrow('it logged in and asked for nothing');
  });

  test('a connection; and what it printed is repeated without what is secret', async () => {
    const survey = look(ending({ status: 7, stderr: 'bad password: wonderland\n', stdout: 'not this\n' }));
    await expect(survey).rejects.toThrow(
      'fetch does not fetch mail from a plain correct server: it did not connect; exit status 7; it printed: bad password: ***',
    );
  });

  test('time', async () => {
    await expect(look(ending({ status: undefined, endedByUs: 'time' }))).rejects.toThrow(
      'it did not connect, and then went on until its time was over',
    );
  });

  test('trust', async () => {
    const distrustful = new ReferenceClient({ timeoutMs: 5_000 });
    const launcher: ClientLauncher = {
      name: 'a client that trusts nobody',
      modes: ['stls'],
      launch: async (errand) =>
        await distrustful.launch({ ...errand, ca: (await certificates()).identities.expired.cert }),
    };
    await expect(look(launcher, 'stls')).rejects.toThrow('the TLS handshake failed');
  });

  test('a program', async () => {
    const launcher: ClientLauncher = {
      name: 'nowhere',
      modes: ['none'],
      launch: async () => await Promise.reject(new Unstartable('nowhere: there is no such program')),
    };
    const survey = look(launcher);
    await expect(survey).rejects.toThrow(Untestable);
    await expect(survey).rejects.toThrow('nowhere: there is no such program');
  });
});
