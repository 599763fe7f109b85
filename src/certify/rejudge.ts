/**
 * Transcripts judged again: what the octets of a result file say of the grammar must be what its findings say. Secrets are hidden in
 * a transcript and long ones are cut, so what depends on either is left open. Pure.
 */

import { canonicalJson, digestOf } from './canonical.ts';
import { conclude, COVERED, judgeTranscript } from '../examination/conclude.ts';
import type { Knowledge } from '../judge/passive.ts';
import { octetsOf, visible } from '../protocol/octets.ts';
import { isBreach } from '../verdict/conclude.ts';
import { SURVEY } from '../verdict/verdicts.ts';
import type { Finding, Position, RunResult, ScenarioResult, TranscriptEntry } from '../verdict/result.ts';
import type { WireEntry } from '../wire/transcript.ts';

/** Of one requirement and scenario no more breaches are told apart (judge/passive.ts), and of one requirement no more scenarios. */
const MOST_SIGHTINGS = 20;
const MOST_SCENARIOS = 5;

const NOTHING = Buffer.alloc(0);

/** A scenario of the run, with what each requirement has of it. */
interface Conversation {
  readonly place: string;
  readonly transcript: readonly TranscriptEntry[];
  /** The requirement whose scenario it is; undefined for the survey. */
  readonly own: string | undefined;
  readonly results: ReadonlyMap<string, ScenarioResult>;
}

type Draft = { -readonly [K in keyof Conversation]: Conversation[K] } & {
  readonly results: Map<string, ScenarioResult>;
};

/** What the findings of a server's run say otherwise than its transcripts, one sentence each. */
export function rejudge(result: RunResult): string[] {
  // What a client sends is judged with its password, which no result file has.
  if (result.role !== 'server') return [];
  const knowledge = knowledgeIn(result);
  return conversationsOf(result).flatMap((conversation) => differences(conversation, knowledge, result));
}

/** What the survey told the judgement, as the table of claims has it. */
function knowledgeIn({ claims }: RunResult): Knowledge {
  const says = (tag: string): boolean | undefined => {
    const seen =
      claims.find(({ capability }) => capability === tag)?.announcements.map(({ announced }) => announced) ?? [];
    return seen.every((announced) => announced === null) ? undefined : seen.includes(true);
  };
  return { respCodes: says('RESP-CODES'), authRespCode: says('AUTH-RESP-CODE') };
}

/** Where a scenario stands, and where it was seen. */
export function placeOf({ uri, line, name }: Pick<ScenarioResult, 'uri' | 'line' | 'name'>): string {
  return `${uri}:${line} (${name})`;
}

