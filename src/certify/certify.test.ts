import { describe, expect, it } from 'vitest';

import type { FeatureDigest } from '../catalogue/feature-digests.ts';
import { conversation, requirement, sampleResult, scenario, summaryOf } from '../report/sample.ts';
import type { Finding, RequirementResult, RunResult, ScenarioResult, TranscriptEntry } from '../verdict/result.ts';
import { contradictions } from './consistency.ts';
import { certify } from './statement.ts';
import { checkFeatures, checkResult, checkStatement } from './verify.ts';

const URI = 'features/server/2449/5-capa.feature';
const FEATURES: readonly FeatureDigest[] = [{ uri: URI, sha256: 'a'.repeat(64) }];

/** Two spaces in a capability line, at the octet that the judgement points to. */
const BAD: Finding = {
  requirement: '2449-3-S6',
  kind: 'fail',
  message: '',
  expected: 'a parameter of visible octets behind each SP',
  actual: '',
};

const GOOD_LIST = conversation('S: +OK ready\r\n', 'C: CAPA\r\n', 'S: +OK list\r\nTOP\r\nUSER\r\n.\r\n');
const ANSWERED: Finding = {
  requirement: '2449-5-S1',
  kind: 'evidence',
  message: 'CAPA was answered +OK list\\r\\n',
  at: { entry: 3, offset: 0 },
};

function capa(more: Partial<ScenarioResult> = {}): ScenarioResult {
  const reason = ANSWERED.message;
  return scenario('CAPA first', 'pass', { uri: URI, reason, findings: [ANSWERED], transcript: GOOD_LIST, ...more });
}

function run(requirements: readonly RequirementResult[], more: Partial<RunResult> = {}): RunResult {
  const failed = requirements.some(({ verdict }) => verdict === 'fail');
  return sampleResult({
    requirements,
    claims: [],
    verdict: failed ? 'non-conforming' : 'conforming',
    options: { strict: false, segment: 'whole', timeoutMs: 1000, maxWaitMs: 0 },
    ...more,
    summary: more.summary ?? summaryOf(requirements),
  });
}

const REASON = ANSWERED.message;
const SOUND = run([requirement('2449-5-S1', 'pass', { reason: REASON, scenarios: [capa()] })]);

/** The sound run with another transcript. */
function withTranscript(transcript: readonly TranscriptEntry[], findings: readonly Finding[] = [ANSWERED]): RunResult {
  return run([
    requirement('2449-5-S1', 'pass', { reason: REASON, scenarios: [capa({ transcript, findings })] }),
    seen(),
  ]);
}

/** The requirement on capability lines, about which nothing was found. */
function seen(...scenarios: readonly ScenarioResult[]): RequirementResult {
  return requirement('2449-3-S6', 'not-run', { reason: 'left out of this run', scenarios });
}

/** A list in which one of the lines has two spaces. */
function badList(first: string): TranscriptEntry[] {
  return conversation('S: +OK ready\r\n', 'C: CAPA\r\n', `S: +OK list\r\n${first}\r\nEXPIRE  3\r\n.\r\n`);
}

