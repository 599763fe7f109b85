/** Logging in: which way, how the octets go, what is made of a refusal. */

import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../protocol/base64.ts';
import { latin1 } from '../../protocol/octets.ts';
import { certificates } from '../../server/certificates.ts';
import type { ServerConfig } from '../../server/config.ts';
import { defaults } from '../../server/testing.ts';
import { serving } from '../../wire/listening.test.support.ts';
import type { Manner } from './manner.ts';
import { fetched, keywords, type Launched, type Setting } from './reference.test.support.ts';

/** The first login command, in words. */
function login({ lines }: Pick<Launched, 'lines'>): string {
  return (
    lines
      .find((line) => /^(?:USER|APOP|AUTH)\b/.test(line))
      ?.split(' ')
      .slice(0, 2)
      .join(' ') ?? 'none'
  );
}

/** A server in which alice has such a name and password. */
async function as(user: string, password: string, script = ''): Promise<Setting> {
  const { accounts } = await defaults();
  const config: Partial<ServerConfig> = {
    accounts: accounts.map((account) => (account.user === 'alice' ? { ...account, user, password } : account)),
  };
  return { config, errand: { user, password }, script };
}

const PLAIN_ONLY = 'engine: mechanisms PLAIN\nengine: without USER APOP';

describe('the way to log in', () => {
  test.each<[string, string, string]>([
    ['SCRAM before all', '', 'AUTH SCRAM-SHA-256'],
    ['CRAM-MD5 before APOP', 'engine: mechanisms PLAIN CRAM-MD5', 'AUTH CRAM-MD5'],
    ['APOP before USER', 'engine: mechanisms PLAIN', 'APOP alice'],
    ['in the clear USER before PLAIN', 'engine: mechanisms PLAIN\nengine: without APOP', 'USER alice'],
    ['PLAIN in the clear where nothing else is there', PLAIN_ONLY, 'AUTH PLAIN'],
    ['no mechanism without SASL (5034-3-C1)', 'engine: without SASL APOP', 'USER alice'],
    [
      'only what SASL names (2449-6.3-C1)',
      'engine: without APOP\n\nC: CAPA\nbody line like "SASL ...": SASL XTEST-UNKNOWN PLAIN\nno body line like "USER"',
      'AUTH PLAIN',
    ],
    [
      'USER where SASL names nothing that is known',
      'engine: without APOP\n\nC: CAPA\nbody line like "SASL ...": SASL XTEST-UNKNOWN',
      'USER alice',
    ],
    [
      'USER where nothing is offered',
      'engine: without APOP\n\nC: CAPA\nbody line like "SASL ...": X-TEST\nno body line like "USER"',
      'USER alice',
    ],
  ])('is chosen: %s', async (_name, script, sent) => {
    const launched = await fetched({ script });
    expect(login(launched)).toBe(sent);
  });

  test('under TLS PLAIN comes before APOP and USER', async () => {
    const { ca, identities } = await certificates();
    const launched = await fetched({
      config: { tls: { ...identities.good, mode: 'stls' } },
      errand: { tls: 'stls', ca },
      script: 'engine: mechanisms PLAIN',
    });
    expect(login(launched)).toBe('AUTH PLAIN');
    expect(launched.ending.status).toBe(0);
  });

  test('is another one where the exchange was cancelled', async () => {
    const script =
      'C: AUTH SCRAM-SHA-256 ...\nS: + !!!!\nnot done\n\nC: ...\nwhen answering a challenge\nS: -ERR cancelled';
    const { lines, ending } = await fetched({ script });
    expect(lines[3]).toBe('*');
    expect(keywords(lines, 2)).toContain('AUTH CRAM-MD5');
    expect(ending.status).not.toBe(0);
  });

  test('is none where all are beyond what may be said', async () => {
    const { ending, lines } = await fetched({ ...(await as('a b', 'c')), script: 'engine: without SASL' });
    expect(ending).toMatchObject({ status: 4, stderr: expect.stringContaining('no way to log in') });
    expect(keywords(lines)).toBe('CAPA UTF8 QUIT');
  });
});

