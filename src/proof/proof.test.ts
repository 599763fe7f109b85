import { describe, expect, test } from 'vitest';
import type { CatalogueScenario, Requirement } from '../catalogue/requirement.ts';
import { requirement, sampleResult, scenario } from '../report/sample.ts';
import { loadSubjects } from './load-subjects.ts';
import type { Exceptions } from './exceptions.ts';
import { holds, matrixOf } from './matrix.ts';
import { feltRuns, ownRun, reachJobs, TURNS, wholeRuns } from './prove.ts';
import { renderMatrix, renderPage, summaryLine } from './render.ts';
import { readSubject, type Subject, type Whose } from './subject.ts';
import type { TrialJob } from './worker.ts';
import { judgeTrial, NOTHING_SEEN, observe, type Observation } from './trial.ts';

const whose = (kind: Subject['kind'], name: string): Whose => ({ kind, name, file: 'x.pop3' });
const FAULT = readSubject(
  whose('fault', '2449-5-S1/x'),
  '# It refuses CAPA.\n# blames 2449-5-S1\n# says -ERR\n# may blame 2449-5-S8: it asks too\nC: CAPA\nS: -ERR\n',
);
const VARIANT = readSubject(whose('variant', 'v'), '# It has no CAPA.\nengine: without CAPA\n');

describe('the head of a script', () => {
  test('says what must be made of it', () => {
    expect(FAULT).toMatchObject({
      about: 'It refuses CAPA.',
      owner: '2449-5-S1',
      says: '-ERR',
      also: [{ requirement: '2449-5-S8', reason: 'it asks too' }],
      tls: 'none',
    });
  });

  test.each([
    ['# It is wrong.\nC: CAPA', 'a fault begins with comments'],
    ['# blames 2449-5-S1\n# says x\nC: CAPA', 'the first comment says what the server does'],
    ['# It is wrong.\n# blames 5-S1\n', '5-S1 is no id of a requirement'],
    ['# It is wrong.\n# blames 2449-5-S1\n# may blame 2449-5-S2\n', '"# may blame ID: the reason"'],
    ['# It is wrong.\n# tls some\n', '"# tls" is none, stls or implicit'],
  ])('%j is refused', (text, message) => {
    expect(() => readSubject(whose('fault', 'x'), text)).toThrow(message);
  });

  test('is readable in every script, and each owner is a folder', async () => {
    const subjects = await loadSubjects();
    expect(subjects.filter(({ kind }) => kind === 'variant').length).toBeGreaterThanOrEqual(10);
    expect(subjects.filter(({ kind, name, owner }) => kind === 'fault' && !name.startsWith(`${owner}/`))).toEqual([]);
  });
});

function seen(blamed: Observation['blamed'], errors: readonly string[] = []): Observation {
  return { ...NOTHING_SEEN, blamed, errors };
}

describe('a trial', () => {
  test.each<[string, Subject, Observation]>([
    ['killed', FAULT, seen({ '2449-5-S1': ['came -ERR no'] })],
    ['killed', FAULT, seen({ '2449-5-S1': ['came -ERR no'], '2449-5-S8': ['no list'] })],
    ['misjudged', FAULT, seen({ '2449-5-S1': ['something else'] })],
    ['misjudged', FAULT, seen({ '2449-5-S2': ['came -ERR no'] })],
    ['framed', FAULT, seen({ '2449-5-S1': ['-ERR'], '2449-3-S2': ['+ok'] })],
    ['survived', FAULT, seen({})],
    ['error', FAULT, seen({ '2449-5-S1': ['-ERR'] }, ['it broke'])],
    ['passed', VARIANT, seen({})],
    ['false-alarm', VARIANT, seen({ '2449-5-S1': ['-ERR'] })],
    ['error', VARIANT, seen({}, ['it broke'])],
  ])('is %s', (fate, subject, observation) => {
    expect(judgeTrial(subject, 'whole', observation).fate).toBe(fate);
  });

  test('tells the owner’s scenarios that caught it from those that saw it in passing', () => {
    const breach = { requirement: '2449-5-S1', kind: 'fail', message: 'm' } as const;
    const own = scenario('own', 'fail', { uri: 'a.feature', line: 1, findings: [breach] });
    const other = scenario('other', 'fail', { uri: 'b.feature', line: 2, findings: [breach], observed: true });
    const passed = scenario('passed', 'pass', { uri: 'c.feature', line: 3 });
    const result = sampleResult({
      requirements: [requirement('2449-5-S1', 'fail', { scenarios: [own, other, passed] })],
    });
    expect(observe({ ...result, faults: [] }, '2449-5-S1', [])).toMatchObject({
      killers: ['a.feature:1'],
      witnesses: ['b.feature:2'],
      errors: [],
    });
  });
});

const scenarioAt = (uri: string, line: number): CatalogueScenario => ({
  name: 's',
  uri,
  line,
  keywordLine: line,
  tags: [],
  steps: [],
});

