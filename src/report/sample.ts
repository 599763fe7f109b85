/**
 * A made-up run for the tests of the renderers: each verdict, each level, each kind of event, and text
 * from a peer that tries everything a peer could try on who reads the report.
 */

import { latin1 } from '../protocol/octets.ts';
import { SCHEMA } from '../verdict/result.ts';
import type {
  Claim,
  Counts,
  Finding,
  Level,
  RequirementResult,
  RunResult,
  ScenarioResult,
  TranscriptEntry,
  Verdict,
} from '../verdict/result.ts';

/** Markup, an end of a script, a bidi override, terminal control, NUL, and what XML cannot hold. */
export const HOSTILE =
  '</script><script>document.title="owned"</script><img src=x onerror=alert(1)>]]>&amp;"\'' +
  '\u202Etxt.exe\u202C \x1B]0;owned\x07\x1B[2J\x9B31m\x00\uFFFE\u2028\uD800';

/** The same as it comes over the wire: one character for each octet. */
const OCTETS = latin1(Buffer.from(HOSTILE, 'utf8'));

const NO_COUNTS: Counts = { pass: 0, fail: 0, advice: 0, inconclusive: 0, 'not-applicable': 0, 'not-run': 0 };

/** The summary that belongs to the requirements. */
export function summaryOf(requirements: readonly RequirementResult[]): Record<Level, Counts> {
  const summary: Record<Level, Record<Verdict, number>> = {
    MUST: { ...NO_COUNTS },
    SHOULD: { ...NO_COUNTS },
    MAY: { ...NO_COUNTS },
  };
  for (const { level, verdict } of requirements) summary[level][verdict] += 1;
  return summary;
}

/** A transcript from lines such as `S: +OK ready\r\n`; `C:` and `S:` each are one segment, `#` begins the next connection. */
export function conversation(...steps: readonly string[]): TranscriptEntry[] {
  const entries: TranscriptEntry[] = [{ t: 0.1, from: 'C', connection: 1, event: 'connect', data: '' }];
  let connection = 1;
  for (const [index, step] of steps.entries()) {
    const t = 0.3 + index * 0.42;
    if (step === '#') {
      connection += 1;
      entries.push({ t, from: 'C', connection, event: 'connect', data: '' });
      continue;
    }
    const from = step.startsWith('S') ? 'S' : 'C';
    const data = step.slice(3);
    if (data === '(close)') entries.push({ t, from, connection, event: 'close', data: '' });
    else if (data === '(tls)') entries.push({ t, from, connection, event: 'tls', data: '' });
    else entries.push({ t, from, connection, event: 'data', data });
  }
  return entries;
}

/** A requirement with sensible values where none are given. */
export function requirement(id: string, verdict: Verdict, more: Partial<RequirementResult> = {}): RequirementResult {
  const [rfc = '2449', section = '5'] = id.split('-');
  return {
    id,
    rfc: Number(rfc),
    section,
    role: 'server',
    level: 'MUST',
    title: 'CAPA is available in AUTHORIZATION',
    quote: 'The CAPA command is available in both the AUTHENTICATION and TRANSACTION states.',
    quotes: [
      {
        rfc: Number(rfc),
        section,
        text: more.quote ?? 'The CAPA command is available in both the AUTHENTICATION and TRANSACTION states.',
      },
    ],
    readings: [],
    verdict,
    reason: 'CAPA was answered with +OK and a list of 9 capabilities',
    scenarios: [],
    ...more,
  };
}

/** A scenario with sensible values where none are given. */
export function scenario(name: string, verdict: Verdict, more: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    name,
    uri: 'features/server/2449/5-capa.feature',
    line: 12,
    verdict,
    reason: 'CAPA was answered with +OK and a list of 9 capabilities',
    durationMs: 2.4,
    findings: [],
    transcript: conversation(
      'S: +OK ready <1896.697170952@mail.example.org>\r\n',
      'C: CAPA\r\n',
      'S: +OK Capability list follows\r\nTOP\r\nUSER\r\nSASL PLAIN\r\n',
      'S: UIDL\r\nIMPLEMENTATION Example 1.0\r\n.\r\n',
      'C: QUIT\r\n',
      'S: +OK bye\r\n',
      'S: (close)',
    ),
    ...more,
  };
}

