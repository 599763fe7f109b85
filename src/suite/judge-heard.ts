/** What is judged by listening alone, of a server or of a client: by who reads a recording, and by who shortens one. Pure. */

import type { RawFinding } from '../examination/stop.ts';
import { judgeClient, type ClientKnowledge } from '../judge/client-passive.ts';
import { conversations, type Conversation } from '../judge/conversation.ts';
import { announcesAnywhere, compareStates, saslAfterAuth } from '../judge/offline.ts';
import { judgePassively, type Knowledge, type PassiveJudgement } from '../judge/passive.ts';
import type { WireEntry } from '../wire/transcript.ts';

/** What the conversations with a server tell of it beside what is judged. */
export function knowledgeFrom(all: readonly Conversation[]): Knowledge {
  return { respCodes: announcesAnywhere(all, 'RESP-CODES'), authRespCode: announcesAnywhere(all, 'AUTH-RESP-CODE') };
}

/** What was heard of a server: breaches of rules about what it says at different times, and of those about every octet. */
export interface Heard {
  readonly own: readonly RawFinding[];
  readonly passive: PassiveJudgement;
}

/** Judges what was heard of a server. */
export function judgeHeard(read: readonly Conversation[], knowledge: Knowledge): Heard {
  const passive = judgePassively(read, knowledge);
  const compared = read.map(compareStates).filter((each) => each !== undefined);
  const kept = read.map(saslAfterAuth).filter((each) => each !== undefined);
  const connection = read[0]?.connection ?? 1;
  const disagreeing = compared.flat().map(({ requirement, tag, expected, actual, offset }): RawFinding => ({
    requirement,
    kind: 'fail',
    message: `the lists before and after login disagree on ${tag}`,
    expected,
    actual,
    at: { connection, from: 'S', offset },
  }));
  const dropped = kept.flatMap(({ announced, actual, offset }): RawFinding[] =>
    announced
      ? []
      : [
          {
            requirement: '5034-3-S1',
            kind: 'fail',
            message: 'SASL is not announced after a successful AUTH',
            expected: 'SASL in the capability list',
            actual,
            at: { connection, from: 'S', offset },
          },
        ],
  );
  const counts: [string, number][] = [
    ...(compared.length === 0 ? [] : (['2449-5-S3', '2449-5-S4'] as const)).map((id): [string, number] => [
      id,
      compared.length,
    ]),
    ...(kept.length === 0 ? [] : [['5034-3-S1', kept.length] satisfies [string, number]]),
  ];
  const judged = new Map([...passive.judged, ...counts]);
  return { own: [...disagreeing, ...dropped], passive: { ...passive, judged } };
}

/** How a requirement is broken: `advice` is what a SHOULD, or a reading in doubt, says. */
export type Broken = ReadonlyMap<string, 'fail' | 'advice'>;

/** The requirements that a server is heard to break. */
export function brokenByServer(entries: readonly WireEntry[]): Broken {
  const read = conversations(entries);
  const { own, passive } = judgeHeard(read, knowledgeFrom(read));
  return worst([
    ...own.map(({ requirement = '', kind }) => [requirement, kind] as const),
    ...passive.sightings.map(({ violation }) => [violation.requirement, violation.severity] as const),
  ]);
}

/** The requirements that a client is heard to break. */
export function brokenByClient(entries: readonly WireEntry[], knowledge: ClientKnowledge): Broken {
  const { sightings } = judgeClient([{ conversations: conversations(entries), knowledge }]);
  return worst(sightings.map(({ violation }) => [violation.requirement, violation.severity] as const));
}

function worst(found: ReadonlyArray<readonly [requirement: string, kind: string]>): Broken {
  const broken = new Map<string, 'fail' | 'advice'>();
  for (const [requirement, kind] of found) {
    if (kind === 'fail') broken.set(requirement, 'fail');
    else if (kind === 'advice' && !broken.has(requirement)) broken.set(requirement, 'advice');
  }
  return broken;
}