const rule = (id: string, uri = 'a.feature'): Requirement => ({
  id,
  rfc: 2449,
  section: '5',
  role: 'server',
  number: 1,
  level: 'MUST',
  title: id,
  quotes: [],
  readings: [],
  claims: [],
  uri,
  line: 1,
  scenarios: [scenarioAt(uri, 1)],
});

const NONE: Exceptions = { requirements: {}, scenarios: {} };

describe('the matrix', () => {
  const killed = judgeTrial(FAULT, 'whole', { ...seen({ '2449-5-S1': ['-ERR'] }), killers: ['a.feature:1'] });
  const seenInPassing = judgeTrial(FAULT, 'whole', seen({ '2449-5-S1': ['-ERR'] }));

  test('wants two faults of each requirement, or a reason', () => {
    const once = matrixOf([killed], [rule('2449-5-S1')], NONE);
    expect([once.gaps, holds(once)]).toEqual([['2449-5-S1 is proved by 1 faults, and 2 it should be'], false]);
    const twice = matrixOf([killed, killed], [rule('2449-5-S1')], NONE);
    expect([twice.gaps, twice.proofs, holds(twice)]).toEqual([[], { '2449-5-S1': 2 }, true]);
    const excepted = { ...NONE, requirements: { '2449-5-S1': 'nobody can see it' } };
    expect(matrixOf([killed], [rule('2449-5-S1')], excepted).gaps).toEqual([]);
  });

  test('wants a reason for each scenario that catches nothing', () => {
    const trials = [seenInPassing, seenInPassing];
    const idle = matrixOf(trials, [rule('2449-5-S1')], NONE);
    expect(idle.gaps).toEqual(['the scenario "2449-5-S1: s" kills no fault, and nobody says why']);
    const explained = matrixOf(trials, [rule('2449-5-S1')], { ...NONE, scenarios: { '2449-5-S1: s': 'why' } });
    expect([explained.idle, explained.gaps]).toEqual([[{ scenario: '2449-5-S1: s', reason: 'why' }], []]);
  });

  test('wants no exception that is not needed', () => {
    const exceptions = { requirements: { '2449-5-S1': 'r' }, scenarios: { '2449-5-S1: s': 'r', gone: 'r' } };
    expect(matrixOf([killed, killed], [rule('2449-5-S1')], exceptions).gaps).toHaveLength(3);
  });

  test.each(['survived', 'framed', 'misjudged', 'error', 'false-alarm'] as const)(
    'does not hold with one that %s',
    (fate) => {
      const trials = [killed, killed, { ...killed, fate }];
      const matrix = matrixOf(trials, [rule('2449-5-S1')], NONE);
      expect(holds(matrix)).toBe(false);
      expect(JSON.parse(renderMatrix(matrix))).toMatchObject({ wrong: [{ name: '2449-5-S1/x', fate }] });
    },
  );

  test('counts a variant once, and shows it under each segmentation', () => {
    const trials = ['whole', 'octet'].map((each) => judgeTrial(VARIANT, each, seen({})));
    const matrix = matrixOf(trials, [], NONE);
    expect(matrix).toMatchObject({ variants: 1, segmentations: ['whole', 'octet'], counts: { passed: 2 } });
    expect(renderPage(matrix, [], NONE)).toContain('| v | It has no CAPA. | passed | passed |');
    expect(summaryLine(matrix)).toContain('over 1 variants, each under whole, octet');
    const inTurn = matrixOf(trials, [], NONE, 8);
    expect(summaryLine(inTurn)).toContain("one scenario in 8 under each of whole, octet, and a fault's own always");
  });
});

/** The scenarios that runs meet. */
const met = (runs: readonly TrialJob[]): string[] => runs.flatMap(({ selected = [] }) => selected).toSorted();

