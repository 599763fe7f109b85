import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answer, line } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { octetsOf } from '../protocol/octets.ts';
import { flatten } from '../wire/secret.ts';
import { openIn } from './access.ts';
import { examine, stopOf } from './bent.test.support.ts';
import { conclude, judgeTranscript, knowledgeOf, type Conclusion } from './conclude.ts';
import { Examination } from './examination.ts';
import { expectAnswer } from './expect.ts';
import { expectRuleKept } from './rule.ts';
import { newRun } from './run.ts';
import { secretsOf } from './secrets.ts';
import { send } from './talk.ts';
import { fillIn } from './template.ts';
import { expectNoTimestampTwice } from './timestamps.ts';
import { verdictOf } from './verdict.test.support.ts';

/** Says back what it is sent, with something before and behind it, in segments. */
const echoing = (before: string, behind: string, cuts: readonly number[]): Bend => ({
  before: ({ line: { content }, keyword }) =>
    keyword === 'CAPA' || keyword === 'QUIT'
      ? undefined
      : {
          answer: {
            ...answer(Buffer.concat([octetsOf(`-ERR ${before}`), content, octetsOf(`${behind}\r\n`)])),
            pace: { cut: cuts },
          },
        },
});

function ended(x: Examination): Conclusion {
  const passive = judgeTranscript(x.transcript.entries, knowledgeOf(x.survey, x.target));
  return conclude(x.findings, '2449-3-S2', x.transcript.entries, passive, [...secretsOf(x.target), ...x.secrets]);
}

describe('the end of a scenario', () => {
  test('has its findings with their places, and what every octet says', async () => {
    const x = await examine({
      before: ({ keyword }) => (keyword === 'NOOP' ? { answer: answer('+ok\r\n') } : undefined),
    });
    await openIn(x, 'TRANSACTION');
    await send(x, 'STAT');
    expectAnswer(x, 'positive');
    await send(x, 'NOOP');
    const { findings, transcript } = ended(x);
    const [evidence, sighting] = findings.findings;
    expect(evidence).toMatchObject({ requirement: '2449-3-S2', kind: 'evidence' });
    expect(sighting).toMatchObject({ requirement: '2449-3-S2', kind: 'fail', actual: '+ok' });
    expect(transcript[evidence?.at?.entry ?? -1]?.data).toMatch(/^\+OK 4 \d+/);
    expect(transcript[sighting?.at?.entry ?? -1]?.data.slice(sighting?.at?.offset)).toBe('ok\r\n');
    expect(findings.judged['2449-3-S2']).toBeGreaterThan(3);
  });

  test.each(['wonderland', 'pässwörd', 'back\\slash "quoted"'])(
    'leaves nothing of %s in anything, whatever a server echoes, and however',
    async (password) => {
      const { target, survey } = await examine();
      await fc.assert(
        fc.asyncProperty(
          fc.string({ maxLength: 210 }),
          fc.string({ maxLength: 20 }),
          fc.array(fc.nat(300), { maxLength: 5 }),
          async (before, behind, cuts) => {
            const bent = await examine(echoing(before.replace(/[^ -~]/g, '?'), behind.replace(/[^ -~]/g, '?'), cuts));
            const x = new Examination(
              newRun({ ...bent.target, accounts: [{ user: 'alice', password }] }, survey),
              '2449-3-S2',
            );
            await openIn(x, 'AUTHORIZATION');
            for (const text of ['PASS {password}', 'pass {password}', 'AUTH PLAIN {plain}']) {
              await send(x, text);
              x.evidence(`there was ${x.outcome.kind === 'answer' ? x.outcome.first.content.toString() : ''}`);
              expectAnswer(x, 'negative');
            }
            const all = ended(x);
            const text = JSON.stringify(all);
            for (const secret of secretsOf(x.target)) {
              for (const spelling of [secret.toString('utf8'), secret.toString('latin1')]) {
                expect(text).not.toContain(spelling);
                expect(text).not.toContain(JSON.stringify(spelling).slice(1, -1));
              }
            }
            expect(text).not.toMatch(/wonderl|\\\\xC3\\\\xA4ssw|ssw\\\\xC3/);
            x.abort();
            bent.abort();
          },
        ),
        { numRuns: 8 },
      );
      expect(target.accounts[0].password).toBe('wonderland');
    },
  );

  test('tells nothing of an octet that stands in an echo', async () => {
    const { survey } = await examine();
    const bent = await examine(echoing('no ', '', []));
    const x = new Examination(
      newRun({ ...bent.target, accounts: [{ user: 'alice', password: 'sécret[AUTH]x' }] }, survey),
      '2449-3-S2',
    );
    await openIn(x, 'AUTHORIZATION');
    await send(x, 'PASS {password}');
    const { findings } = ended(x).findings;
    expect(findings.length).toBeGreaterThan(0);
    for (const { message, actual } of findings) expect(`${message} ${actual}`).not.toMatch(/xC3|xA9|\[AUTH\]/);
    x.abort();
  });
});

