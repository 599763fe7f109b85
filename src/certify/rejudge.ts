/**
 * Transcripts judged again: what the octets of a result file say of the grammar must be what its findings say. Secrets are hidden in
 * a transcript and long ones are cut, so what depends on either is left open. Pure.
 */

import { canonicalJson, digestOf } from './canonical.ts';
import { COVERED } from '../examination/conclude.ts';
import type { Knowledge } from '../judge/passive.ts';
import { octetsOf, visible } from '../protocol/octets.ts';
import { isBreach } from '../verdict/conclude.ts';
import { SURVEY } from '../verdict/verdicts.ts';
import type { Finding, RecordedLaunch, Role, RunResult, ScenarioResult, TranscriptEntry } from '../verdict/result.ts';
import { clientAgain, serverAgain, type Again } from './judge-again.ts';
import { answerAt } from './published.ts';

/** Of one requirement and scenario no more breaches are told apart (judge/passive.ts), and of one requirement no more scenarios. */
const MOST_SIGHTINGS = 20;
const MOST_SCENARIOS = 5;

/** A scenario of the run, with what each requirement has of it. */
interface Conversation {
  readonly place: string;
  readonly transcript: readonly TranscriptEntry[];
  /** Of a client; undefined where the result does not tell them apart. */
  readonly launches: readonly RecordedLaunch[] | undefined;
  /** The requirement whose scenario it is; undefined for the survey. */
  readonly own: string | undefined;
  readonly results: ReadonlyMap<string, ScenarioResult>;
}

type Draft = { -readonly [K in keyof Conversation]: Conversation[K] } & {
  readonly results: Map<string, ScenarioResult>;
};

/** What the findings of a run say otherwise than its transcripts, one sentence each. */
export function rejudge(result: RunResult): string[] {
  const knowledge = knowledgeIn(result);
  return conversationsOf(result).flatMap((conversation) => {
    const again = judgedAgain(result.role, conversation, knowledge);
    return again === undefined ? [] : differences(conversation, again, result);
  });
}

/** The judgement of a conversation done again; undefined where that can't be, since launches of a client are not told apart. */
function judgedAgain(role: Role, { transcript, launches }: Conversation, knowledge: Knowledge): Again | undefined {
  if (role === 'server') return serverAgain(transcript, knowledge);
  return launches === undefined ? undefined : clientAgain(transcript, launches);
}

/** How much of a run was judged again. */
export interface Extent {
  /** Whether any of it was. */
  readonly some: boolean;
  /** What was not, whatever the transcripts hold, one sentence each. */
  readonly open: readonly string[];
}

/** How much of a run {@link rejudge} can judge: of a client what is known to be of one launch. */
export function extentOf(result: RunResult): Extent {
  if (result.role === 'server') return { some: true, open: [] };
  const held = conversationsOf(result).filter(({ transcript }) => transcript.length > 0);
  const mixed = held.filter(({ launches }) => launches === undefined);
  const others = held.reduce((sum, conversation) => sum + strangersIn(conversation), 0);
  const open: string[] = [];
  if (mixed.length > 0) {
    const where = mixed.length === held.length ? '' : ` in ${mixed.length} of ${held.length} transcripts`;
    open.push(`what the client sent is not judged again${where}: the result does not tell launches apart`);
  }
  if (others > 0) {
    const [some, them] = others === 1 ? ['one connection is', 'it'] : [`${others} connections are`, 'them'];
    open.push(`${some} not judged again, as no launch that the run judged held ${them}`);
  }
  return { some: mixed.length < held.length, open };
}

/** How many connections are of no launch that was judged, where launches are told apart. */
function strangersIn({ transcript, launches }: Conversation): number {
  if (launches === undefined) return 0;
  const judged = new Set(launches.flatMap(({ connections }) => connections));
  return new Set(transcript.map(({ connection }) => connection).filter((each) => !judged.has(each))).size;
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
        launches: scenario.launches,
        results: new Map(),
      };
      if (scenario.observed !== true) {
        known.own = id;
        known.transcript = scenario.transcript;
        known.launches = scenario.launches;
      }
      known.results.set(id, scenario);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

function differences(conversation: Conversation, again: Again, result: RunResult): string[] {
  const { place, transcript, own, results } = conversation;
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

/** Breaches that the transcript shows and the result has not. */
function missing({ place, own, results }: Conversation, { breaches }: Again, result: RunResult): string[] {
  return breaches
    .filter((finding) => {
      const told = results.get(finding.requirement)?.findings.filter(isPassive) ?? [];
      const known = told.some((each) => isSame(finding, each) || isHidden(each)) || isLeftOut(finding, told, result);
      return !known && !(own === undefined && isInSurvey(finding, result));
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
    ...(shown || again.isOpen(finding)
      ? []
      : [`${place}: its transcript does not show the breach of ${id} that the result has: ${message}`]),
    ...(isQuoted(finding, transcript)
      ? []
      : [`${place}: its transcript has another answer than the evidence for ${id}: ${message}`]),
    ...(id === own && again.isWhole && claimed > (again.judged[id] ?? 0)
      ? [`${place}: its transcript has fewer places that are judged by ${id} than the result claims: ${message}`]
      : []),
  ];
}

function isSameTranscript(a: readonly TranscriptEntry[], b: readonly TranscriptEntry[]): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** Whether a finding comes from the judgement of every octet: only that puts its breaches in these words. */
function isPassive(finding: Finding): boolean {
  const { expected, actual, message } = finding;
  return isBreach(finding) && message === `expected ${expected ?? ''}; there was ${actual ?? ''}`;
}

/** Whether a finding is told of in the result. What is secret in words is hidden there, and in a new judgement nobody knows it. */
function isSame(found: Finding, told: Finding): boolean {
  return (
    found.requirement === told.requirement &&
    found.kind === told.kind &&
    (found.message === told.message || told.message.includes('*')) &&
    found.at?.entry === told.at?.entry &&
    found.at?.offset === told.at?.offset
  );
}

/** Whether a breach is in octets that are hidden: of what else was wrong in their line nothing may be told then. */
function isHidden({ actual }: Finding): boolean {
  return actual === COVERED.S || actual === COVERED.C;
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
  const line = answerAt(at, transcript);
  if (line === undefined || line.whole.includes('*')) return true;
  return visible(octetsOf(line.rest), line.rest.length).startsWith(told);
}
