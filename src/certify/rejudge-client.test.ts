/** What a client's run made of octets, judged again from what of them is published. */

import { describe, expect, it } from 'vitest';
import { loadCatalogue, ownFeatures } from '../catalogue/load-catalogue.ts';
import { concludeClient } from '../examination/client/conclude-client.ts';
import { conversations } from '../judge/conversation.ts';
import { entriesOf, recut } from '../judge/entries.test.support.ts';
import { apopDigest } from '../protocol/apop.ts';
import { sampleResult } from '../report/sample.ts';
import type { RunResult, ScenarioResult } from '../verdict/result.ts';
import { runVerdict, summarize } from '../verdict/summary.ts';
import { judgeRequirements } from '../verdict/verdicts.ts';
import type { WireEntry } from '../wire/transcript.ts';
import { contradictions } from './consistency.ts';
import { extentOf } from './rejudge.ts';

const { requirements: CATALOGUE } = await loadCatalogue([ownFeatures('client')]);

const PASSWORD = 'wonderland';
const TIMESTAMP = '<1.2@example.org>';

/** The connections of one launch, each as the lines of both sides. */
interface Launched {
  readonly sessions: ReadonlyArray<readonly string[]>;
  readonly tls?: 'none' | 'stls';
  /** Into how many octets the segments are cut. */
  readonly sizes?: readonly number[];
  readonly password?: string;
}

/** The result of a run with one scenario, in which a client was launched so. */
function runOf(...launched: readonly Launched[]): RunResult {
  let connection = 0;
  const launches = launched.map(({ sessions, tls = 'none', sizes, password = PASSWORD }) => {
    const entries = sessions.flatMap((session): WireEntry[] => {
      connection += 1;
      const number = connection;
      const whole = entriesOf(session).map((entry) => ({ ...entry, connection: number }));
      return sizes === undefined ? whole : recut(whole, sizes);
    });
    return { entries, conversations: conversations(entries), password, tls };
  });
  const entries = launches.flatMap((launch) => launch.entries);
  const secrets = launches.map(({ password }) => Buffer.from(password));
  const concluded = concludeClient([], '', entries, launches, secrets);
  const outcome = {
    name: 'A session',
    uri: 'features/client/rfc2449/section-3-grammar.feature',
    line: 16,
    tags: [],
    durationMs: 1,
    ...concluded.findings,
    transcript: concluded.transcript,
    fault: undefined,
  };
  // A requirement holds the transcript whatever it found: by its own scenario.
  const requirements = judgeRequirements(CATALOGUE, [{ ...outcome, tags: ['@2449-3-C1'] }], { strict: false });
  return sampleResult({
    role: 'client',
    requirements,
    claims: [],
    options: { strict: false, segment: 'whole', timeoutMs: 1000, maxWaitMs: 0 },
    verdict: runVerdict(requirements, true),
    summary: summarize(requirements),
  });
}

/** The requirements that were found broken on the octets. */
function brokenIn({ requirements }: RunResult): string[] {
  return requirements
    .filter(({ scenarios }) => scenarios.some(({ findings }) => findings.some(({ kind }) => kind === 'fail')))
    .map(({ id }) => id);
}

/** The result with every scenario changed: nobody but a new judgement can tell. */
function changed(result: RunResult, change: (scenario: ScenarioResult) => Partial<ScenarioResult>): RunResult {
  return {
    ...result,
    requirements: result.requirements.map((requirement) => ({
      ...requirement,
      scenarios: requirement.scenarios.map((scenario) => ({ ...scenario, ...change(scenario) })),
    })),
  };
}

/** The result with other octets in its transcripts. */
function withOctets(result: RunResult, from: string, to: string): RunResult {
  let isMet = false;
  const other = changed(result, ({ transcript }) => ({
    transcript: transcript.map((entry) => {
      isMet ||= entry.data.includes(from);
      return { ...entry, data: entry.data.replace(from, to) };
    }),
  }));
  if (!isMet) throw new Error(`no transcript has ${from}`);
  return other;
}

