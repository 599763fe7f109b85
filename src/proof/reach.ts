/**
 * In which scenarios a subject can be felt. The correct peer goes through the whole suite once, with subjects in its shadow;
 * where one of them would not have done otherwise, and the suite would not have been told otherwise of it, it need not be run
 * to know what comes of it: what came of the correct peer.
 *
 * No scenario rests on another, so one that is left out is not missing: a launch of a client remembers nothing of the one
 * before. A server does, and here it is missing: what it would have done in one scenario for what it met in another, which is
 * left out. `npm run proof -- --every-scenario` leaves out none.
 */

import { readFile } from 'node:fs/promises';
import { addressOf } from '../catalogue/requirement.ts';
import { ReferenceClient } from '../client/reference/launcher.ts';
import { Untestable } from '../target/untestable.ts';
import type { Survey } from '../target/survey.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import { ClientShadows } from './client-shadow.ts';
import { isAnsweredAlike, Inquiry, type Questions } from './questions.ts';
import { examineReference, LAUNCHING } from './run-client.ts';
import { correctServer, examineConfigured, surveySubject, type Listeners } from './run-server.ts';
import type { ProofRun } from './run-subject.ts';
import { ServerShadows, shadeOf, type Shaded } from './server-shadow.ts';
import type { ClientSubject, ServerSubject, Subject } from './subject.ts';

/** What is known of a subject before it is run. */
export interface Reach {
  /** The subject's name. */
  readonly name: string;
  /** The scenarios in which it does otherwise than the correct peer, as `uri:line`; absent: it can be felt in each. */
  readonly scenarios?: readonly string[];
}

type Terms = Pick<ProofRun, 'requirements' | 'segmentation'>;

/** Subjects in the shadow of one correct peer. */
interface Shadows {
  /** Those felt since this was called last. The set may come to hold more, as what is still on its way arrives. */
  take(): ReadonlySet<string>;
}

/** What became known of the shadows while the correct peer was in the suite. */
interface Course {
  /** Those felt when the suite first looked at the peer: what it learns there decides what it does everywhere. */
  readonly atFirst: ReadonlySet<string>;
  readonly scenarios: ReadonlyArray<{
    /** `uri:line` */
    readonly address: string;
    readonly felt: ReadonlySet<string>;
    /** What it asked of the survey. */
    readonly asked: Questions<Survey>;
  }>;
}

/**
 * Finds the reach of subjects of one role that are run alike: their use of TLS and the time that the suite may wait are those
 * of the first.
 * @throws {Untestable} where the correct peer can't be tested
 */
export async function reachOf(subjects: readonly Subject[], terms: Terms): Promise<Reach[]> {
  const clients = subjects.filter((subject) => subject.role === 'client');
  const servers = subjects.filter((subject) => subject.role === 'server');
  return [...(await reachOfClients(clients, terms)), ...(await reachOfServers(servers, terms))];
}

async function reachOfClients(clients: readonly ClientSubject[], terms: Terms): Promise<Reach[]> {
  const [model] = clients;
  if (model === undefined) return [];
  const shadows = new ClientShadows(clients);
  const client = new ReferenceClient({ ...LAUNCHING, name: 'shadowed', manner: shadows.manner });
  const course = await watch(clients, shadows, async (listeners) => {
    await examineReference(client, model, { ...terms, selected: undefined }, { ...listeners, apart: true });
  });
  return clients.map(({ name }) => (course.atFirst.has(name) ? { name } : felt(name, course)));
}

async function reachOfServers(servers: readonly ServerSubject[], terms: Terms): Promise<Reach[]> {
  const correct = await correctServer();
  const shaded = await Promise.all(
    servers.map(async (subject): Promise<[ServerSubject, Shaded | undefined]> => {
      return [subject, shadeOf(subject.name, await readFile(subject.file, 'utf8'), correct)];
    }),
  );
  const subjects = shaded.flatMap(([subject, shade]) => (shade === undefined ? [] : [subject]));
  const [model] = subjects;
  if (model === undefined) return [];
  const shadows = new ServerShadows(shaded.flatMap(([, shade]) => shade ?? []));
  const course = await watch(subjects, shadows, async (listeners) => {
    await examineConfigured(
      { ...correct, bend: shadows.bend },
      model,
      { ...terms, selected: undefined },
      { ...listeners, onDelivery: (user, message) => shadows.deliver(user, message) },
    );
  });
  const reaches: Reach[] = [];
  for (const subject of subjects) {
    const { name } = subject;
    const survey = course.atFirst.has(name) ? await surveyed(subject, terms) : undefined;
    const isUnknown = course.atFirst.has(name) && survey === undefined;
    reaches.push(isUnknown ? { name } : felt(name, course, survey));
  }
  return reaches;
}

/** What the survey finds of a subject; undefined where it can't be made. */
async function surveyed(subject: ServerSubject, { segmentation }: Terms): Promise<Survey | undefined> {
  try {
    return await surveySubject(subject, segmentation);
  } catch (error) {
    if (error instanceof Untestable) return undefined;
    throw error;
  }
}

/** @param survey what the survey finds of the subject, where that may differ from what it found of the correct peer */
function felt(name: string, { scenarios }: Course, survey?: Survey): Reach {
  const reached = scenarios.filter(
    (scenario) => scenario.felt.has(name) || (survey !== undefined && !isAnsweredAlike(scenario.asked, survey)),
  );
  return { name, scenarios: reached.map(({ address }) => address) };
}

/** @param examine takes the correct peer through the suite */
async function watch(
  subjects: ReadonlyArray<{ readonly name: string }>,
  shadows: Shadows,
  examine: (listeners: Listeners) => Promise<void>,
): Promise<Course> {
  const all = new Set(subjects.map(({ name }) => name));
  // RFC 1939 section 7: a timestamp is new in each greeting.
  const survey = new Inquiry<Survey>(['timestamp']);
  let atFirst: ReadonlySet<string> | undefined;
  const scenarios: Array<Course['scenarios'][number]> = [];
  await examine({
    onSurvey: (found) => survey.about(found),
    onMessage: ({ testCaseStarted }) => {
      if (testCaseStarted === undefined || atFirst !== undefined) return;
      atFirst = shadows.take();
      survey.take();
    },
    onScenario: (outcome) => {
      const taken = shadows.take();
      // Where the correct peer itself was not found to be correct, as on a machine that is too busy, nothing is known.
      const isKnown = isAsUsual(outcome);
      scenarios.push({ address: addressOf(outcome), felt: isKnown ? taken : all, asked: survey.take() });
    },
  });
  return { atFirst: atFirst ?? all, scenarios };
}

const UNUSUAL: ReadonlySet<string> = new Set(['fail', 'advice', 'inconclusive']);

function isAsUsual({ findings, fault }: ScenarioOutcome): boolean {
  return fault === undefined && !findings.some(({ kind }) => UNUSUAL.has(kind));
}
