/** A result file read back: of this schema, whole, and nothing else. Pure. */

import { z } from 'zod';
import { SCHEMA, type RunResult } from './result.ts';

export type ReadResult =
  | { readonly ok: true; readonly result: RunResult }
  /** What is wrong with the file and where in it, a sentence each. */
  | { readonly ok: false; readonly problems: readonly [string, ...string[]] };

/** Of many things that are wrong, so many are told. */
const MOST_PROBLEMS = 5;

const VERDICT = z.enum(['pass', 'fail', 'advice', 'inconclusive', 'not-applicable', 'not-run']);
const COUNT = z.int().nonnegative();
const TIME = z.number().nonnegative();
const ROLE = z.enum(['server', 'client']);

// Fields that a later version adds are kept as they are (loose): fields of a schema version are added, never changed.
const POSITION = z.looseObject({ entry: COUNT, offset: COUNT });

const ENTRY = z.looseObject({
  t: TIME,
  from: z.enum(['S', 'C']),
  connection: COUNT,
  event: z.enum(['connect', 'data', 'tls', 'close', 'reset']),
  data: z.string().refine(isOctets, 'a character beyond U+00FF is no octet'),
  omitted: z.looseObject({ at: COUNT, octets: COUNT }).exactOptional(),
});

/** Whether each character stands for one octet. */
function isOctets(text: string): boolean {
  return !/[\u0100-\uffff]/.test(text);
}

const FINDING = z.looseObject({
  requirement: z.string(),
  kind: z.enum(['fail', 'advice', 'inconclusive', 'not-applicable', 'not-run', 'observation', 'evidence']),
  message: z.string(),
  expected: z.string().exactOptional(),
  actual: z.string().exactOptional(),
  reading: z.string().exactOptional(),
  at: POSITION.exactOptional(),
});

const SCENARIO = z.looseObject({
  name: z.string(),
  uri: z.string(),
  line: COUNT,
  verdict: VERDICT,
  reason: z.string(),
  durationMs: TIME,
  findings: z.array(FINDING),
  transcript: z.array(ENTRY),
  launches: z.array(z.looseObject({ connections: z.array(COUNT), wantsTls: z.boolean() })).exactOptional(),
  observed: z.boolean().exactOptional(),
  baseline: z.literal('expected').exactOptional(),
  passive: z.boolean().exactOptional(),
  fault: z.boolean().exactOptional(),
  reproduce: z.array(z.looseObject({ label: z.string(), text: z.string() })).exactOptional(),
});

const REQUIREMENT = z.looseObject({
  id: z.string().min(1),
  rfc: COUNT,
  section: z.string(),
  role: ROLE,
  level: z.enum(['MUST', 'SHOULD', 'MAY']),
  title: z.string(),
  quote: z.string(),
  quotes: z.array(
    z.looseObject({ rfc: COUNT, section: z.string(), kind: z.string().exactOptional(), text: z.string() }),
  ),
  readings: z.array(z.string()),
  verdict: VERDICT,
  reason: z.string(),
  baseline: z.literal('expected').exactOptional(),
  proofs: COUNT.exactOptional(),
  judged: z.looseObject({ places: COUNT, scenarios: COUNT, survey: COUNT }).exactOptional(),
  scenarios: z.array(SCENARIO),
});

const COUNTS = z.looseObject({
  pass: COUNT,
  fail: COUNT,
  advice: COUNT,
  inconclusive: COUNT,
  'not-applicable': COUNT,
  'not-run': COUNT,
});

const CLAIM = z.looseObject({
  capability: z.string(),
  announcements: z.array(
    z.looseObject({
      state: z.enum(['AUTHORIZATION', 'TRANSACTION']),
      tls: z.boolean(),
      announced: z.boolean().nullable(),
      arguments: z.string(),
    }),
  ),
  accepted: z.boolean().nullable(),
  agrees: z.boolean().nullable(),
  requirement: z.string(),
  note: z.string(),
});

const EXPECTED = z.looseObject({
  line: COUNT,
  requirement: z.string().exactOptional(),
  scenario: z.string().exactOptional(),
  verdict: VERDICT.exclude(['pass', 'not-run']),
  reason: z.string(),
});