const BAD_TAG: Finding = {
  requirement: '2449-3-S6',
  kind: 'fail',
  message: 'A capability line has two spaces between its tag and its parameter',
  expected: 'one SP between the tag and the parameter',
  actual: 'LOGIN-DELAY  900\\r\\n',
  reading: 'R4',
  at: { entry: 3, offset: 46 },
};

/** Capabilities of which one is announced with a doubled space. */
function badList(): TranscriptEntry[] {
  return conversation(
    'S: +OK ready\r\n',
    'C: CAPA\r\n',
    'S: +OK Capability list follows\r\nTOP\r\nLOGIN-DELAY  900\r\n',
    'S: SASL PLAIN CRAM',
    'S: -MD5\r\n.\r\n',
    'C: USER alice\r\n',
    'S: +OK\r\n',
    'C: PASS {password}\r\n',
    'S: +OK 2 messages \xC3\xA4 \x00\x1B[31m\\\n',
    '#',
    'S: +OK ready\r\n',
    'C: STLS\r\n',
    'S: +OK begin TLS\r\n',
    'C: (tls)',
    'C: CAPA\r\n',
    'S: -ERR\r\n',
    'S: (close)',
  );
}

function sampleRequirements(): RequirementResult[] {
  return [
    requirement('2449-3-S6', 'fail', {
      title: 'A capability line is a tag, then SP-separated parameters of visible octets',
      quote: 'Each capability is listed on a separate line: capa-tag *(SP param) CRLF ; 512 octets maximum',
      readings: ['R4'],
      reason: 'A capability line has two spaces between its tag and its parameter',
      scenarios: [
        scenario('the list before login', 'fail', {
          reason: BAD_TAG.message,
          findings: [BAD_TAG],
          transcript: badList(),
          reproduce: [
            {
              label: 'on the command line',
              text: 'npx pop3spec server 127.0.0.1:110 --only features/server/2449/5-capa.feature:12',
            },
            { label: 'as a script', text: 'S: +OK ready\nC: CAPA\nS: +OK\nS: LOGIN-DELAY  900\nS: .' },
          ],
        }),
        scenario('the list after login', 'pass', { line: 24 }),
        scenario('seen in the login by AUTH', 'fail', {
          observed: true,
          uri: 'features/server/5034/4-auth.feature',
          line: 31,
          reason: BAD_TAG.message,
          findings: [BAD_TAG],
          transcript: badList(),
        }),
      ],
    }),
    requirement('2449-5-S1', 'pass', { scenarios: [scenario('CAPA as the first command', 'pass')] }),
    requirement('2449-5-S3', 'fail', {
      title: 'What is announced in AUTHORIZATION is announced in both states',
      quote: 'Capabilities available in the AUTHENTICATION state MUST be announced in both states.',
      reason: `PIPELINING is announced in AUTHORIZATION only ${HOSTILE}`,
      scenarios: [
        scenario(`before and after login ${HOSTILE}`, 'fail', {
          reason: `PIPELINING is announced in AUTHORIZATION only ${HOSTILE}`,
          findings: [
            {
              requirement: '2449-5-S3',
              kind: 'fail',
              message: `PIPELINING is missing in TRANSACTION ${HOSTILE}`,
              expected: `PIPELINING among the capabilities ${HOSTILE}`,
              actual: `SASL TOP UIDL ${HOSTILE}`,
              at: { entry: 4, offset: 9999 },
            },
          ],
          transcript: conversation('S: +OK ready\r\n', 'C: CAPA\r\n', 'S: +OK\r\nPIPELINING\r\n.', `S: ${OCTETS}\r\n`),
        }),
      ],
    }),
    requirement('2449-6.5-S5', 'inconclusive', {
      level: 'SHOULD',
      title: 'A server that advertises LOGIN-DELAY enforces it',
      quote: 'Servers which advertise this capability SHOULD enforce it.',
      reason: 'the delay is 900 s, and --max-wait allows 10 s',
      scenarios: [
        scenario('log in again too soon', 'inconclusive', { reason: 'the delay is 900 s, and --max-wait allows 10 s' }),
      ],
    }),
    requirement('2449-6.10-S1', 'not-applicable', { reason: 'the server does not announce EXPIRE', section: '6.10' }),
    requirement('2449-6.7-S2', 'not-applicable', { reason: 'the server does not announce EXPIRE' }),
    requirement('5034-4-S10', 'advice', {
      level: 'SHOULD',
      title: 'No plaintext mechanism is announced or permitted without TLS',
      quote:
        'A server implementation MUST implement a configuration in which it does not permit any plaintext mechanisms.',
      readings: ['R14'],
      reason: 'PLAIN is announced without TLS',
      scenarios: [
        scenario('mechanisms in the clear', 'advice', {
          reason: 'PLAIN is announced without TLS',
          findings: [
            {
              requirement: '5034-4-S10',
              kind: 'advice',
              message: 'PLAIN is announced without TLS',
              at: { entry: 3, offset: 46 },
            },
          ],
        }),
      ],
    }),
    requirement('1939-3-S4', 'not-run', { reason: 'it waits for 10 minutes, and --max-wait allows 10 s' }),
    requirement('2595-4-S2', 'pass', {
      level: 'MAY',
      title: 'A second STLS under TLS gets -ERR',
      reason: 'the second STLS got -ERR',
    }),
  ];
}

