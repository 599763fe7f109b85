/**
 * `npm run interop [-- NAME...] [--segment KIND]`: the suite against real servers. It fails where a server can't be
 * started or tested, where the harness has a fault or hangs, where a verdict depends on the segmentation, and where a
 * failed requirement and the judgements do not match. Results are written to `reports/interop/`.
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
import type { RunResult } from '../verdict/result.ts';
import { parseSegmentation } from '../wire/segmentation.ts';
import { examinePeer, type Suite } from './examine-peer.ts';
import { discrepancies, readJudgements } from './judgements.ts';
import { inLanes } from './lanes.ts';
import { renderOverview, type PeerReport } from './overview.ts';
import { nameOf, PEERS, peersNamed, type Peer } from './peers.ts';
import { trimmed } from './publish.ts';
import { described, differences, SEGMENTATIONS } from './segmentations.ts';

/** How many servers are examined at once: the suite mostly waits for them. */
const LANES = 16;
/** How many where the first time left a doubt: so many servers on few cores can miss a deadline. */
const CALM_LANES = 2;

/** The segmentation whose results are published. */
const PUBLISHED = 'whole';

/** One peer's results, by segmentation, as far as there are some. */
interface Outcome {
  readonly peer: Peer;
  readonly results: Map<string, RunResult>;
  /** Runs that came to no result, each with the reason. */
  readonly failures: string[];
  version: string;
}

async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { segment: { type: 'string', multiple: true } },
  });
  const segmentations = values.segment ?? SEGMENTATIONS;
  const { peers, unknown } = peersNamed(positionals);
  const wrong = [...unknown, ...segmentations.filter((each) => parseSegmentation(each) === undefined)];
  if (wrong.length > 0) {
    console.error(`unknown: ${wrong.join(', ')} (peers: ${PEERS.map(nameOf).join(', ')})`);
    return 2;
  }
  const root = suiteRoot();
  const catalogue = await loadCatalogue([ownFeatures('server')]);
  const [problem] = catalogue.problems;
  if (problem !== undefined) throw new Error(`${problem.uri}:${problem.line}: ${problem.message}`);
  const judgements = readJudgements(await readFile(path.join(root, 'src/interop/judgements.yaml'), 'utf8'));
  const states = await mkdtemp(path.join(tmpdir(), 'pop3spec-interop-'));
  await chmod(states, 0o755); // servers go through it as users of their own
  const ending = endedBySignal();
  try {
    const { requirements } = catalogue;
    const suite: Suite = { requirements, root, states, signal: ending };
    const first = await examineAll(peers, segmentations, suite, LANES);
    const doubted = first.filter((outcome) => isDoubtful(outcome, segmentations, judgements)).map(({ peer }) => peer);
    if (doubted.length > 0) console.log(`once more, a few at a time: ${doubted.map(nameOf).join(', ')}`);
    const second = await examineAll(doubted, segmentations, suite, CALM_LANES);
    const outcomes = first.map((outcome) => second.find(({ peer }) => peer === outcome.peer) ?? outcome);
    const failures = outcomes.flatMap((outcome) => outcome.failures);
    for (const { peer, results } of outcomes) {
      for (const difference of differences(results)) {
        const text = `${nameOf(peer)}: ${described(difference)}`;
        if (difference.ofRequirement) failures.push(text);
        else console.log(`note: ${text}`);
      }
    }
    const reports = outcomes.flatMap(({ peer, results, version }): PeerReport[] => {
      const result = results.get(PUBLISHED);
      return result === undefined ? [] : [{ peer, version, result }];
    });
    const judged = reports.map(({ peer, result }) => ({ name: nameOf(peer), server: peer.server, ...result }));
    failures.push(...discrepancies(judgements, judged, complete(reports)));
    for (const failure of failures) console.log(`FAILED ${failure}`);
    if (!ending.aborted) await publish(path.join(root, 'reports/interop'), reports, judgements);
    console.log(summary(outcomes, failures.length));
    return failures.length === 0 ? 0 : 1;
  } finally {
    await rm(states, { recursive: true, force: true });
  }
}

/** Whether something about a peer would fail the run, so that it is worth a second look. */
function isDoubtful(
  { peer, results, failures }: Outcome,
  segmentations: readonly string[],
  judgements: Parameters<typeof discrepancies>[0],
): boolean {
  if (failures.length > 0 || results.size < segmentations.length) return true;
  if (differences(results).some(({ ofRequirement }) => ofRequirement)) return true;
  const result = results.get(PUBLISHED);
  const judged = result === undefined ? [] : [{ name: nameOf(peer), server: peer.server, ...result }];
  return discrepancies(judgements, judged, new Set()).length > 0;
}

/** Examines every peer in every segmentation. A failure of one does not keep the others from it. */
async function examineAll(
  peers: readonly Peer[],
  segmentations: readonly string[],
  suite: Suite,
  lanes: number,
): Promise<readonly Outcome[]> {
  const outcomes = peers.map((peer): Outcome => ({ peer, results: new Map(), failures: [], version: '' }));
  // Each run of Cucumber listens to the process for itself.
  process.setMaxListeners(process.getMaxListeners() + LANES);
  const slowFirst = outcomes.toSorted((a, b) => Number(b.peer.slow ?? false) - Number(a.peer.slow ?? false));
  const jobs = slowFirst.flatMap((outcome) => segmentations.map((segmentation) => ({ outcome, segmentation })));
  await inLanes(lanes, jobs, async ({ outcome, segmentation }) => {
    const name = `${nameOf(outcome.peer)} ${segmentation}`;
    try {
      if (suite.signal.aborted) throw new Error('not run');
      const { result, version } = await examinePeer(outcome.peer, segmentation, suite);
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

/** The servers all of whose peers have a result. */
function complete(reports: readonly PeerReport[]): Set<string> {
  const reported = new Set(reports.map(({ peer }) => peer));
  const missing = new Set(PEERS.filter((peer) => !reported.has(peer)).map(({ server }) => server));
  return new Set(PEERS.map(({ server }) => server).filter((server) => !missing.has(server)));
}

/** The last line: how many runs came to a verdict, and how many things are wrong. */
function summary(outcomes: readonly Outcome[], failures: number): string {
  const runs = outcomes.reduce((sum, { results }) => sum + results.size, 0);
  return `${runs} passed, ${failures} failed (runs of the suite against real servers, and what is wrong with them)`;
}

/** Writes the results; the page that leads to them and the matrix only where all peers have one, so that neither loses any. */
async function publish(
  folder: string,
  reports: readonly PeerReport[],
  judgements: Parameters<typeof renderOverview>[1],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const published = reports.map(({ peer, result }) => ({ peer, small: trimmed(result) }));
  for (const { peer, small } of published) {
    await writeFile(path.join(folder, `${nameOf(peer)}.json`), renderJson(small));
    await writeFile(path.join(folder, `${nameOf(peer)}.html`), renderHtml(small, READINGS));
  }
  if (reports.length === PEERS.length) {
    await writeFile(path.join(folder, 'README.md'), renderOverview(reports, judgements));
    const matrix = matrixOf(published.map(({ small }) => small));
    await writeFile(path.join(folder, 'matrix.html'), renderMatrixHtml(matrix, READINGS));
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