describe('a result', () => {
  it('is in order where everything follows from everything', () => {
    expect(contradictions(SOUND)).toEqual([]);
  });

  it('contradicts itself where a verdict does not follow from the findings', () => {
    const fail: Finding = { requirement: '2449-5-S1', kind: 'fail', message: 'no list' };
    const scenarios = [capa({ findings: [fail] })];
    expect(contradictions(run([requirement('2449-5-S1', 'pass', { reason: REASON, scenarios })]))).toEqual([
      `2449-5-S1, ${URI}:12 (CAPA first): the verdict is "pass", and its findings come to "fail"`,
    ]);
    const unfounded = requirement('2449-5-S1', 'pass', { reason: REASON, scenarios: [capa({ findings: [] })] });
    expect(contradictions(run([unfounded]))[0]).toMatch(/its findings come to "inconclusive"/);
  });

  it('contradicts itself where a verdict does not follow from the scenarios, or the counts from the verdicts', () => {
    const failed = requirement('2449-5-S1', 'fail', { reason: REASON, scenarios: [capa()] });
    expect(contradictions(run([failed]))).toEqual([
      '2449-5-S1: the verdict is "fail", and its scenarios come to "pass"',
    ]);
    expect(contradictions({ ...SOUND, summary: summaryOf([]) })).toEqual([
      'the counts are not those of the verdicts of the requirements',
    ]);
    expect(contradictions({ ...SOUND, verdict: 'non-conforming' })).toEqual([
      'the verdict of the run is "non-conforming", and its requirements come to "conforming"',
    ]);
  });

  it('contradicts itself where a transcript shows a breach that it has not', () => {
    const list = conversation('S: +OK ready\r\n', 'C: CAPA\r\n', 'S: +OK list\r\nTOP\r\nEXPIRE  3\r\n.\r\n');
    expect(contradictions(withTranscript(list))[0]).toMatch(
      /its transcript shows a breach of 2449-3-S6 that the result has not/,
    );
  });

  it('contradicts itself where it has a breach that no transcript shows', () => {
    const message = `expected ${BAD.expected}; there was two`;
    const invented = { ...BAD, actual: 'two', message, at: { entry: 3, offset: 2 } };
    const sighting = capa({ observed: true, verdict: 'fail', reason: message, findings: [invented] });
    const result = run([
      requirement('2449-5-S1', 'pass', { reason: REASON, scenarios: [capa()] }),
      requirement('2449-3-S6', 'fail', { reason: message, scenarios: [sighting] }),
    ]);
    expect(contradictions(result)).toEqual([
      `${URI}:12 (CAPA first): its transcript does not show the breach of 2449-3-S6 that the result has: ${message}`,
    ]);
  });

  it('contradicts itself where the evidence tells another answer than came, or points to nothing', () => {
    const other = conversation('S: +OK ready\r\n', 'C: CAPA\r\n', 'S: +OK lost\r\nTOP\r\n.\r\n');
    expect(contradictions(withTranscript(other))[0]).toMatch(/has another answer than the evidence for 2449-5-S1/);
    expect(contradictions(withTranscript(GOOD_LIST.slice(0, 2)))[0]).toMatch(
      /points to where its transcript has nothing/,
    );
  });

  it('may have the surveys of several parts, in which the same breach is told once', () => {
    const survey = { name: 'the survey', uri: 'survey', line: 0, observed: true };
    const message = 'expected one SP between tag and parameters; there was  ';
    const breach = { requirement: '2449-3-S6', kind: 'fail', message, at: { entry: 3, offset: 23 } } as const;
    const expected = { expected: 'one SP between tag and parameters', actual: ' ' };
    const seenIn = (name: string, findings: readonly Finding[]): ScenarioResult =>
      scenario('the survey', 'fail', { ...survey, reason: message, findings, transcript: badList(name) });
    const result = run([
      requirement('2449-3-S6', 'fail', { reason: message, scenarios: [seenIn('UIDL', [{ ...breach, ...expected }])] }),
      requirement('2449-9-S1', 'pass', { reason: REASON, scenarios: [capa()] }),
    ]);
    expect(contradictions(result)).toEqual([]);
    const other = { ...breach, ...expected, requirement: '2449-9-S1' };
    const [first, second] = result.requirements;
    if (first === undefined || second === undefined) throw new Error('there are two');
    const both = run([first, { ...second, verdict: 'fail', reason: message, scenarios: [seenIn('TOP', [other])] }]);
    expect(contradictions(both).filter((each) => each.includes('2449-3-S6'))).toEqual([]);
  });

  it('is given the benefit of the doubt where octets are left out or hidden', () => {
    const [connected, greeting, asked] = GOOD_LIST;
    if (connected === undefined || greeting === undefined || asked === undefined) throw new Error('there are three');
    const cut: TranscriptEntry = {
      ...greeting,
      data: '+OK list\r\nTOP\r\nEXPIRE  3\r\n.\r\n',
      omitted: { at: 5, octets: 99 },
    };
    expect(contradictions(withTranscript([connected, greeting, asked, cut]))).toEqual([]);
    const hidden = conversation('S: +OK ready\r\n', 'C: CAPA\r\n', 'S: +OK list\r\n****  3\r\n.\r\n');
    expect(contradictions(withTranscript(hidden))).toEqual([]);
  });
});