const LOGIN = ['C: USER alice', 'S: +OK', `C: PASS ${PASSWORD}`, 'S: +OK'];
const LIST = ['C: CAPA', 'S: +OK', 'S: USER', 'S: PIPELINING', 'S: SASL PLAIN CRAM-MD5', 'S: .'];
const BY_DIGEST = [`S: +OK ${TIMESTAMP}`, `C: APOP alice ${apopDigest(TIMESTAMP, PASSWORD)}`, 'S: +OK'];
const PLAIN_SESSION = ['S: +OK ready', 'C: CAPA', 'S: +OK', 'S: USER', 'S: .', ...LOGIN, 'C: QUIT', 'S: +OK'];

/** Sessions that keep to every rule. */
const SOUND: ReadonlyArray<readonly [string, Launched]> = [
  ['USER and PASS', { sessions: [PLAIN_SESSION] }],
  ['the same in segments of one octet', { sessions: [PLAIN_SESSION], sizes: [1] }],
  ['APOP', { sessions: [BY_DIGEST] }],
  ['an initial response', { sessions: [['S: +OK', ...LIST, 'C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=', 'S: +OK']] }],
  [
    'a challenge, first cancelled and then answered',
    {
      sessions: [
        [
          'S: +OK',
          ...LIST,
          'C: AUTH CRAM-MD5',
          'S: + PDFAYT4=',
          'C: *',
          'S: -ERR',
          'C: AUTH CRAM-MD5',
          'S: + PDFAYT4=',
          'C: YWxpY2UgMDA=',
          'S: +OK',
        ],
      ],
    },
  ],
  [
    'a short response that nobody asked for',
    { sessions: [['S: +OK', ...LIST, 'C: AUTH PLAIN', 'S: -ERR', 'C: eHg=', 'S: -ERR']] },
  ],
  ['pipelining', { sessions: [['S: +OK', ...LIST, ...LOGIN, 'C! STAT\r\nQUIT\r\n', 'S: +OK 0 0', 'S: +OK']] }],
  [
    'pipelining that was announced on the connection before',
    {
      sessions: [
        ['S: +OK', ...LIST, 'C: QUIT', 'S: +OK'],
        ['S: +OK', 'C! NOOP\r\nQUIT\r\n', 'S: -ERR', 'S: +OK'],
      ],
    },
  ],
  ['credentials under TLS', { tls: 'stls', sessions: [['S: +OK', 'C: STLS', 'S: +OK', 'tls', ...LOGIN]] }],
  [
    'a password that is a word of the list',
    { password: 'PIPELINING', sessions: [['S: +OK', ...LIST, 'C! STAT\r\nNOOP\r\n', 'S: -ERR', 'S: -ERR']] },
  ],
  [
    'a password that is a dot',
    {
      password: '.',
      sessions: [
        ['S: +OK', ...LIST, 'C: AUTH CRAM-MD5', 'S: + PDFAYT4=', 'C: YWxpY2UgMDA=', 'S: + dj0=', 'C: ', 'S: +OK'],
      ],
    },
  ],
];