describe('SASL', () => {
  test('takes the initial response along where SASL is announced (5034-3-C2)', async () => {
    const { lines } = await fetched({ script: PLAIN_ONLY });
    expect(lines).toContain(`AUTH PLAIN ${Buffer.from('\0alice\0wonderland').toString('base64')}`);
    const unannounced: Partial<Manner> = { isOffered: (method) => method === 'PLAIN' };
    const script = `${PLAIN_ONLY}\n\nC: CAPA\nno body line like "SASL ..."`;
    const blind = await fetched({ script, client: { manner: () => unannounced } });
    expect(blind.ending.status).toBe(0);
    expect(keywords(blind.lines, 3)).toContain('AUTH PLAIN CAPA');
  });

  test.each([
    [177, true],
    [178, true],
    [179, false],
    [300, false],
  ])('leaves it behind where the command would be too long: %i octets (5034-4-C1)', async (length, along) => {
    const setting = await as('alice', 'p'.repeat(length - 5), PLAIN_ONLY);
    const { lines, ending } = await fetched(setting);
    expect(ending.status).toBe(0);
    const command = lines.find((line) => line.startsWith('AUTH')) ?? '';
    expect(command === 'AUTH PLAIN').toBe(!along);
    expect(Math.max(...lines.filter((line) => /^[A-Z]{4} /.test(line)).map((line) => line.length + 2))).toBeLessThan(
      256,
    );
    expect(lines.some((line) => decodeBase64(line)?.includes('p'.repeat(length - 5)) ?? false)).toBe(!along);
  });

  test.each(['!!!!', '=AAA', 'AAA=BBB', 'YWJj ZGVm', 'YQ'])(
    'cancels what is not base64: %s (5034-4-C2)',
    async (challenge) => {
      for (const mechanism of ['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256']) {
        const script = `engine: mechanisms ${mechanism}\nengine: without USER APOP\n\nC: AUTH ...\nS: + ${challenge}\nnot done\n\nC: ...\nwhen answering a challenge\nS: -ERR`;
        const { lines, ending } = await fetched({ script });
        expect(lines.slice(0, 4).at(-1)).toBe('*');
        expect(ending.status).toBe(4);
      }
    },
  );

  test('answers challenges of 10,000 octets (5034-4-C6)', async () => {
    const text = `<${'x'.repeat(7_400)}@example.org>`;
    const challenge = Buffer.from(text).toString('base64');
    const script = `engine: mechanisms CRAM-MD5\n\nC: AUTH CRAM-MD5\nS: + ${challenge}\nnot done\n\nC: ...\nwhen answering a challenge\nS: -ERR no`;
    const { lines } = await fetched({ script });
    expect(challenge.length).toBeGreaterThan(9_800);
    expect(decodeBase64(lines[3] ?? '')?.toString()).toMatch(/^alice [0-9a-f]{32}$/);
  });

  test('does not believe a server that proves nothing', async () => {
    const { ending } = await fetched({ script: 'C: AUTH SCRAM-SHA-256 ...\nS: +OK welcome\nas USER alice' });
    expect(ending).toMatchObject({ status: 1, stderr: expect.stringContaining('without proving itself') });
  });

  test('does not believe a server that accepts what was cancelled', async () => {
    const script = 'C: AUTH SCRAM-SHA-256 ...\nS: + !!!!\nnot done\n\nC: ...\nwhen answering a challenge\nS: +OK';
    const { ending, lines } = await fetched({ script: script.replace('...\nwhen answering a challenge', '*') });
    expect(lines).toContain('*');
    expect(ending).toMatchObject({ status: 1, stderr: expect.stringContaining('though the exchange was cancelled') });
  });

  test('does not go round in circles', async () => {
    const port = await serving((socket) => {
      socket.write('+OK\r\n');
      socket.on('data', (octets: Buffer) => {
        socket.write(latin1(octets) === 'CAPA\r\n' ? '+OK\r\nSASL PLAIN\r\n.\r\n' : '+ \r\n');
      });
    });
    const { ending } = await fetched({ errand: { port } });
    expect(ending).toMatchObject({ status: 1, stderr: expect.stringContaining('without end') });
  });
});

