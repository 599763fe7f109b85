import { describe, expect, test } from 'vitest';
import type { CapabilityList } from '../client/capabilities.ts';
import { CAPABILITIES } from '../protocol/registry.ts';
import { serverClaims } from './claims.ts';
import type { Claim, RequirementResult, Verdict } from './result.ts';

const list = (...lines: string[]): CapabilityList =>
  lines.map((line) => {
    const [tag = '', ...parameters] = line.split(' ');
    return { tag, parameters };
  });

function claims(
  lists: { clear?: CapabilityList; secured?: CapabilityList; after?: CapabilityList },
  verdicts: Record<string, Verdict> = {},
  works: { TOP?: boolean; UIDL?: boolean } = {},
  tls = false,
): Claim[] {
  const survey = {
    clear: lists.clear,
    secured: lists.secured,
    accounts: [{ account: { user: 'a', password: 'b' }, capabilities: lists.after }] as const,
    works: { TOP: works.TOP, UIDL: works.UIDL },
  };
  const requirements = Object.entries(verdicts).map(([id, verdict]): RequirementResult => ({
    id,
    rfc: 2449,
    section: '6',
    role: 'server',
    level: 'MUST',
    title: '',
    quote: '',
    quotes: [],
    readings: [],
    verdict,
    reason: '',
    scenarios: [],
  }));
  return serverClaims(survey, tls, requirements);
}

const claim = (all: readonly Claim[], capability: string): Claim | undefined =>
  all.find((each) => each.capability === capability);

describe('the table of claims', () => {
  test('has each registered capability, and then what else is announced, once', () => {
    const all = claims({ clear: list('X-OURS 1', 'TOP'), after: list('X-OURS 1', 'FUTURE') });
    expect(all.map(({ capability }) => capability)).toEqual([
      ...CAPABILITIES.map(({ tag }) => tag),
      'X-OURS',
      'FUTURE',
    ]);
  });

  test('says in which state each is announced, and how; unseen is not unannounced', () => {
    const all = claims({ clear: list('SASL PLAIN \xc3'), after: list('TOP') });
    expect(claim(all, 'SASL')?.announcements).toEqual([
      { state: 'AUTHORIZATION', tls: false, announced: true, arguments: 'PLAIN \\xC3' },
      { state: 'AUTHORIZATION', tls: true, announced: null, arguments: '' },
      { state: 'TRANSACTION', tls: false, announced: false, arguments: '' },
    ]);
  });

  test('the sessions of a run with STLS are under TLS although the list in the clear was seen', () => {
    const all = claims({ clear: list('STLS'), secured: list('TOP'), after: list('TOP') }, {}, {}, true);
    expect(claim(all, 'TOP')?.announcements.map(({ tls }) => tls)).toEqual([false, true, true]);
  });

  test.each<[string, Record<string, Verdict>, boolean | null, boolean | null, string]>([
    ['a promise that holds', { '2449-6.1-S1': 'pass' }, true, true, ''],
    ['a promise that is broken', { '2449-6.1-S1': 'fail' }, false, false, 'announced, and does not hold'],
    ['a promise that was not tried', { '2449-6.1-S1': 'inconclusive' }, null, null, ''],
    ['a promise that nobody judged', {}, null, null, ''],
  ])('%s', (_name, verdicts, accepted, agrees, note) => {
    expect(claim(claims({ after: list('TOP') }, verdicts, { TOP: true }), 'TOP')).toMatchObject({
      accepted,
      agrees,
      note,
      requirement: '2449-6.1-S1',
    });
  });

  test.each<[boolean | undefined, boolean | null, string]>([
    [true, false, 'works, and is not announced'],
    [false, true, ''],
    [undefined, null, ''],
  ])('what is not announced and works: %s', (works, agrees, note) => {
    expect(
      claim(
        claims({ after: list('USER') }, { '2449-6.1-S1': 'not-applicable' }, works === undefined ? {} : { TOP: works }),
        'TOP',
      ),
    ).toMatchObject({ accepted: works ?? null, agrees, note });
  });

  test('a promise is tried under the requirement that tries it', () => {
    const all = claims(
      { after: list('SASL PLAIN', 'EXPIRE 1', 'LOGIN-DELAY 1', 'AUTH-RESP-CODE') },
      { '2449-6.3-S2': 'fail', '2449-6.3-S1': 'pass' },
    );
    expect(claim(all, 'SASL')?.accepted).toBe(false);
    expect(['EXPIRE', 'LOGIN-DELAY', 'AUTH-RESP-CODE'].map((tag) => claim(all, tag)?.requirement)).toEqual([
      '2449-6.7-S5',
      '2449-6.5-S5',
      '3206-6-S1',
    ]);
  });
});