/** Sessions that break rules, so that the breach is hidden, or depends on what is. */
const BROKEN: ReadonlyArray<readonly [string, string, Launched]> = [
  [
    '2449-3-C1',
    'a bare LF behind a password',
    { sessions: [['S: +OK', 'C: USER a', 'S: +OK', 'C! PASS abcd\n', 'S: +OK']] },
  ],
  ['2449-3-C1', 'a CR in a password', { sessions: [['S: +OK', 'C: USER a', 'S: +OK', 'C! PASS ab\rcd\n', 'S: +OK']] }],
  ['2449-3-C1', 'the password where no secret is due', { sessions: [['S: +OK', `C: ${PASSWORD}`, 'S: -ERR']] }],
  [
    '2449-3-C1',
    'a password that runs on behind PASS',
    { sessions: [['S: +OK', 'C: USER a', 'S: +OK', `C: PASS${PASSWORD}`, 'S: -ERR']] },
  ],
  [
    '1939-7-C1',
    'PASS behind no USER, after many digests',
    {
      sessions: [
        ...Array.from({ length: 21 }, () => BY_DIGEST),
        ['S: +OK', 'C: NOOP', 'S: -ERR', `C: PASS ${PASSWORD}`, 'S: -ERR'],
      ],
    },
  ],
  ['2449-5-C6', 'the password behind CAPA', { sessions: [['S: +OK', `C: CAPA ${PASSWORD}`, 'S: -ERR']] }],
  [
    '2449-4-C1',
    'a long password',
    { sessions: [['S: +OK', 'C: USER a', 'S: +OK', `C: PASS ${'x'.repeat(300)}`, 'S: +OK']] },
  ],
  [
    '5034-4-C1',
    'a long response',
    { sessions: [['S: +OK', ...LIST, `C: AUTH PLAIN ${'eHh4'.repeat(80)}`, 'S: -ERR']] },
  ],
  [
    '1939-7-C1',
    'another digest',
    { sessions: [[`S: +OK ${TIMESTAMP}`, `C: APOP alice ${'0'.repeat(32)}`, 'S: -ERR']] },
  ],
  ['1939-7-C1', 'no digest', { sessions: [[`S: +OK ${TIMESTAMP}`, 'C: APOP', 'S: -ERR']] }],
  ['1939-7-C1', 'no timestamp', { sessions: [['S: +OK', `C: APOP alice ${'0'.repeat(32)}`, 'S: -ERR']] }],
  [
    '1939-7-C1',
    'PASS behind no USER',
    { sessions: [['S: +OK', 'C: NOOP', 'S: -ERR', `C: PASS ${PASSWORD}`, 'S: -ERR']] },
  ],
  [
    '2449-3-C1',
    'a name in UTF-8 with a digest that is none',
    { sessions: [[`S: +OK ${TIMESTAMP}`, 'C: APOP \u00c3\u00bc \u00ff', 'S: -ERR']] },
  ],
  ['2595-2.5-C1', 'a password in the clear', { tls: 'stls', sessions: [['S: +OK', ...LOGIN]] }],
  ['2449-6.6-C1', 'commands before answers', { sessions: [['S: +OK', 'C! NOOP\r\nQUIT\r\n', 'S: -ERR', 'S: +OK']] }],
];

