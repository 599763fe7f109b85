/**
 * `npm run interop [-- servers|clients|sessions|shrunk|NAME...] [--segment KIND] [--logs DIR]`: the suite against real servers
 * and clients, sessions of theirs recorded and replayed, and deviations of theirs that were shortened, run again. It fails where
 * one can't be started or tested, where the harness has a fault or hangs, where a process of a client is left, where a verdict
 * depends on the segmentation, and where a failed requirement and the judgements do not match. Results are written to
 * `reports/interop/`.
 */

import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { READINGS } from '../catalogue/readings.ts';
import { renderMatrixHtml } from '../report/html/matrix.ts';
import { renderHtml } from '../report/html/page.ts';
import { renderJson } from '../report/json.ts';
import { matrixOf } from '../report/matrix.ts';
import { countSentence, overall } from '../report/tally.ts';
import type { Role, RunResult } from '../verdict/result.ts';
import { parseSegmentation } from '../wire/segmentation.ts';
import type { Suite } from './examining.ts';
import { discrepancies, readJudgements, type Judged, type Judgement } from './judgements.ts';
import { inLanes } from '../suite/lanes.ts';
import { PAGES, renderOverview } from './overview.ts';
import { trimmed } from './publish.ts';
import { described, differences, SEGMENTATIONS } from './segmentations.ts';
import { playSessions } from './sessions/run.ts';
import { checkReproductions } from './reproductions.ts';
import { ROLES, SUBJECTS, subjectsNamed, type Subject } from './subjects.ts';

/** How many servers are examined at once: the suite mostly waits for them. A client is started for each scenario. */
const LANES: Readonly<Record<Role, number>> = { server: 16, client: 2 };
/** How many where the first time left a doubt: so many on few cores can miss a deadline. */
const CALM_LANES: Readonly<Record<Role, number>> = { server: 2, client: 1 };

/** What names the recorded sessions, and whom the suite is run against where only those are wanted. */
const SESSIONS = 'sessions';
/** What a user types for the deviations that were shortened; they are run again with all servers, too. */
const SHRUNK = 'shrunk';
const NOBODY: ReturnType<typeof subjectsNamed> = { subjects: [], unknown: [] };

/** The segmentation whose results are published. */
const PUBLISHED = 'whole';

/** One subject's results, by segmentation, as far as there are some. */
interface Outcome {
  readonly subject: Subject;
  readonly segmentations: readonly string[];
  readonly results: Map<string, RunResult>;
  /** Runs that came to no result, each with the reason. */
  readonly failures: string[];
  version: string;
}

/** A subject with a result that is published. */
type Report = Pick<Outcome, 'subject' | 'version'> & { readonly result: RunResult };

async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { segment: { type: 'string', multiple: true }, logs: { type: 'string' } },
  });
  const isEverything = positionals.length === 0;
  const names = positionals.filter((name) => name !== SESSIONS && name !== SHRUNK);
  const { subjects, unknown } = isEverything || names.length > 0 ? subjectsNamed(names) : NOBODY;
  const wrong = [...unknown, ...(values.segment ?? []).filter((each) => parseSegmentation(each) === undefined)];
  if (wrong.length > 0) {
    const known = ['servers', 'clients', SESSIONS, SHRUNK, ...SUBJECTS.map(({ name }) => name)];
    console.error(`unknown: ${wrong.join(', ')} (there are: ${known.join(', ')})`);
    return 2;
  }
  const segmentationsOf = (role: Role): readonly string[] => values.segment ?? SEGMENTATIONS[role];
  const root = suiteRoot();
  const judgements = readJudgements(await readFile(path.join(root, 'src/interop/judgements.yaml'), 'utf8'));
  const requirements = { server: await requirementsOf('server'), client: await requirementsOf('client') };
  const states = await mkdtemp(path.join(tmpdir(), 'pop3spec-interop-'));
  await chmod(states, 0o755); // servers go through it as users of their own
  const ending = endedBySignal();
  let played = 0;
  try {
    const suite: Suite = { requirements, root, states, signal: ending };
    const outcomes: Outcome[] = [];
    for (const role of ROLES) {
      const segmentations = segmentationsOf(role);
      const ofRole = subjects.filter((subject) => subject.role === role);
      outcomes.push(...(await examineTwice(role, ofRole, segmentations, suite, judgements)));
    }
    const failures = outcomes.flatMap((outcome) => [...outcome.failures, ...dependencies(outcome)]);
    const reports = outcomes.flatMap(({ subject, results, version }): Report[] => {
      const result = results.get(PUBLISHED);
      return result === undefined ? [] : [{ subject, version, result }];
    });
    failures.push(...discrepancies(judgements, reports.map(judged), complete(reports)));
    if (isEverything || ['servers', SHRUNK].some((name) => positionals.includes(name))) {
      const reproduced = await checkReproductions(suite, console.log);
      failures.push(...reproduced.failures);
      played += reproduced.passed;
    }
    if (isEverything || positionals.includes(SESSIONS)) {
      const sessions = await playSessions(root, states, ending, console.log, values.logs);
      failures.push(...sessions.failures);
      played += sessions.passed;
    }
    for (const failure of failures) console.log(`FAILED ${failure}`);
    if (!ending.aborted) await publish(path.join(root, 'reports/interop'), segmentationsOf, reports, judgements);
    console.log(summary(outcomes, played, failures.length));
    return failures.length === 0 ? 0 : 1;
  } finally {
    await rm(states, { recursive: true, force: true });
  }
}