describe('a subject is run', () => {
  test('with the whole suite: a fault once, a variant under every segmentation', () => {
    expect(wholeRuns(FAULT)).toEqual([{ name: '2449-5-S1/x', segmentation: 'whole' }]);
    expect(wholeRuns(VARIANT).map(({ segmentation }) => segmentation)).toEqual(['whole', 'octet', 'crlf', 'random:1']);
    expect(wholeRuns(FAULT, 'crlf')).toEqual([{ name: '2449-5-S1/x', segmentation: 'crlf' }]);
  });

  test('with its own scenarios, and those that it says see it', () => {
    const rules = [
      { ...rule('2449-5-S1') },
      { ...rule('2449-5-S2'), scenarios: [scenarioAt('a.feature', 2)] },
      { ...rule('2449-5-S3'), scenarios: [scenarioAt('a.feature', 3)] },
    ];
    expect(ownRun(FAULT, rules)).toMatchObject({ selected: ['a.feature:1'] });
    expect(ownRun({ ...FAULT, seenBy: '2449-5-S3' }, rules)).toMatchObject({
      selected: ['a.feature:1', 'a.feature:3'],
    });
  });

  test('where it can be felt: a fault in its own scenarios besides, the correct peer everywhere', () => {
    const rules = [rule('2449-5-S1')];
    const reaches = new Map([
      ['2449-5-S1/x whole', { name: '2449-5-S1/x', scenarios: ['b.feature:7'] }],
      ['v whole', { name: 'v', scenarios: ['b.feature:7'] }],
      ['v octet', { name: 'v' }],
      ['v crlf', { name: 'v', scenarios: [] }],
    ]);
    const terms = { requirements: rules, reaches, inTurn: false };
    expect(feltRuns(FAULT, terms)).toEqual([
      { name: '2449-5-S1/x', segmentation: 'whole', selected: ['a.feature:1', 'b.feature:7'] },
    ]);
    expect(feltRuns(VARIANT, terms).map(({ selected }) => selected)).toEqual([
      ['b.feature:7'],
      undefined,
      undefined,
      undefined,
    ]);
  });

  describe('in turn', () => {
    const places = Array.from({ length: 40 }, (_, index) => index + 1);
    const others = { ...rule('2449-5-S2'), scenarios: places.map((line) => scenarioAt('a.feature', line)) };
    const requirements = [rule('2449-5-S1', 'own.feature'), others];
    const addresses = places.map((line) => `a.feature:${line}`).toSorted();
    const run = (subject: Subject, felt: readonly string[] | undefined, turn = 0): TrialJob[] => {
      const reaches = new Map(
        felt === undefined ? [] : [[`${subject.name} whole`, { name: subject.name, scenarios: felt }]],
      );
      return feltRuns(subject, { requirements, reaches, inTurn: true }, turn);
    };
    const turns = Array.from({ length: TURNS }, (_, turn) => turn);

    test('a variant meets one in eight under each segmentation, another one under each, and others than the next', () => {
      for (const turn of turns) {
        const runs = run(VARIANT, addresses, turn);
        expect(runs.map(({ segmentation }) => segmentation)).toEqual(['whole', 'octet', 'crlf', 'random:1']);
        expect(runs.map(({ selected }) => selected?.length)).toEqual([5, 5, 5, 5]);
        expect(new Set(met(runs)).size).toBe(20);
      }
      const uncut = turns.flatMap((turn) => run(VARIANT, addresses, turn)[0]?.selected ?? []);
      expect(uncut.toSorted()).toEqual(addresses);
    });

    test('a variant that is felt in few meets them all, uncut', () => {
      const few = addresses.slice(0, TURNS - 1);
      for (const turn of turns) {
        expect(run(VARIANT, few, turn)[0]).toEqual({ name: 'v', segmentation: 'whole', selected: few });
        expect(run(VARIANT, few.slice(0, 1), turn)[0]?.selected).toEqual(few.slice(0, 1));
      }
    });

    test('a fault meets its own always, and one in eight of the others', () => {
      const runs = turns.map((turn) => run(FAULT, addresses, turn));
      expect(runs.map((each) => each.map(({ segmentation }) => segmentation))).toEqual(turns.map(() => ['whole']));
      for (const each of runs) expect(met(each)).toContain('own.feature:1');
      const foreign = runs.flatMap(met).filter((address) => address !== 'own.feature:1');
      expect(foreign.toSorted()).toEqual(addresses);
    });

    test.each<[string, string[] | undefined]>([
      ['the correct peer meets', []],
      ['whoever is not known to be felt in some only meets', undefined],
    ])('%s all uncut, and one in eight under each other segmentation', (_who, felt) => {
      expect(run(FAULT, undefined)).toEqual([{ name: '2449-5-S1/x', segmentation: 'whole' }]);
      const [whole, ...cut] = run(VARIANT, felt);
      expect(whole).toEqual({ name: 'v', segmentation: 'whole' });
      expect(cut.map(({ segmentation }) => segmentation)).toEqual(['octet', 'crlf', 'random:1']);
      expect(cut.map(({ selected }) => selected?.length)).toEqual([5, 5, 5]);
    });
  });

  test('in one shadow with those that are run alike, where there are enough of them', () => {
    const named = (name: string): Subject => ({ ...FAULT, name });
    const five = ['a', 'b', 'c', 'd', 'e'].map(named);
    const secured: Subject = { ...FAULT, name: 's', tls: 'stls' };
    const slow: Subject = { ...FAULT, name: 'w', maxWait: 600 };
    expect(reachJobs([...five, secured, slow])).toEqual([
      { shadows: five.map(({ name }) => name), segmentation: 'whole' },
    ]);
    const variants: Subject[] = five.map((each) => ({ ...each, kind: 'variant' }));
    expect(reachJobs(variants).map(({ segmentation }) => segmentation)).toEqual(['whole', 'octet', 'crlf', 'random:1']);
    expect(reachJobs(variants, 'crlf').map(({ segmentation }) => segmentation)).toEqual(['crlf']);
    const many = Array.from({ length: 400 }, (_, number) => named(`${number}`));
    const jobs = reachJobs(many);
    expect(jobs.flatMap(({ shadows }) => shadows).toSorted()).toEqual(many.map(({ name }) => name).toSorted());
    expect(jobs.map(({ shadows }) => shadows.length)).toEqual([134, 133, 133]);
  });
});