const BASELINE = z.looseObject({
  file: z.string(),
  expected: z.array(EXPECTED),
  stale: z.array(EXPECTED.extend({ message: z.string() })),
});

const RUN: z.ZodType<RunResult> = z.looseObject({
  schema: z.literal(SCHEMA),
  suite: z.looseObject({ name: z.literal('pop3spec'), version: z.string() }),
  role: ROLE,
  target: z.looseObject({
    name: z.string(),
    address: z.string(),
    tls: z.enum(['none', 'stls', 'implicit']),
    greeting: z.string(),
    implementation: z.string(),
  }),
  started: z.string(),
  durationMs: TIME,
  options: z
    .looseObject({
      strict: z.boolean(),
      segment: z.string(),
      timeoutMs: TIME,
      maxWaitMs: TIME,
      only: z.array(z.string()).exactOptional(),
      accounts: COUNT.exactOptional(),
      deliver: z.boolean().exactOptional(),
      allowDelete: z.boolean().exactOptional(),
      pollsMs: TIME.exactOptional(),
      pipelines: z.boolean().exactOptional(),
    })
    .exactOptional(),
  shard: z
    .looseObject({
      index: z.int().positive(),
      // Each missing part is named, so there must be an end to them.
      of: z.int().positive().max(9999),
      scenarios: COUNT,
      plan: z.string(),
    })
    .exactOptional(),
  verdict: z.enum(['conforming', 'non-conforming', 'incomplete']),
  summary: z.looseObject({ MUST: COUNTS, SHOULD: COUNTS, MAY: COUNTS }),
  claims: z.array(CLAIM),
  requirements: z.array(REQUIREMENT).refine(areUnique, 'a requirement is listed twice'),
  faults: z.array(z.string()),
  lanes: z
    .looseObject({ asked: z.int().positive(), used: z.int().positive(), shortcomings: z.array(z.string()) })
    .exactOptional(),
  interrupted: z.string().exactOptional(),
  baseline: BASELINE.exactOptional(),
});

function areUnique(requirements: readonly { readonly id: string }[]): boolean {
  return new Set(requirements.map(({ id }) => id)).size === requirements.length;
}

/** Reads the text of a result file. */
export function readResult(text: string): ReadResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [notJson(text, error)] };
  }
  const refusal = otherKind(value);
  if (refusal !== undefined) return { ok: false, problems: [refusal] };
  const outcome = RUN.safeParse(value);
  if (outcome.success) return { ok: true, result: outcome.data };
  const [first = 'it is no result file', ...others] = outcome.error.issues.map(
    ({ path, message }) => `${placeOf(path)}: ${message}`,
  );
  const told = others.slice(0, MOST_PROBLEMS - 1);
  const more = others.length - told.length;
  return { ok: false, problems: [first, ...told, ...(more > 0 ? [`and ${more} more of the kind`] : [])] };
}

function notJson(text: string, error: unknown): string {
  if (text.trim() === '') return 'the file is empty';
  const message = error instanceof Error ? error.message : '';
  const [, offset] = /position (\d+)/.exec(message) ?? [];
  const atEnd = /end of JSON input|Unterminated/.test(message) || Number(offset) >= text.trimEnd().length;
  if (atEnd) return 'the file ends in the middle: it is not whole';
  const before = text.slice(0, Number(offset ?? 0));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  const where = offset === undefined ? '' : `line ${line}, column ${column}: `;
  return `${where}this is no JSON (a result file is written by --json)`;
}

/** Why the value is a result file neither of this nor of any version known here, where that can be told. */
function otherKind(value: unknown): string | undefined {
  const suite: unknown = isRecord(value) ? value['suite'] : undefined;
  if (!isRecord(value) || !isRecord(suite) || suite['name'] !== 'pop3spec') {
    return 'this is no result file of pop3spec (one is written by --json)';
  }
  const schema = value['schema'];
  if (schema === SCHEMA) return undefined;
  return `the result file has schema version ${JSON.stringify(schema)}, and this pop3spec reads version ${SCHEMA}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Such as `requirements[3].scenarios[0].line`. */
function placeOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '') || 'the whole';
}
