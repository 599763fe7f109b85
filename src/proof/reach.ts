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
import type { ClientSurvey } from '../target/client-survey.ts';
import type { Survey } from '../target/survey.ts';
import type { SuiteOptions } from '../suite/run-scenarios.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import { ClientShadows } from './client-shadow.ts';
import { isAnsweredAlike, Inquiry, type Questions } from './questions.ts';
import { examineReference, LAUNCHING, surveyClientSubject } from './run-client.ts';
import { correctServer, examineConfigured, surveyServerSubject } from './run-server.ts';
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

/** What became known of the shadows while the correct peer was in the suite. @typeParam Found what the suite's first look finds */
interface Course<Found> {
  /** Those felt when the suite first looked at the peer: what it learns there decides what it does everywhere. */
  readonly atFirst: ReadonlySet<string>;
  readonly scenarios: ReadonlyArray<{
    /** `uri:line` */
    readonly address: string;
    readonly felt: ReadonlySet<string>;
    /** What it asked of the survey. */
    readonly asked: Questions<Found>;
  }>;
}

/** Who is told of the correct peer's way through the suite. */
interface Listeners<Found> extends Pick<SuiteOptions, 'onMessage' | 'onScenario'> {
  readonly onSurvey: (found: Found) => Found;
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
  const course = await watch<ClientSurvey>(clients, shadows, new Inquiry(), async (listeners) => {
    await examineReference(client, model, { ...terms, selected: undefined }, { ...listeners, apart: true });
  });
  return await reachesIn(course, clients, (subject) => surveyClientSubject(subject, terms.segmentation));
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
  // RFC 1939 section 7: a timestamp is new in each greeting.
  const inquiry = new Inquiry<Survey>(['timestamp']);
  const course = await watch(subjects, shadows, inquiry, async (listeners) => {
    await examineConfigured(
      { ...correct, bend: shadows.bend },
      model,
      { ...terms, selected: undefined },
      { ...listeners, onDelivery: (user, message) => shadows.deliver(user, message) },
    );
  });
  return await reachesIn(course, subjects, (subject) => surveyServerSubject(subject, terms.segmentation));
}

/** The reach of each subject. @param surveyOf what the suite's first look finds of one; throws {@link Untestable} where it finds nothing */
async function reachesIn<S extends Subject, Found>(
  course: Course<Found>,
  subjects: readonly S[],
  surveyOf: (subject: S) => Promise<Found>,
): Promise<Reach[]> {
  const reaches: Reach[] = [];
  for (const subject of subjects) {
    const { name } = subject;
    const isFeltAtFirst = course.atFirst.has(name);
    const survey = isFeltAtFirst ? await unlessUntestable(surveyOf(subject)) : undefined;
    const isUnknown = isFeltAtFirst && survey === undefined;
    reaches.push(isUnknown ? { name } : felt(name, course, survey));
  }
  return reaches;
}

async function unlessUntestable<Found>(finding: Promise<Found>): Promise<Found | undefined> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof Untestable) return undefined;
    throw error;
  }
}

/** @param survey what the survey finds of the subject, where that may differ from what it found of the correct peer */
function felt<Found>(name: string, { scenarios }: Course<Found>, survey?: Found): Reach {
  const reached = scenarios.filter(
    (scenario) => scenario.felt.has(name) || (survey !== undefined && !isAnsweredAlike(scenario.asked, survey)),
  );
  return { name, scenarios: reached.map(({ address }) => address) };
}

/**
 * @param inquiry what the suite asks of its first look
 * @param examine takes the correct peer through the suite
 */
async function watch<Found extends object>(
  subjects: ReadonlyArray<{ readonly name: string }>,
  shadows: Shadows,
  inquiry: Inquiry<Found>,
  examine: (listeners: Listeners<Found>) => Promise<void>,
): Promise<Course<Found>> {
  const all = new Set(subjects.map(({ name }) => name));
  let atFirst: ReadonlySet<string> | undefined;
  const scenarios: Array<Course<Found>['scenarios'][number]> = [];
  await examine({
    onSurvey: (found) => inquiry.about(found),
    onMessage: ({ testCaseStarted }) => {
      if (testCaseStarted === undefined || atFirst !== undefined) return;
      atFirst = shadows.take();
      inquiry.take();
    },
    onScenario: (outcome) => {
      const taken = shadows.take();
      // Where the correct peer itself was not found to be correct, as on a machine that is too busy, nothing is known.
      const isKnown = isAsUsual(outcome);
      scenarios.push({ address: addressOf(outcome), felt: isKnown ? taken : all, asked: inquiry.take() });
    },
  });
  return { atFirst: atFirst ?? all, scenarios };
}

const UNUSUAL: ReadonlySet<string> = new Set(['fail', 'advice', 'inconclusive']);

function isAsUsual({ findings, fault }: ScenarioOutcome): boolean {
  return fault === undefined && !findings.some(({ kind }) => UNUSUAL.has(kind));
}