function conversationsOf({ requirements }: RunResult): Conversation[] {
  const found = new Map<string, Draft>();
  for (const { id, scenarios } of requirements) {
    for (const scenario of scenarios) {
      // In a merged result there may be the surveys of several parts.
      const key = placeOf(scenario) + (scenario.uri === SURVEY ? digestOf(scenario.transcript) : '');
      const known: Draft = found.get(key) ?? {
        own: undefined,
        place: placeOf(scenario),
        transcript: scenario.transcript,
        results: new Map(),
      };
      if (scenario.observed !== true) {
        known.own = id;
        known.transcript = scenario.transcript;
      }
      known.results.set(id, scenario);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

function differences(conversation: Conversation, knowledge: Knowledge, result: RunResult): string[] {
  const { place, transcript, own, results } = conversation;
  const wire = wireOf(transcript);
  const { findings, judged } = conclude([], '', wire.entries, judgeTranscript(wire.entries, knowledge), []).findings;
  const again: Again = { breaches: findings.filter(isBreach), judged, cut: wire.cut };
  return [
    ...[...results]
      .filter(([, scenario]) => !isSameTranscript(scenario.transcript, transcript))
      .map(([id]) => `${place}: the transcript under ${id} is another than under ${own ?? 'others'}`),
    ...missing(conversation, again, result),
    ...[...results].flatMap(([id, scenario]) =>
      scenario.findings.flatMap((finding) => doubts(finding, id, conversation, again)),
    ),
  ];
}

/** What the judgement of a transcript comes to when it is done again. */
interface Again {
  readonly breaches: readonly Finding[];
  readonly judged: Readonly<Record<string, number>>;
  /** The connections that are judged up to a cut only. */
  readonly cut: ReadonlySet<number>;
}

/** Breaches that the transcript shows and the result has not. */
function missing({ place, transcript, own, results }: Conversation, { breaches }: Again, result: RunResult): string[] {
  return breaches
    .filter((finding) => {
      const told = results.get(finding.requirement)?.findings.filter(isPassive) ?? [];
      const known = told.some((each) => isSame(each, finding)) || isLeftOut(finding, told, result);
      return !known && !isCovered(finding, transcript) && !(own === undefined && isInSurvey(finding, result));
    })
    .map(
      ({ requirement, message }) =>
        `${place}: its transcript shows a breach of ${requirement} that the result has not: ${message}`,
    );
}

/** What of a finding the transcript does not bear out. */
function doubts(finding: Finding, id: string, { place, transcript, own }: Conversation, again: Again): string[] {
  const { at, message } = finding;
  const where = at === undefined ? undefined : transcript[at.entry];
  if (at !== undefined && (where === undefined || at.offset > where.data.length)) {
    return [`${place}: a finding on ${id} points to where its transcript has nothing: ${message}`];
  }
  if (where !== undefined && again.cut.has(where.connection)) return [];
  const claimed = Number(/^(\d+) places? judged by this rule in this scenario$/.exec(message)?.[1] ?? 0);
  const shown = !isPassive(finding) || again.breaches.some((each) => isSame(each, finding));
  return [
    ...(shown || isCovered(finding, transcript)
      ? []
      : [`${place}: its transcript does not show the breach of ${id} that the result has: ${message}`]),
    ...(isQuoted(finding, transcript)
      ? []
      : [`${place}: its transcript has another answer than the evidence for ${id}: ${message}`]),
    ...(id === own && again.cut.size === 0 && claimed > (again.judged[id] ?? 0)
      ? [`${place}: its transcript has fewer places that are judged by ${id} than the result claims: ${message}`]
      : []),
  ];
}

/** A transcript as it came over the wire, each connection up to where octets of it are left out; `cut` are those connections. */
function wireOf(transcript: readonly TranscriptEntry[]): { entries: WireEntry[]; cut: ReadonlySet<number> } {
  const cut = new Set<number>();
  const entries = transcript.map(({ t, connection, from, event, data, omitted }): WireEntry => {
    // What follows a cut keeps its place, so that positions stay right, and says nothing.
    if (cut.has(connection)) return { t, connection, from, event: 'connect', octets: NOTHING, secrets: [] };
    if (omitted !== undefined) cut.add(connection);
    const octets = octetsOf(omitted === undefined ? data : data.slice(0, omitted.at));
    return { t, connection, from, event, octets, secrets: [] };
  });
  return { entries, cut };
}

function isSameTranscript(a: readonly TranscriptEntry[], b: readonly TranscriptEntry[]): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** Whether a finding comes from the judgement of every octet: only that puts its breaches in these words. */
function isPassive(finding: Finding): boolean {
  const { expected, actual, message } = finding;
  return isBreach(finding) && message === `expected ${expected ?? ''}; there was ${actual ?? ''}`;
}

/** Whether a secret may have stood in the line: then the transcript has asterisks where the judgement had octets. */
function isCovered({ actual = '', at }: Finding, transcript: readonly TranscriptEntry[]): boolean {
  const line = at === undefined ? undefined : lineAt(at, transcript);
  return actual.includes('*') || actual === COVERED.S || line?.whole.includes('*') === true;
}

function isSame(a: Finding, b: Finding): boolean {
  return (
    a.requirement === b.requirement &&
    a.kind === b.kind &&
    a.message === b.message &&
    a.at?.entry === b.at?.entry &&
    a.at?.offset === b.at?.offset
  );
}

/** Whether some survey of the run has a breach: what those of several parts saw alike is told once. */
function isInSurvey({ kind, message }: Finding, { requirements }: RunResult): boolean {
  return requirements
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ uri }) => uri === SURVEY)
    .some(({ findings }) => findings.some((each) => each.kind === kind && each.message === message));
}

/** Whether the result had no room for a breach. */
function isLeftOut(finding: Finding, told: readonly Finding[], { requirements }: RunResult): boolean {
  if (told.filter(({ kind }) => kind === finding.kind).length >= MOST_SIGHTINGS) return true;
  const requirement = requirements.find(({ id }) => id === finding.requirement);
  if (requirement === undefined) return true; // a run of one's own scenarios may be on fewer requirements
  const observed = requirement.scenarios.filter((scenario) => scenario.observed === true);
  return told.length === 0 && observed.length >= MOST_SCENARIOS;
}

/** An answer as evidence tells it: to the end of its line, or to where it was cut short. */
const ANSWER = / was answered ((?:\+OK|-ERR).*?)(?:\\n|…)/s;

/** Whether the answer that a piece of evidence tells stands where it points; true where it tells none. */
function isQuoted({ kind, message, at }: Finding, transcript: readonly TranscriptEntry[]): boolean {
  const [, told] = ANSWER.exec(message) ?? [];
  if (kind !== 'evidence' || at === undefined || told === undefined || told.includes('*')) return true;
  const line = lineAt(at, transcript);
  if (line === undefined || line.whole.includes('*')) return true;
  return visible(octetsOf(line.rest), line.rest.length).startsWith(told);
}

/** The server's line around a position, and what of it stands behind that; undefined where octets may be left out of it. */
function lineAt(at: Position, transcript: readonly TranscriptEntry[]): { whole: string; rest: string } | undefined {
  const found = transcript[at.entry];
  if (found === undefined || found.from !== 'S' || found.event !== 'data') return undefined;
  let before = '';
  let behind = '';
  for (const [index, { connection, from, event, data, omitted }] of transcript.entries()) {
    if (connection !== found.connection || from !== 'S' || event !== 'data') continue;
    const cut = omitted?.at;
    if (index === at.entry) {
      before = cut !== undefined && cut <= at.offset ? data.slice(cut, at.offset) : before + data.slice(0, at.offset);
      behind = data.slice(at.offset, cut !== undefined && cut > at.offset ? cut : undefined);
      if (cut !== undefined && cut > at.offset && !behind.includes('\n')) return undefined;
    } else if (index < at.entry) before = cut === undefined ? before + data : data.slice(cut);
    else if (!behind.includes('\n')) {
      if (cut !== undefined) return undefined;
      behind += data;
    }
  }
  const rest = behind.slice(0, behind.indexOf('\n') + 1 || undefined);
  return { whole: before.slice(before.lastIndexOf('\n') + 1) + rest, rest };
}