describe('USER, PASS and APOP', () => {
  const PASSWORDS = 'engine: without SASL APOP';

  test('PASS follows a positive answer to USER only (1939-7-C1)', async () => {
    const { lines, ending } = await fetched({ script: `${PASSWORDS}\n\nC: USER ...\nS: -ERR nobody` });
    expect(keywords(lines)).toBe('CAPA UTF8 USER QUIT');
    expect(ending.status).toBe(10);
  });

  test('the digest is right, and in lower case (1939-7-C1)', async () => {
    const { lines, ending } = await fetched({ script: 'engine: without SASL' });
    expect(ending.status).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^APOP alice [0-9a-f]{32}$/));
  });

  test('a password may have spaces in it, a name may not', async () => {
    expect((await fetched(await as('alice', 'a b', PASSWORDS))).ending.status).toBe(0);
    expect((await fetched(await as('a b', 'c', PASSWORDS))).ending.status).toBe(4);
  });

  test('no command is longer than 255 octets (2449-4-C1)', async () => {
    const fits = await as('u'.repeat(248), 'p'.repeat(248), PASSWORDS);
    expect((await fetched(fits)).ending.status).toBe(0);
    for (const [user, password] of [
      ['u'.repeat(249), 'p'],
      ['u', 'p'.repeat(249)],
    ] as const) {
      const { ending, lines } = await fetched(await as(user, password, PASSWORDS));
      expect(ending.status).toBe(4);
      expect(keywords(lines)).not.toMatch(/USER|PASS/);
    }
  });

  test('no line end gets into a command', async () => {
    const { ending, lines } = await fetched({ script: PASSWORDS, errand: { password: 'x\r\nDELE 1' } });
    expect(ending.status).toBe(4);
    expect(keywords(lines)).toBe('CAPA UTF8 QUIT');
  });

  test.each([
    ['UTF8 USER', 0],
    ['UTF8', 4],
    ['X-NOTHING', 4],
  ])('what is not ASCII needs UTF8 USER: %s (6856-2-C1)', async (line, status) => {
    for (const [user, password] of [
      ['jörg', 'geheim'],
      ['joerg', 'süß'],
    ] as const) {
      const setting = await as(user, password, `${PASSWORDS}\n\nC: CAPA\nbody line like "UTF8 ...": ${line}`);
      const { ending, lines } = await fetched(setting);
      expect(ending.status).toBe(status);
      expect(/USER|PASS/.test(keywords(lines))).toBe(status === 0);
    }
  });

  test('in a SASL exchange the mechanism rules what is not ASCII', async () => {
    const { ending } = await fetched(await as('jörg', 'süß', 'engine: without UTF8'));
    expect(ending.status).toBe(0);
  });
});

describe('a refusal', () => {
  const WAYS: readonly [string, string][] = [
    ['PASS', 'engine: without SASL APOP\n\nC: PASS ...'],
    ['APOP', 'engine: without SASL\n\nC: APOP ...'],
    ['AUTH', 'C: AUTH ...'],
  ];

  test.each<[string, number]>([
    ['no', 10],
    ['[AUTH] no', 11],
    ['[auth] no', 11],
    ['[AUTH/X] no', 11],
    ['[IN-USE] no', 12],
    ['[IN-USE]no', 12],
    ['[in-Use/X/Y] no', 12],
    ['[LOGIN-DELAY] no', 13],
    ['[LOGIN-DELAY/3] no', 13],
    ['[SYS/TEMP] no', 14],
    ['[sys/temp/x]', 14],
    ['[SYS/PERM] no', 15],
    ['[SYS] no', 10],
    ['[SYS/OTHER] no', 10],
    ['[XYZZY] no', 10],
    ['[UTF8] no', 10],
    ['[IN-USE no', 10],
    ['no [IN-USE]', 10],
  ])('%s is exit status %i (2449-8-C1, 2449-8-C2, 2449-8-C3)', async (text, status) => {
    for (const [, script] of WAYS) {
      const { ending, lines } = await fetched({ script: `${script}\nS: -ERR ${text}` });
      expect(ending.status).toBe(status);
      expect(keywords(lines)).toMatch(/ QUIT$/);
    }
  });

  test('has no code where RESP-CODES is not announced', async () => {
    const { ending } = await fetched({ script: 'engine: without RESP-CODES\n\nC: AUTH ...\nS: -ERR [IN-USE] no' });
    expect(ending.status).toBe(10);
  });

  test('may be bare', async () => {
    const { ending } = await fetched({ script: 'C: AUTH ...\nS: -ERR' });
    expect(ending.status).toBe(10);
  });

  test('shows no secret', async () => {
    for (const way of [
      'engine: without SASL APOP\n\nC: PASS {x...}',
      'engine: mechanisms PLAIN\nengine: without USER APOP\n\nC: AUTH PLAIN {x}',
    ]) {
      const { ending } = await fetched({ script: `${way}\nS: -ERR {x} is wrong` });
      expect(ending.stderr).toContain('is wrong');
      expect(ending.stderr).not.toMatch(/wonderland|AGFsaWNl/);
    }
  });
});