describe('a certificate', () => {
  const statement = certify(SOUND, FEATURES);

  it('is an in-toto Statement with a test result', () => {
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      predicate: { result: 'PASSED', passedTests: ['2449-5-S1'], warnedTests: [], failedTests: [] },
    });
  });

  it.each([
    ['FAILED', 'fail'],
    ['WARNED', 'advice'],
    ['WARNED', 'inconclusive'],
  ] as const)('is %s where a requirement is %s', (outcome, verdict) => {
    const result = run([requirement('2449-5-S1', verdict), requirement('2449-5-S2', 'pass')]);
    expect(certify(result, FEATURES).predicate.result).toBe(outcome);
  });

  it('holds against itself, the suite and the result', () => {
    expect(checkStatement(statement).broken).toEqual([]);
    expect(checkFeatures(statement, '0.1.0', FEATURES).broken).toEqual([]);
    expect(checkResult(statement, SOUND).broken).toEqual([]);
  });

  it('tells which transcript is another, by one octet', () => {
    const transcript = GOOD_LIST.map((entry) => ({ ...entry, data: entry.data.replace('USER', 'USEr') }));
    const changed = run([requirement('2449-5-S1', 'pass', { reason: REASON, scenarios: [capa({ transcript })] })]);
    expect(checkResult(statement, changed).broken).toEqual([
      `2449-5-S1, ${URI}:12 (CAPA first): the transcript is not the one that was certified`,
    ]);
  });

  it('tells which verdict is another, in the result and in itself', () => {
    const [only] = SOUND.requirements;
    if (only === undefined) throw new Error('there is one');
    const changed = run([{ ...only, verdict: 'fail' }]);
    expect(checkResult(statement, changed).broken).toContain(
      '2449-5-S1: the certificate says "pass", the result file "fail"',
    );
    const forged = structuredClone(statement);
    const [certified] = forged.predicate.pop3spec_certificate.requirements;
    if (certified === undefined) throw new Error('there is one');
    certified.verdict = 'fail';
    expect(checkStatement(forged).broken).toContain(
      '2449-5-S1: the verdict is "fail", and its scenarios come to "pass"',
    );
  });

  it('tells that something else is another', () => {
    const [only] = SOUND.requirements;
    if (only === undefined) throw new Error('there is one');
    expect(checkResult(statement, { ...SOUND, started: '2027-01-01T00:00:00Z' }).broken).toEqual([
      'the result file says something else of the run: its target, options, times, claims or faults',
    ]);
    const renamed = run([{ ...only, title: 'another' }]);
    expect(checkResult(statement, renamed).broken[0]).toMatch(
      /^2449-5-S1: the result file says something else of this/,
    );
    const later = run([{ ...only, scenarios: [capa({ durationMs: 9 })] }]);
    expect(checkResult(statement, later).broken[0]).toMatch(/says something else of this scenario/);
    expect(checkResult(statement, run([])).broken[0]).toBe('2449-5-S1: the result file has no such requirement');
  });

  it('tells which feature is another, and that another version has other features', () => {
    const other = [{ uri: URI, sha256: 'b'.repeat(64) }];
    expect(checkFeatures(statement, '0.1.0', other).broken).toEqual([
      `${URI}: this feature is another in pop3spec 0.1.0`,
    ]);
    expect(checkFeatures(statement, '0.2.0', other)).toMatchObject({
      broken: [],
      open: [expect.stringMatching(/0\.2\.0/)],
    });
    const forged = structuredClone(statement);
    const [listed] = forged.predicate.configuration;
    if (listed === undefined) throw new Error('there is one');
    listed.digest.sha256 = 'b'.repeat(64);
    expect(checkFeatures(forged, '0.1.0', other).broken[0]).toMatch(/not the one that its digest was taken of/);
  });
});