/** The catalogue of a role. @throws {Error} where its features have a mistake */
async function requirementsOf(role: Role): Promise<Suite['requirements'][Role]> {
  const { requirements, problems } = await loadCatalogue([ownFeatures(role)]);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${problem.uri}:${problem.line}: ${problem.message}`);
  return requirements;
}

/** Examines subjects, and those once more, a few at a time, of whom something would fail the run. */
async function examineTwice(
  role: Role,
  subjects: readonly Subject[],
  segmentations: readonly string[],
  suite: Suite,
  judgements: readonly Judgement[],
): Promise<readonly Outcome[]> {
  const first = await examineAll(subjects, segmentations, suite, LANES[role]);
  const doubted = first.filter((outcome) => isDoubtful(outcome, judgements)).map(({ subject }) => subject);
  if (doubted.length > 0) console.log(`once more, a few at a time: ${doubted.map(({ name }) => name).join(', ')}`);
  const second = await examineAll(doubted, segmentations, suite, CALM_LANES[role]);
  return first.map((outcome) => second.find(({ subject }) => subject === outcome.subject) ?? outcome);
}

/** Whether something about a subject would fail the run, so that it is worth a second look. */
function isDoubtful(outcome: Outcome, judgements: readonly Judgement[]): boolean {
  const { subject, results, failures, segmentations } = outcome;
  if (failures.length > 0 || results.size < segmentations.length) return true;
  if (differences(results).some(({ ofRequirement }) => ofRequirement)) return true;
  const result = results.get(PUBLISHED);
  return result !== undefined && discrepancies(judgements, [judged({ subject, result })], new Set()).length > 0;
}

/** What the verdicts on a subject owe to the segmentation. Where that is no failure, it is noted. */
function dependencies({ subject, results }: Outcome): string[] {
  return differences(results).flatMap((difference) => {
    const text = `${subject.name}: ${described(difference)}`;
    if (difference.ofRequirement) return [text];
    console.log(`note: ${text}`);
    return [];
  });
}

function judged({ subject: { name, product }, result }: Pick<Report, 'subject' | 'result'>): Judged {
  return { name, product, requirements: result.requirements };
}

/** Examines every subject in every segmentation. A failure of one does not keep the others from it. */
async function examineAll(
  subjects: readonly Subject[],
  segmentations: readonly string[],
  suite: Suite,
  lanes: number,
): Promise<readonly Outcome[]> {
  const outcomes = subjects.map((subject): Outcome => ({
    subject,
    segmentations,
    results: new Map(),
    failures: [],
    version: '',
  }));
  // Each run of Cucumber listens to the process for itself.
  process.setMaxListeners(process.getMaxListeners() + lanes);
  const slowFirst = outcomes.toSorted((a, b) => Number(b.subject.slow ?? false) - Number(a.subject.slow ?? false));
  const jobs = slowFirst.flatMap((outcome) => segmentations.map((segmentation) => ({ outcome, segmentation })));
  await inLanes(lanes, jobs, async ({ outcome, segmentation }) => {
    const name = `${outcome.subject.name} ${segmentation}`;
    try {
      if (suite.signal.aborted) throw new Error('not run');
      const { result, version } = await outcome.subject.examine(segmentation, suite);
      outcome.results.set(segmentation, result);
      outcome.version = version;
      const seconds = Math.round(result.durationMs / 1000);
      console.log(`${name}: ${result.verdict} in ${seconds} s: ${countSentence(overall(result))}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      outcome.failures.push(`${name}: ${reason}`);
      console.log(`${name}: ${reason}`);
    }
  });
  return outcomes;
}

/** The products all of whose variants have a result. */
function complete(reports: readonly Report[]): Set<string> {
  const reported = new Set(reports.map(({ subject }) => subject));
  const missing = new Set(SUBJECTS.filter((subject) => !reported.has(subject)).map(({ product }) => product));
  return new Set(SUBJECTS.map(({ product }) => product).filter((product) => !missing.has(product)));
}

/** The last line: how many runs came to a verdict, and how many things are wrong. */
function summary(outcomes: readonly Outcome[], sessions: number, failures: number): string {
  const runs = outcomes.reduce((sum, { results }) => sum + results.size, 0);
  return `${runs + sessions} passed, ${failures} failed (runs of the suite against real servers and clients, recorded sessions, shortened deviations, and what is wrong with them)`;
}

/**
 * Writes the results; the page that leads to those of a role and its matrix only where all of that role have one, so that
 * neither loses any.
 */
async function publish(
  folder: string,
  segmentationsOf: (role: Role) => readonly string[],
  reports: readonly Report[],
  judgements: readonly Judgement[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const published = reports.map((report) => ({ ...report, small: trimmed(report.result) }));
  for (const { subject, small } of published) {
    await writeFile(path.join(folder, `${subject.name}.json`), renderJson(small));
    await writeFile(path.join(folder, `${subject.name}.html`), renderHtml(small, READINGS));
  }
  for (const role of ROLES) {
    const ofRole = published.filter(({ subject }) => subject.role === role);
    if (ofRole.length < SUBJECTS.filter((subject) => subject.role === role).length) continue;
    const { overview, matrix } = PAGES[role];
    await writeFile(path.join(folder, overview), renderOverview(role, segmentationsOf(role), ofRole, judgements));
    const columns = matrixOf(ofRole.map(({ small }) => small));
    await writeFile(path.join(folder, matrix), renderMatrixHtml(columns, READINGS));
  }
}

/** Ends the runs at the first Ctrl-C or SIGTERM, so that every server is stopped; a second one ends at once. */
function endedBySignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

process.exitCode = await main(process.argv.slice(2));
// Something that hangs was reported as a failure already; it must not keep the process from its end.
setTimeout(() => process.exit(), 1_000).unref();
