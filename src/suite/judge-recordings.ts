/** Recordings judged as a run: the verdicts that they support, and for all else what is missing. */

import type { Requirement } from '../catalogue/requirement.ts';
import { conclude } from '../examination/conclude.ts';
import type { RawFinding } from '../examination/stop.ts';
import { judgeClient } from '../judge/client-passive.ts';
import { conversations, type Conversation as JudgedConversation } from '../judge/conversation.ts';
import { SEEN_BY_LISTENING } from '../judge/offline.ts';
import type { PassiveJudgement, Sighting } from '../judge/passive.ts';
import { visible } from '../protocol/octets.ts';
import { entriesOf, MADE_UP } from '../replay/entries.ts';
import type { Conversation } from '../script/syntax.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import { SCHEMA, type Finding, type Role, type RunResult } from '../verdict/result.ts';
import { runVerdict, summarize } from '../verdict/summary.ts';
import { judgeRequirements } from '../verdict/verdicts.ts';
import type { WireEntry } from '../wire/transcript.ts';
import { judgeHeard, knowledgeFrom } from './judge-heard.ts';

/** A recording of one connection. */
export interface JudgedRecording {
  readonly file: string;
  readonly conversation: Conversation;
}

export interface JudgingRecordings {
  /** All of one peer. */
  readonly recordings: readonly [JudgedRecording, ...JudgedRecording[]];
  readonly role: Role;
  readonly requirements: readonly Requirement[];
  readonly version: string;
  readonly strict: boolean;
}

/** A recording, read for judging. */
interface Read {
  readonly file: string;
  readonly entries: readonly WireEntry[];
  readonly read: readonly JudgedConversation[];
}

/** Judges recordings. */
export function judgeRecordings(judging: JudgingRecordings): RunResult {
  const started = new Date();
  const began = performance.now();
  const { recordings, role, requirements, version, strict } = judging;
  const all = recordings.map(({ file, conversation }, index): Read => {
    const entries = entriesOf(conversation, index + 1);
    return { file, entries, read: conversations(entries) };
  });
  const outcomes = role === 'server' ? serverOutcomes(all) : clientOutcomes(all);
  const judged = judgeRequirements(
    requirements,
    [...outcomes, ...requirements.map((requirement) => supportFor(requirement.id, outcomes))],
    { strict },
  );
  const [{ conversation }] = recordings;
  const greeting = all[0]?.read[0]?.greeting;
  return {
    schema: SCHEMA,
    suite: { name: 'pop3spec', version },
    role,
    target: {
      name: `as recorded in ${recordings.length === 1 ? recordings[0].file : `${recordings.length} files`}`,
      address: '',
      tls: conversation.underTls ? 'implicit' : all.some(({ read }) => startsTls(read)) ? 'stls' : 'none',
      greeting: greeting === undefined || role === 'client' ? '' : visible(greeting.octets, 200),
      implementation: '',
    },
    started: started.toISOString(),
    durationMs: Math.round(performance.now() - began),
    // A recording never shows everything.
    verdict: runVerdict(judged, false),
    summary: summarize(judged),
    claims: [],
    requirements: judged,
    faults: [],
  };
}

function startsTls(read: readonly JudgedConversation[]): boolean {
  return read.some(({ exchanges }) => exchanges.some(({ keyword, status }) => keyword === 'STLS' && status === '+OK'));
}

function serverOutcomes(all: readonly Read[]): ScenarioOutcome[] {
  const knowledge = knowledgeFrom(all.flatMap(({ read }) => read));
  return all.map(({ file, entries, read }) => {
    const { own, passive } = judgeHeard(read, knowledge);
    return outcome(file, entries, own, passive);
  });
}

function clientOutcomes(all: readonly Read[]): ScenarioOutcome[] {
  const knowledge = { password: MADE_UP.password, wantsTls: false };
  return all.map(({ file, entries, read }) => {
    const { sightings, judged } = judgeClient([{ conversations: read, knowledge }]);
    const hidden = secretStretches(entries);
    return outcome(file, entries, [], {
      judged,
      sightings: sightings.filter((sighting) => !isBehind(sighting, hidden)),
    });
  });
}

/** Where the lines of the client stop being told: at the first placeholder, up to the end of the line. */
function secretStretches(entries: readonly WireEntry[]): { start: number; end: number }[] {
  const octets = Buffer.concat(entries.filter(({ from }) => from === 'C').map((entry) => entry.octets));
  const stretches: { start: number; end: number }[] = [];
  let base = 0;
  for (const { from, octets: sent, secrets } of entries) {
    if (from !== 'C') continue;
    for (const { start } of secrets) {
      const found = octets.indexOf('\n', base + start);
      stretches.push({ start: base + start, end: found === -1 ? octets.length : found + 1 });
    }
    base += sent.length;
  }
  return stretches;
}

/** Whether a breach rests on what a recording does not tell. */
function isBehind({ violation: { offset } }: Sighting, hidden: readonly { start: number; end: number }[]): boolean {
  return hidden.some(({ start, end }) => start <= offset && offset < end);
}

function outcome(
  file: string,
  entries: readonly WireEntry[],
  own: readonly RawFinding[],
  passive: PassiveJudgement,
): ScenarioOutcome {
  const { findings, transcript } = conclude(own, '', entries, passive, []);
  return {
    name: 'What was recorded',
    uri: file,
    line: 1,
    tags: [],
    durationMs: 0,
    ...findings,
    transcript,
    fault: undefined,
  };
}

/** What all recordings together say in favour of a requirement, or what is missing. */
function supportFor(requirement: string, outcomes: readonly ScenarioOutcome[]): ScenarioOutcome {
  const places = outcomes.map(({ judged }) => judged[requirement] ?? 0).filter((count) => count > 0);
  const sum = places.reduce((total, count) => total + count, 0);
  const met = `judged in ${counted(sum, 'place')} of ${counted(places.length, 'recording')}`;
  const isSeen = SEEN_BY_LISTENING.has(requirement);
  const message =
    sum === 0
      ? 'nothing in the recordings shows it'
      : isSeen
        ? met
        : `${met}, and a recording does not show all that it asks for: that takes a live run`;
  const finding: Finding = { requirement, kind: sum > 0 && isSeen ? 'evidence' : 'inconclusive', message };
  return {
    name: 'All recordings',
    uri: outcomes[0]?.uri ?? '',
    line: 1,
    tags: [`@${requirement}`],
    durationMs: 0,
    findings: [finding],
    judged: {},
    transcript: [],
    fault: undefined,
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
