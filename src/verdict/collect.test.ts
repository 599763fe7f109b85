import {
  AttachmentContentEncoding,
  TestStepResultStatus,
  type Envelope,
  type TestStepResult,
} from '@cucumber/messages';
import { describe, expect, test } from 'vitest';
import { FINDINGS_TYPE, TRANSCRIPT_TYPE } from './attachments.ts';
import { Collector, type ScenarioOutcome } from './collect.ts';

const at = (ms: number): { seconds: number; nanos: number } => ({
  seconds: Math.floor(ms / 1000),
  nanos: (ms % 1000) * 1e6,
});
const result = (status: TestStepResultStatus, more: Partial<TestStepResult> = {}): TestStepResult => ({
  status,
  duration: at(0),
  ...more,
});

/** The messages of one scenario with one step and a hook. */
function messages(
  id: string,
  results: readonly TestStepResult[],
  attachments: Readonly<Record<string, unknown>> = {},
): Envelope[] {
  const location = { line: 7, column: 5 };
  return [
    {
      gherkinDocument: {
        uri: 'x.feature',
        comments: [],
        feature: {
          location: { line: 1 },
          tags: [],
          language: 'en',
          keyword: 'Feature',
          name: '',
          description: '',
          children: [
            {
              scenario: {
                id: `${id} node`,
                location,
                tags: [],
                keyword: 'Scenario',
                name: 'a scenario',
                description: '',
                steps: [],
                examples: [],
              },
            },
          ],
        },
      },
    },
    {
      pickle: {
        id: `${id} pickle`,
        uri: 'x.feature',
        name: 'a scenario',
        language: 'en',
        astNodeIds: [`${id} node`],
        tags: [{ name: '@2449-3-S1', astNodeId: '' }],
        steps: [{ id: `${id} step`, text: 'the answer is positive', astNodeIds: [] }],
      },
    },
    {
      testCase: {
        id: `${id} case`,
        pickleId: `${id} pickle`,
        testSteps: [
          { id: `${id} test step`, pickleStepId: `${id} step` },
          { id: `${id} hook`, hookId: 'h' },
        ],
      },
    },
    { testCaseStarted: { id, testCaseId: `${id} case`, attempt: 0, timestamp: at(1_000) } },
    ...Object.entries(attachments).map(([mediaType, body]) => ({
      attachment: {
        testCaseStartedId: id,
        mediaType,
        body: JSON.stringify(body),
        contentEncoding: AttachmentContentEncoding.IDENTITY,
      },
    })),
    ...results.map((testStepResult, index) => ({
      testStepFinished: {
        testCaseStartedId: id,
        testStepId: index === 0 ? `${id} test step` : `${id} hook`,
        timestamp: at(1_001),
        testStepResult,
      },
    })),
    { testCaseFinished: { testCaseStartedId: id, timestamp: at(2_500.25), willBeRetried: false } },
  ];
}

function collected(
  results: readonly TestStepResult[],
  attachments?: Readonly<Record<string, unknown>>,
): ScenarioOutcome {
  const collector = new Collector();
  const outcomes = messages('1', results, attachments).flatMap((envelope) => collector.take(envelope) ?? []);
  const [outcome] = outcomes;
  if (outcome === undefined || outcomes.length > 1) throw new Error('not one outcome');
  return outcome;
}

const PASSED = result(TestStepResultStatus.PASSED);
const breach = { requirement: '2449-3-S1', kind: 'fail', message: 'x' };
const stopped = result(TestStepResultStatus.FAILED, { message: 'Stop: x', exception: { type: 'Stop', message: 'x' } });

describe('the outcome of a scenario', () => {
  test('has the launches of a client where it attached them', () => {
    const launches = [{ connections: [1, 2], wantsTls: true }];
    expect(collected([PASSED], { [FINDINGS_TYPE]: { findings: [], judged: {}, launches } })).toMatchObject({
      launches,
    });
    expect(collected([PASSED])).not.toHaveProperty('launches');
  });

  test('is what it attached, and where it stands', () => {
    const transcript = [{ t: 0, from: 'S', connection: 1, event: 'data', data: '+OK' }];
    expect(
      collected([PASSED], {
        [FINDINGS_TYPE]: { findings: [breach], judged: { '2449-3-S1': 2 } },
        [TRANSCRIPT_TYPE]: transcript,
        'text/plain': 'x',
      }),
    ).toEqual({
      name: 'a scenario',
      uri: 'x.feature',
      line: 7,
      tags: ['@2449-3-S1'],
      durationMs: 1500.3,
      findings: [breach],
      judged: { '2449-3-S1': 2 },
      transcript,
      fault: undefined,
    });
  });

  test.each<[string, TestStepResult[], unknown[], string | undefined]>([
    ['a breach is no fault of ours', [stopped], [breach], undefined],
    ['a breach without a finding is', [stopped], [], 'a breach left no finding: x'],
    ['skipped steps are none', [result(TestStepResultStatus.SKIPPED)], [], undefined],
    [
      'any other error is',
      [result(TestStepResultStatus.FAILED, { message: 'TypeError: y' })],
      [breach],
      'TypeError: y',
    ],
    ['an error without words is', [result(TestStepResultStatus.FAILED)], [], 'a step failed without an error'],
    [
      'a step that nobody defined is',
      [result(TestStepResultStatus.UNDEFINED)],
      [],
      'the step "the answer is positive" is undefined',
    ],
    [
      'so is one that is ambiguous, the first of all',
      [result(TestStepResultStatus.AMBIGUOUS), result(TestStepResultStatus.PENDING)],
      [],
      'the step "the answer is positive" is ambiguous',
    ],
    ['a hook that fails is', [PASSED, result(TestStepResultStatus.UNKNOWN)], [], 'a hook is unknown'],
  ])('%s', (_name, results, findings, fault) => {
    expect(collected(results, { [FINDINGS_TYPE]: { findings, judged: {} } }).fault).toBe(fault);
  });

  test('scenarios that run at the same time are kept apart', () => {
    const collector = new Collector();
    const [one, other] = [
      messages('1', [PASSED], { [FINDINGS_TYPE]: { findings: [breach], judged: {} } }),
      messages('2', [result(TestStepResultStatus.UNDEFINED)]),
    ];
    const between = one.flatMap((envelope, index) => [envelope, ...other.slice(index, index + 1)]);
    const outcomes = [...between, ...other.slice(one.length)].flatMap((envelope) => collector.take(envelope) ?? []);
    expect(outcomes.map(({ findings, fault }) => [findings.length, fault === undefined])).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  test('messages of no scenario are passed over', () => {
    const collector = new Collector();
    expect(
      collector.take({ testCaseFinished: { testCaseStartedId: 'none', timestamp: at(0), willBeRetried: false } }),
    ).toBeUndefined();
    expect(
      collector.take({ testCaseStarted: { id: 'x', testCaseId: 'none', attempt: 0, timestamp: at(0) } }),
    ).toBeUndefined();
  });
});
