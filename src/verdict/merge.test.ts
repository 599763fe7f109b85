import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Requirement } from '../catalogue/requirement.ts';
import { shardOf } from '../catalogue/shard.ts';
import { serverClaims } from './claims.ts';
import type { ScenarioOutcome } from './collect.ts';
import { mergeShards, type NamedResult } from './merge.ts';
import { SCHEMA, type Finding, type RunOptions, type RunResult, type Shard } from './result.ts';
import { runVerdict, summarize } from './summary.ts';
import { judgeRequirements, SURVEY } from './verdicts.ts';

const IDS = ['2449-3-S1', '2449-5-S1', '2449-6.6-S1'] as const;
const LEVELS = ['MUST', 'SHOULD', 'MAY'] as const;

const REQUIREMENTS = IDS.map((id, place): Requirement => ({
  id,
  rfc: 2449,
  section: '3',
  role: 'server',
  number: 1,
  level: LEVELS[place] ?? 'MUST',
  title: id,
  quotes: [],
  readings: [],
  claims: [],
  scenarios: [],
  uri: 'x.feature',
  line: 1,
}));

const OPTIONS: RunOptions = {
  strict: false,
  segment: 'whole',
  timeoutMs: 20_000,
  maxWaitMs: 10_000,
  accounts: 2,
  deliver: false,
  allowDelete: true,
};

/** The result of a run that came to these outcomes, as a run makes it. */
function resultOf(outcomes: readonly ScenarioOutcome[], shard?: Shard): RunResult {
  const requirements = judgeRequirements(REQUIREMENTS, outcomes, { strict: false, proofs: { '2449-5-S1': 3 } });
  const survey = { clear: [], secured: undefined, accounts: [{ capabilities: [] }], works: { TOP: true } };
  return {
    schema: SCHEMA,
    suite: { name: 'pop3spec', version: '1.0.0' },
    role: 'server',
    target: { name: 'host', address: '127.0.0.1:110', tls: 'none', greeting: '+OK', implementation: '' },
    started: `2026-01-02T03:04:0${shard?.index ?? 1}.000Z`,
    durationMs: 10,
    options: OPTIONS,
    ...(shard === undefined ? {} : { shard }),
    verdict: runVerdict(requirements, shard === undefined),
    summary: summarize(requirements),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the survey only the lists and the trials are read
    claims: serverClaims(survey as unknown as Parameters<typeof serverClaims>[0], false, requirements),
    requirements,
    faults: [],
  };
}

/** The parts of the run, as so many processes would leave them. */
function partsOf(survey: ScenarioOutcome, outcomes: readonly ScenarioOutcome[], of: number): NamedResult[] {
  return Array.from({ length: of }, (_, place) => {
    const { shard, addresses } = shardOf(outcomes, { index: place + 1, of });
    const own = outcomes.filter(({ uri, line }) => addresses.includes(`${uri}:${line}`));
    return { file: `${place + 1}.json`, result: resultOf([survey, ...own], shard) };
  });
}

const KINDS = ['fail', 'advice', 'inconclusive', 'not-applicable', 'not-run', 'observation', 'evidence'] as const;

const finding: fc.Arbitrary<Finding> = fc.record({
  requirement: fc.constantFrom(...IDS),
  kind: fc.constantFrom(...KINDS),
  message: fc.constantFrom('one', 'another', 'a third'),
});
const judged = fc.dictionary(fc.constantFrom(...IDS), fc.integer({ min: 1, max: 9 }));

const launches = fc.array(
  fc.record({ connections: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }), wantsTls: fc.boolean() }),
  { minLength: 1, maxLength: 2 },
);

const settled = {
  name: fc.constantFrom('a', 'b'),
  uri: fc.constantFrom('x.feature', 'y.feature'),
  line: fc.integer({ min: 1, max: 999 }),
  tags: fc
    .tuple(fc.constantFrom(...IDS), fc.boolean())
    .map(([id, passive]) => [`@${id}`, ...(passive ? ['@passive'] : [])]),
  durationMs: fc.constant(1),
  findings: fc.array(finding, { maxLength: 4 }),
  judged,
  transcript: fc.constant([]),
  fault: fc.constantFrom(undefined, undefined, undefined, 'a socket was lost'),
};
const outcome: fc.Arbitrary<ScenarioOutcome> = fc.oneof(fc.record(settled), fc.record({ ...settled, launches }));

