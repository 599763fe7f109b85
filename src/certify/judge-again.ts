/** A published transcript judged again by the rules that every octet is judged by, and what it leaves open. Pure. */

import { conclude, COVERED, judgeTranscript } from '../examination/conclude.ts';
import { judgeClient, type JudgedLaunch } from '../judge/client-passive.ts';
import { conversations, type Conversation } from '../judge/conversation.ts';
import type { Knowledge, PassiveJudgement, Sighting } from '../judge/passive.ts';
import { latin1 } from '../protocol/octets.ts';
import { markSecrets } from '../server/recorded-secrets.ts';
import { isBreach } from '../verdict/conclude.ts';
import type { Finding, RecordedLaunch, TranscriptEntry } from '../verdict/result.ts';
import type { WireEntry } from '../wire/transcript.ts';
import { answerAt, lineAt, wireOf, type Published } from './published.ts';

/** What the judgement of a transcript comes to when it is done again. */
export interface Again {
  /** The breaches that it shows; what it leaves open is not among them. */
  readonly breaches: readonly Finding[];
  readonly judged: Readonly<Record<string, number>>;
  /** The connections that are judged up to a cut only. */
  readonly cut: ReadonlySet<number>;
  /** Whether all was judged that was judged in the run, so that it can be counted. */
  readonly isWhole: boolean;
  /** Whether a breach rests on what the transcript does not tell: then it can be neither found nor doubted. */
  readonly isOpen: (finding: Finding) => boolean;
}

/** Judges again what a server sent. */
export function serverAgain(transcript: readonly TranscriptEntry[], knowledge: Knowledge): Again {
  const { entries, cut } = wireOf(transcript);
  const isOpen = ({ actual = '', at }: Finding): boolean => {
    // A secret may have stood in the line: then the transcript has asterisks where the judgement had octets.
    const line = at === undefined ? undefined : answerAt(at, transcript);
    return actual.includes('*') || actual === COVERED.S || line?.whole.includes('*') === true;
  };
  return concluded(entries, judgeTranscript(entries, knowledge), { cut, isWhole: cut.size === 0, isOpen });
}

/** Judges again what a client sent in the launches. */
export function clientAgain(transcript: readonly TranscriptEntry[], launches: readonly RecordedLaunch[]): Again {
  const published = wireOf(transcript);
  // A placeholder stands where the secret stood, and is found in the same way.
  const { entries } = markSecrets(published.entries);
  const all = conversations(entries);
  const known = launches.map((launch) => knownOf(launch, all, published));
  const { sightings, judged } = judgeClient(known.map(({ launch }) => launch));
  const told = sightings.filter((sighting) => !isBehindCut(sighting, all, published));
  return concluded(
    entries,
    { sightings: told, judged },
    {
      cut: published.cut,
      isWhole: published.cut.size === 0 && known.every(({ judgedBy }) => judgedBy === undefined),
      isOpen: (finding) => isLeftOpen(finding, transcript, known),
    },
  );
}

function concluded(
  entries: readonly WireEntry[],
  passive: PassiveJudgement,
  again: Pick<Again, 'cut' | 'isWhole' | 'isOpen'>,
): Again {
  const { findings, judged } = conclude([], '', entries, passive, []).findings;
  return { ...again, judged, breaches: findings.filter(isBreach).filter((finding) => !again.isOpen(finding)) };
}

/** The rules that a line keeps or breaks whatever was said before it. */
const BY_LINE: ReadonlySet<string> = new Set(['2449-3-C1', '2449-4-C1', '5034-4-C1', '2449-5-C6']);
const BY_NOTHING: ReadonlySet<string> = new Set();

/** A launch as far as it is told. */
interface Known {
  readonly launch: JudgedLaunch;
  readonly connections: ReadonlySet<number>;
  /** The rules that it can be judged by; all where undefined. */
  readonly judgedBy: ReadonlySet<string> | undefined;
}

function knownOf({ connections, wantsTls }: RecordedLaunch, all: readonly Conversation[], { cut }: Published): Known {
  const own = new Set(connections);
  const held = all.filter(({ connection }) => own.has(connection));
  // What was announced on one connection is known on the next.
  const isCut = held.length > 1 && held.some(({ connection }) => cut.has(connection));
  const judgedBy = held.some(losesTrack) ? BY_NOTHING : isCut || held.some(hidesWords) ? BY_LINE : undefined;
  return {
    launch: { conversations: held, knowledge: { password: undefined, wantsTls } },
    connections: own,
    judgedBy,
  };
}

/** Whether an echo of a secret is hidden where a status or a dot line may have stood. */
function losesTrack({ exchanges }: Conversation): boolean {
  return exchanges.some(
    ({ answer, lines, dotLine }) =>
      hides(answer?.content.subarray(0, 4)) || (dotLine === undefined && lines.some(({ content }) => hides(content))),
  );
}

/** Whether an echo of a secret is hidden where a timestamp or a capability may have stood. */
function hidesWords({ greeting, exchanges }: Conversation): boolean {
  const lists = exchanges.filter(({ keyword }) => keyword === 'CAPA');
  return hides(greeting?.content) || lists.some(({ lines }) => lines.some(({ content }) => hides(content)));
}

function hides(octets: Buffer | undefined): boolean {
  return octets !== undefined && latin1(octets).includes('*');
}

/** Whether what a command was answered is left out: then it can't be told what stood between it and the one before. */
function isBehindCut(
  { connection, violation: { offset } }: Sighting,
  all: readonly Conversation[],
  { cut }: Published,
): boolean {
  const unanswered = all.find((each) => each.connection === connection)?.unanswered ?? [];
  return (
    cut.has(connection) &&
    unanswered.some(({ command }) => command.offset <= offset && offset < command.offset + command.octets.length)
  );
}

const LENGTHS: ReadonlySet<string> = new Set(['2449-4-C1', '5034-4-C1']);

/** A line of which the end is a secret. */
const ENDS_IN_SECRET = /\{[a-z]+\}\r?\n?$/;

function isLeftOpen(
  { requirement, actual, at }: Finding,
  transcript: readonly TranscriptEntry[],
  known: readonly Known[],
): boolean {
  if (actual === COVERED.C) return true;
  if (at === undefined) return false;
  const connection = transcript[at.entry]?.connection ?? 0;
  const judgedBy = known.find(({ connections }) => connections.has(connection))?.judgedBy;
  if (judgedBy !== undefined && !judgedBy.has(requirement)) return true;
  const line = lineAt(at, transcript)?.whole ?? '';
  // Neither the length of a secret is told, nor whether the line with it is well-formed UTF-8.
  return ENDS_IN_SECRET.test(line) && (LENGTHS.has(requirement) || /[\u0080-\u00ff]/.test(line));
}
