import { describe, expect, test } from 'vitest';
import { certificates } from '../../server/certificates.ts';
import { fetched, keywords, type Setting } from './reference.test.support.ts';
import { VARIANTS } from './variants.ts';

type Variant = keyof typeof VARIANTS;

const NAMES = Object.keys(VARIANTS).filter((name): name is Variant => Object.hasOwn(VARIANTS, name));

/** What a variant fetches of the four messages: the last one comes only in UTF-8 mode. */
const FETCHED: Partial<Record<Variant, number>> = {
  'never sends CAPA': 3,
  'never sends UTF8': 3,
  'sends STAT and fetches nothing': 0,
};

async function as(variant: Variant, setting: Setting = {}): ReturnType<typeof fetched> {
  return await fetched({ ...setting, client: { manner: () => VARIANTS[variant] } });
}

describe('every variant fetches the mail', () => {
  test.each(NAMES)('%s', async (variant) => {
    const { ending } = await as(variant);
    expect(ending).toMatchObject({ status: 0, stdout: `${FETCHED[variant] ?? 4} messages fetched\n` });
  });

  test.each(NAMES)('under TLS: %s', async (variant) => {
    const { ca, identities } = await certificates();
    const config = { tls: { ...identities.good, mode: 'stls' } } as const;
    const { ending } = await as(variant, { config, errand: { tls: 'stls', ca } });
    expect(ending).toMatchObject({ status: 0, stdout: `${FETCHED[variant] ?? 4} messages fetched\n` });
  });

  test.each(NAMES)('without CAPA: %s', async (variant) => {
    const { ending } = await as(variant, { script: 'engine: without CAPA' });
    expect(ending).toMatchObject({
      status: 0,
      stdout: `${variant === 'sends STAT and fetches nothing' ? 0 : 3} messages fetched\n`,
    });
  });
});

test.each<[Variant, Setting, string]>([
  ['never sends CAPA', {}, 'APOP STAT LIST UIDL RETR RETR RETR RETR QUIT'],
  ['sends CAPA once', {}, 'CAPA UTF8 AUTH STAT LIST UIDL RETR RETR RETR RETR QUIT'],
  ['prefers USER and PASS', {}, 'CAPA UTF8 USER PASS CAPA STAT LIST UIDL RETR RETR RETR RETR QUIT'],
  ['prefers APOP', {}, 'CAPA UTF8 APOP CAPA STAT LIST UIDL RETR RETR RETR RETR QUIT'],
  ['sends STAT and fetches nothing', {}, 'CAPA UTF8 AUTH CAPA STAT QUIT'],
  ['fetches by TOP where it is announced', {}, 'CAPA UTF8 AUTH CAPA STAT LIST UIDL TOP TOP TOP TOP QUIT'],
  ['never sends UIDL', {}, 'CAPA UTF8 AUTH CAPA STAT LIST RETR RETR RETR RETR QUIT'],
  ['never sends LIST', {}, 'CAPA UTF8 AUTH CAPA STAT RETR RETR RETR RETR QUIT'],
  ['leaves without QUIT', {}, 'CAPA UTF8 AUTH CAPA STAT LIST UIDL RETR RETR RETR RETR'],
  ['writes commands in lower case', {}, 'capa utf8 auth capa stat list uidl retr retr retr retr quit'],
  [
    'connects again without CAPA once that was refused',
    { script: 'engine: without CAPA' },
    'CAPA APOP STAT LIST UIDL RETR RETR RETR RETR QUIT',
  ],
  [
    'connects again once the login was refused',
    { errand: { password: 'wrong' } },
    'CAPA UTF8 AUTH CAPA UTF8 AUTH QUIT',
  ],
  ['tries every way to log in', { errand: { password: 'wrong' } }, 'CAPA UTF8 AUTH AUTH APOP USER PASS QUIT'],
])('%s', async (variant, setting, sent) => {
  const { lines } = await as(variant, setting);
  expect(keywords(lines)).toBe(sent);
});

test('deletes what it has fetched, and only that', async () => {
  const script = 'C: RETR 2\nS: -ERR';
  const { lines } = await as('deletes what it has fetched', { script });
  expect(lines.filter((line) => line.startsWith('DELE'))).toEqual(['DELE 1', 'DELE 3', 'DELE 4']);
  expect(lines.at(-1)).toBe('QUIT');
});

test.each<[Variant, string[]]>([
  ['never pipelines', []],
  ['pipelines two at a time', ['LIST', 'RETR 2']],
])('%s', async (variant, pipelined) => {
  expect((await as(variant)).pipelined).toEqual(expect.arrayContaining(pipelined));
});