const CLAIMS: readonly Claim[] = [
  {
    capability: 'PIPELINING',
    announcements: [
      { state: 'AUTHORIZATION', tls: false, announced: true, arguments: '' },
      { state: 'TRANSACTION', tls: false, announced: false, arguments: '' },
      { state: 'AUTHORIZATION', tls: true, announced: null, arguments: '' },
    ],
    accepted: true,
    agrees: false,
    requirement: '2449-5-S3',
    note: `announced before login only ${HOSTILE}`,
  },
  {
    capability: 'SASL',
    announcements: [
      { state: 'AUTHORIZATION', tls: false, announced: true, arguments: 'PLAIN CRAM-MD5' },
      { state: 'TRANSACTION', tls: false, announced: true, arguments: 'PLAIN CRAM-MD5' },
      { state: 'AUTHORIZATION', tls: true, announced: true, arguments: `PLAIN ${HOSTILE}` },
    ],
    accepted: true,
    agrees: true,
    requirement: '2449-6.3-S2',
    note: '',
  },
  { capability: 'UTF8', announcements: [], accepted: null, agrees: null, requirement: '6856-2-S1', note: 'not tried' },
];

/** The readings that the sample refers to. */
export const SAMPLE_READINGS: ReadonlyArray<{ readonly id: string; readonly text: string }> = [
  { id: 'R4', text: '`%x7F` (DEL) is called printable by the grammar. We let it pass with advice.' },
  {
    id: 'R14',
    text: 'RFC 2595 forbids the client to send more before TLS; it does not tell the server to discard what came.',
  },
];

/** A whole run, with `more` in the place of what it would have. */
export function sampleResult(more: Partial<RunResult> = {}): RunResult {
  const all = more.requirements ?? sampleRequirements();
  return {
    schema: SCHEMA,
    suite: { name: 'pop3spec', version: '0.1.0' },
    role: 'server',
    target: {
      name: `Example ${HOSTILE}`,
      address: '127.0.0.1:110',
      tls: 'stls',
      greeting: '+OK ready <1896.697170952@mail.example.org>\\r\\n',
      implementation: 'Example-POP3 1.0',
    },
    started: '2026-01-02T03:04:05.678Z',
    durationMs: 1834,
    verdict: 'non-conforming',
    summary: summaryOf(all),
    claims: CLAIMS,
    faults: [],
    ...more,
    requirements: all,
  };
}
