import type { Envelope, Pickle } from '@cucumber/messages';
import { AttachmentContentEncoding } from '@cucumber/messages';
import { expect, test } from 'vitest';
import { OneRun } from './one-run.ts';

const thing = { name: 'any' };
const time = { seconds: 0, nanos: 0 };

function document(prefix: string): Envelope {
  const location = { line: 1, column: 1 };
  const scenario = {
    id: `${prefix}-scenario`,
    location,
    tags: [],
    keyword: 'Scenario',
    name: 'one',
    description: '',
    steps: [{ id: `${prefix}-step`, location, keyword: 'Given', text: 'a step' }],
    examples: [],
  };
  const tags = [{ id: `${prefix}-tag`, location, name: '@tag' }];
  return {
    gherkinDocument: {
      uri: 'a.feature',
      comments: [],
      feature: {
        location,
        tags,
        language: 'en',
        keyword: 'Feature',
        name: 'a',
        description: '',
        children: [{ scenario }],
      },
    },
  };
}

function pickle(prefix: string, id: string): Pickle {
  return {
    id,
    uri: 'a.feature',
    name: id,
    language: 'en',
    astNodeIds: [`${prefix}-scenario`],
    tags: [{ name: '@tag', astNodeId: `${prefix}-tag` }],
    steps: [{ id: `${id}-step`, text: 'a step', astNodeIds: [`${prefix}-step`] }],
  };
}

/** What a call says that runs one of the two scenarios of its file. */
function call(prefix: string, success: boolean): Envelope[] {
  return [
    { meta: { protocolVersion: '1', implementation: thing, runtime: thing, os: thing, cpu: thing } },
    document(prefix),
    { pickle: pickle(prefix, `${prefix}-ran`) },
    { pickle: pickle(prefix, `${prefix}-left`) },
    { testRunStarted: { id: `${prefix}-run`, timestamp: time } },
    { testCase: { id: `${prefix}-case`, pickleId: `${prefix}-ran`, testSteps: [], testRunStartedId: `${prefix}-run` } },
    { testCaseStarted: { id: `${prefix}-started`, testCaseId: `${prefix}-case`, attempt: 0, timestamp: time } },
    {
      attachment: {
        testCaseStartedId: `${prefix}-started`,
        body: prefix,
        contentEncoding: AttachmentContentEncoding.IDENTITY,
        mediaType: 'text/plain',
      },
    },
    { testRunFinished: { testRunStartedId: `${prefix}-run`, success, timestamp: time } },
  ];
}

function merged(...calls: readonly Envelope[][]): Envelope[] {
  const given: Envelope[] = [];
  const one = new OneRun((envelope) => given.push(envelope));
  for (const envelope of calls.flat()) one.take(envelope);
  one.end();
  return given;
}

function kinds(envelopes: readonly Envelope[]): string[] {
  return envelopes.flatMap((envelope) => Object.keys(envelope));
}

test('what is told of the run and of a feature comes once, and of scenarios those that run', () => {
  const given = merged(call('first', true), call('second', true));
  const scenario = ['pickle', 'testCase', 'testCaseStarted', 'attachment'];
  expect(kinds(given)).toEqual([
    'meta',
    'gherkinDocument',
    'testRunStarted',
    ...scenario,
    ...scenario,
    'testRunFinished',
  ]);
  expect(given.flatMap((each) => each.pickle?.name ?? [])).toEqual(['first-ran', 'second-ran']);
});

test('every scenario is of the one run, and of the document that was told', () => {
  const given = merged(call('first', true), call('second', true));
  expect(given.flatMap((each) => each.testCase?.testRunStartedId ?? [])).toEqual(['first-run', 'first-run']);
  expect(given.findLast((each) => each.pickle !== undefined)?.pickle).toEqual(pickle('first', 'second-ran'));
});

/** Whether the one run of calls that succeeded or not did. */
function succeeded(...calls: readonly boolean[]): boolean | undefined {
  return merged(...calls.map((success, index) => call(`${index}`, success))).at(-1)?.testRunFinished?.success;
}

test('the run succeeded where each of its calls did', () => {
  expect(succeeded(true, true)).toBe(true);
  expect(succeeded(false, true)).toBe(false);
  expect(succeeded(true, false)).toBe(false);
});

test('of no call at all nothing is told', () => {
  expect(merged()).toEqual([]);
});