const survey: fc.Arbitrary<ScenarioOutcome> = fc
  .tuple(outcome, fc.array(finding, { maxLength: 3 }), judged)
  .map(([each, findings, counts]) => ({
    ...each,
    uri: SURVEY,
    line: 0,
    tags: [],
    findings,
    judged: counts,
    fault: undefined,
  }));

const run = fc.uniqueArray(outcome, { minLength: 1, maxLength: 25, selector: ({ uri, line }) => `${uri}:${line}` });

describe('mergeShards', () => {
  it('makes of any parts what the run in one piece comes to, but for times', () => {
    fc.assert(
      fc.property(survey, run, fc.integer({ min: 1, max: 5 }), (before, outcomes, of) => {
        const inOrder = outcomes.toSorted((a, b) => (a.uri === b.uri ? a.line - b.line : a.uri < b.uri ? -1 : 1));
        const whole = resultOf([before, ...inOrder]);
        const merged = mergeShards(partsOf(before, inOrder, of));
        expect(merged.ok && { ...merged.result, durationMs: 10 }).toEqual(whole);
      }),
    );
  });

  const [all, nothing] = [
    fc.sample(run, { seed: 1, numRuns: 1 })[0] ?? [],
    fc.sample(survey, { seed: 1, numRuns: 1 })[0],
  ];
  if (nothing === undefined) throw new Error('there is no sample');
  const [one, two, three] = partsOf(nothing, all, 3);
  if (one === undefined || two === undefined || three === undefined) throw new Error('there are no parts');

  it.each([
    ['a missing part', [one, three], /^part 2\/3 is missing$/],
    [
      'a doubled part',
      [one, two, three, { ...two, file: 'copy.json' }],
      /^part 2\/3 is there 2 times: 2\.json, copy\.json$/,
    ],
    [
      'a whole run',
      [one, two, { file: 'whole.json', result: resultOf(all) }],
      /^whole\.json is the result of a whole run/,
    ],
    [
      'another version',
      [
        one,
        two,
        { file: '3.json', result: { ...three.result, suite: { name: 'pop3spec' as const, version: '2.0.0' } } },
      ],
      /^the version of pop3spec is 2\.0\.0 in 3\.json, and 1\.0\.0 in 1\.json$/,
    ],
    [
      'another target',
      [one, { file: '2.json', result: { ...two.result, target: { ...two.result.target, name: 'other' } } }, three],
      /^the target is other in 2\.json, and host in 1\.json$/,
    ],
    [
      'other options',
      [one, { file: '2.json', result: { ...two.result, options: { ...OPTIONS, segment: 'octet' } } }, three],
      /^the option segment is octet in 2\.json, and whole in 1\.json$/,
    ],
    [
      'other scenarios',
      [one, partsOf(nothing, all.slice(1), 3)[1] ?? two, three],
      /^2\.json is a part of other scenarios than 1\.json$/,
    ],
    ['nothing', [], /^there is no part to merge$/],
  ])('refuses %s', (_, parts, words) => {
    const merged = mergeShards(parts);
    expect(merged.ok ? '' : merged.problems.join('\n')).toMatch(words);
  });

  it('is incomplete where a part ended early, had a fault or was a selection', () => {
    const result = { ...two.result, interrupted: 'the run was interrupted' };
    const merged = mergeShards([one, { ...two, result }, three]);
    expect(merged.ok && merged.result.interrupted).toBe('part 2/3: the run was interrupted');
    expect(merged.ok && merged.result.verdict).not.toBe('conforming');
    const lost = mergeShards([one, { ...two, result: { ...two.result, faults: ['lost'] } }, three]);
    expect(lost.ok && lost.result.faults).toEqual(['part 2/3: lost']);
  });

  it('loses no breach that only one survey saw', () => {
    const seen = { ...nothing, findings: [{ requirement: IDS[0], kind: 'fail' as const, message: 'only once' }] };
    const parts = [...partsOf({ ...nothing, findings: [] }, all, 3).slice(0, 2), partsOf(seen, all, 3)[2] ?? three];
    const merged = mergeShards(parts);
    expect(merged.ok && merged.result.requirements[0]?.scenarios.some(({ reason }) => reason === 'only once')).toBe(
      true,
    );
  });
});