const about = (x: Examination, requirement: string): Examination => new Examination(x.run, requirement);

describe('expectRuleKept', () => {
  test('counts what was judged', async () => {
    const x = about(await examine(), '2449-3-S2');
    await openIn(x, 'AUTHORIZATION');
    await send(x, 'CAPA');
    expectRuleKept(x);
    expect(x.findings).toMatchObject([{ kind: 'evidence', message: '2 places judged by this rule in this scenario' }]);
    x.abort();
  });

  test('does not apply where nothing was', async () => {
    const x = about(await examine(), '2449-8.1.2-S1');
    await openIn(x, 'AUTHORIZATION');
    expect((await stopOf(() => expectRuleKept(x))).kind).toBe('not-applicable');
    x.abort();
  });
});

describe('expectNoTimestampTwice', () => {
  test.each<[string, Bend, string]>([
    ['the correct server', {}, 'evidence'],
    ['the same each time', { policy: { timestamp: () => '<1@host>' } }, 'fail'],
  ])('%s', async (_name, bend, kind) => {
    const x = await examine(bend);
    await openIn(x, 'AUTHORIZATION');
    await openIn(x, 'AUTHORIZATION');
    expect(await verdictOf(x, expectNoTimestampTwice)).toBe(kind);
  });
});

describe('fillIn', () => {
  const values = new Map([['user', [octetsOf('alice')]]]);
  const filled = (text: string): string => fillIn(text, values).map(String).join('');

  test.each([
    ['USER {user}', 'USER alice'],
    ['a\\r\\n\\t\\\\\\x41\\xfF', 'a\r\n\t\\A\xff'],
    ['{ {User} \\q', '{ {User} \\q'],
    ['', ''],
  ])('%j', (text, octets) => {
    expect(flatten(fillIn(text, values)).octets.toString('latin1')).toBe(octets);
  });

  test.each(['{password}', 'USER 日本'])('%s is a fault of the feature', (text) => {
    expect(() => filled(text)).toThrow(/the step/);
  });
});

test('a line of the correct server is judged by what the survey knows', async () => {
  const x = await examine({
    before: ({ keyword }) => (keyword === 'NOOP' ? { answer: line('-ERR [AUTH] x') } : undefined),
  });
  const unannounced = {
    ...x.survey,
    clear: [],
    secured: [],
    accounts: [{ account: x.account, capabilities: [] }] as const,
  };
  expect(knowledgeOf(x.survey, x.target)).toEqual({ respCodes: true, authRespCode: true });
  expect(knowledgeOf(unannounced, x.target)).toEqual({ respCodes: false, authRespCode: false });
  const unseen = {
    ...x.survey,
    clear: undefined,
    secured: undefined,
    accounts: [{ account: x.account, capabilities: undefined }] as const,
  };
  expect(knowledgeOf(unseen, x.target)).toEqual({ respCodes: undefined, authRespCode: undefined });
});
