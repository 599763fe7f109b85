/** The result file: schema version 1, as other programs read it. */

import type {
  Announcement,
  BaselineOutcome,
  Claim,
  Counts,
  Finding,
  Position,
  RequirementResult,
  RunOptions,
  RunResult,
  ScenarioResult,
  Shard,
  Target,
  TranscriptEntry,
} from '../verdict/result.ts';

/** What goes into the file: fields in the order in which they are written. */
type Ordered = Readonly<Record<string, unknown>>;

/**
 * The fields of `value` in the order of `keys`, with those in `nested` in the place of the original ones.
 * Fields that a later version adds follow, sorted: none is lost for not being listed.
 */
function ordered<T extends object>(
  value: T,
  keys: ReadonlyArray<keyof T & string>,
  nested: Partial<Record<keyof T, unknown>> = {},
): Ordered {
  const fields: Ordered = { ...value, ...nested };
  const known = new Set<string>(keys);
  const added = Object.keys(fields).filter((key) => !known.has(key));
  return Object.fromEntries([...keys, ...added.toSorted()].map((key) => [key, fields[key]]));
}

function counts(value: Counts): Ordered {
  return ordered(value, ['pass', 'fail', 'advice', 'inconclusive', 'not-applicable', 'not-run']);
}

function position(value: Position): Ordered {
  return ordered(value, ['entry', 'offset']);
}

function finding(value: Finding): Ordered {
  const keys = ['requirement', 'kind', 'message', 'expected', 'actual', 'reading', 'at'] as const;
  return ordered(value, keys, { at: value.at === undefined ? undefined : position(value.at) });
}

function entry(value: TranscriptEntry): Ordered {
  return ordered(value, ['t', 'from', 'connection', 'event', 'data', 'omitted']);
}

const SCENARIO = [
  'name',
  'uri',
  'line',
  'verdict',
  'reason',
  'durationMs',
  'baseline',
  'observed',
  'passive',
  'fault',
  'reproduce',
  'findings',
  'launches',
  'transcript',
] as const;

function scenario(value: ScenarioResult): Ordered {
  return ordered(value, SCENARIO, {
    findings: value.findings.map(finding),
    launches: value.launches?.map((each) => ordered(each, ['connections', 'wantsTls'])),
    transcript: value.transcript.map(entry),
    reproduce: value.reproduce?.map((each) => ordered(each, ['label', 'text'])),
  });
}

const REQUIREMENT = [
  'id',
  'rfc',
  'section',
  'role',
  'level',
  'title',
  'quote',
  'quotes',
  'readings',
  'verdict',
  'reason',
  'baseline',
  'proofs',
  'judged',
  'scenarios',
] as const;

function requirement(value: RequirementResult): Ordered {
  return ordered(value, REQUIREMENT, {
    quotes: value.quotes.map((quotation) => ordered(quotation, ['rfc', 'section', 'kind', 'text'])),
    judged: value.judged === undefined ? undefined : ordered(value.judged, ['places', 'scenarios', 'survey']),
    scenarios: value.scenarios.map(scenario),
  });
}

function announcement(value: Announcement): Ordered {
  return ordered(value, ['state', 'tls', 'announced', 'arguments']);
}

const CLAIM = ['capability', 'announcements', 'accepted', 'agrees', 'requirement', 'note'] as const;

function claim(value: Claim): Ordered {
  return ordered(value, CLAIM, { announcements: value.announcements.map(announcement) });
}

const ENTRY = ['line', 'requirement', 'scenario', 'verdict', 'reason'] as const;

function baseline(value: BaselineOutcome): Ordered {
  return ordered(value, ['file', 'expected', 'stale'], {
    expected: value.expected.map((each) => ordered(each, ENTRY)),
    stale: value.stale.map((each) => ordered(each, [...ENTRY, 'message'])),
  });
}

function target(value: Target): Ordered {
  return ordered(value, ['name', 'address', 'tls', 'greeting', 'implementation']);
}

/** A value as JSON in ASCII, indented by two, ending in a line feed. */
export function asciiJson(value: unknown): string {
  return `${ascii(JSON.stringify(value, null, 2))}\n`;
}

/** Every character outside printable ASCII as `\uXXXX`, so that a result shown on a terminal is text and nothing else. */
function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const OPTIONS = [
  'strict',
  'segment',
  'timeoutMs',
  'maxWaitMs',
  'only',
  'accounts',
  'deliver',
  'allowDelete',
  'pollsMs',
  'pipelines',
] as const satisfies ReadonlyArray<keyof RunOptions>;

function options(value: RunOptions): Ordered {
  return ordered(value, OPTIONS);
}

function shard(value: Shard): Ordered {
  return ordered(value, ['index', 'of', 'scenarios', 'plan']);
}

const RUN = [
  'schema',
  'suite',
  'role',
  'target',
  'started',
  'durationMs',
  'options',
  'shard',
  'verdict',
  'interrupted',
  'faults',
  'baseline',
  'summary',
  'claims',
  'requirements',
] as const;

/**
 * A run as the result file: JSON in ASCII, indented by two, ending in a line feed. Keys stand in the order of the
 * schema, whatever the order in which the run put them together, so that two files can be compared line by line.
 */
export function renderJson(result: RunResult): string {
  const { summary } = result;
  const run = ordered(result, RUN, {
    suite: ordered(result.suite, ['name', 'version']),
    target: target(result.target),
    options: result.options === undefined ? undefined : options(result.options),
    shard: result.shard === undefined ? undefined : shard(result.shard),
    summary: { MUST: counts(summary.MUST), SHOULD: counts(summary.SHOULD), MAY: counts(summary.MAY) },
    baseline: result.baseline === undefined ? undefined : baseline(result.baseline),
    claims: result.claims.map(claim),
    requirements: result.requirements.map(requirement),
  });
  return asciiJson(run);
}