describe('a run of a client, judged again', () => {
  it.each(SOUND)('holds after %s', (_, launched) => {
    const result = runOf(launched);
    expect(brokenIn(result)).toEqual([]);
    expect(contradictions(result)).toEqual([]);
    expect(extentOf(result)).toEqual({ some: true, open: [] });
  });

  it.each(BROKEN)('holds where %s is broken: %s', (requirement, _, launched) => {
    for (const sizes of [[1000], [1]]) {
      const result = runOf({ ...launched, sizes });
      expect(brokenIn(result)).toContain(requirement);
      expect(contradictions(result)).toEqual([]);
    }
  });

  it.each([
    ['2449-3-C1', 'CAPA\r\n', 'CAPA\n'],
    ['2449-3-C1', '{password}\r\n', '{password}\n'],
    ['2449-3-C1', 'USER alice', 'USER  alice'],
    ['2449-5-C6', 'CAPA\r\n', 'CAPA x\r\n'],
    ['1939-7-C1', 'USER alice', 'NOOP alice'],
    ['2449-6.6-C1', 'CAPA\r\n', 'CAPA\r\nNOOP\r\n'],
  ])('does not hold where its octets break %s: %j made %j', (requirement, from, to) => {
    const result = withOctets(runOf({ sessions: [PLAIN_SESSION] }), from, to);
    expect(contradictions(result)).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^features/client/rfc2449/section-3-grammar.feature:16 \\(A session\\): its transcript shows a breach of ${requirement} that`,
        ),
      ),
    );
  });

  it('does not hold where its octets do not show the breach that it has', () => {
    const result = runOf({ sessions: [['S: +OK', 'C: CAPA x', 'S: -ERR']] });
    expect(contradictions(withOctets(result, 'CAPA x', 'CAPA'))[0]).toMatch(
      /^features.*: its transcript does not show the breach of 2449-5-C6 that the result has/,
    );
  });

  it('does not hold where a launch is said to want TLS that sent its password in the clear', () => {
    const result = changed(runOf({ sessions: [PLAIN_SESSION] }), ({ launches = [] }) => ({
      launches: launches.map((launch) => ({ ...launch, wantsTls: true })),
    }));
    expect(contradictions(result)[0]).toMatch(/shows a breach of 2595-2\.5-C1/);
  });

  it('tells launches apart: what one has learnt the next does not know', () => {
    const asks = ['S: +OK', ...LIST, 'C: QUIT', 'S: +OK'];
    const pipelines = ['S: +OK', 'C! NOOP\r\nQUIT\r\n', 'S: -ERR', 'S: +OK'];
    const result = runOf({ sessions: [asks] }, { sessions: [pipelines] });
    expect(brokenIn(result)).toEqual(['2449-6.6-C1']);
    expect(contradictions(result)).toEqual([]);
    const one = changed(result, () => ({ launches: [{ connections: [1, 2], wantsTls: false }] }));
    expect(contradictions(one)[0]).toMatch(/does not show the breach of 2449-6\.6-C1/);
  });

  it('leaves open what hangs on octets that are left out, and judges the lines behind them elsewhere', () => {
    const long = ['C: RETR 1', 'S: +OK', ...Array.from({ length: 100 }, () => `S! ${'m'.repeat(98)}\r\n`), 'S: .'];
    const joined = ['C: RETR 1', `S! +OK\r\n${`${'m'.repeat(98)}\r\n`.repeat(100)}.\r\n`, ...LIST];
    const pipelines = ['S: +OK', 'C! NOOP\r\nQUIT\r\n', 'S: -ERR', 'S: +OK'];
    expect(contradictions(runOf({ sessions: [['S: +OK', ...LOGIN, ...long]] }))).toEqual([]);
    const result = runOf({ sessions: [['S: +OK', ...LOGIN, ...joined], pipelines] });
    expect(brokenIn(result)).toEqual([]);
    expect(contradictions(result)).toEqual([]);
    expect(contradictions(withOctets(result, 'NOOP\r\nQUIT\r\n', 'NOOP\r\nQUIT\n'))[0]).toMatch(
      /breach of 2449-3-C1 .* CRLF at the end of the line/,
    );
  });

  it('leaves open which command an answer was for, where the answers are left out', () => {
    const commands = ['NOOP', 'STAT', 'NOOP'].map((keyword) => `${keyword}\r\n`).join('');
    const answers = `S! +OK ${'x'.repeat(5000)}\r\n-ERR\r\n-ERR\r\n-ERR\r\n`;
    const result = runOf({ sessions: [['S: +OK', 'C: CAPA', 'S: -ERR', `C! LANG\r\n${commands}`, answers]] });
    expect(brokenIn(result)).toEqual(['2449-6.6-C1']);
    expect(contradictions(result)).toEqual([]);
  });

  it('says what it can not judge: launches that are not told apart, and connections of none', () => {
    const result = runOf({ sessions: [PLAIN_SESSION] }, { sessions: [PLAIN_SESSION] });
    const older = changed(result, () => ({}));
    for (const { scenarios } of older.requirements)
      for (const scenario of scenarios) Reflect.deleteProperty(scenario, 'launches');
    const broken = withOctets(older, 'CAPA\r\n', 'CAPA\n');
    expect(contradictions(broken)).toEqual([]);
    expect(extentOf(broken)).toEqual({
      some: false,
      open: ['what the client sent is not judged again: the result does not tell launches apart'],
    });
    const fewer = changed(result, ({ launches = [] }) => ({ launches: launches.slice(1) }));
    expect(extentOf(fewer).open).toEqual([
      'one connection is not judged again, as no launch that the run judged held it',
    ]);
  });
});
