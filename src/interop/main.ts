/**
 * `npm run interop [-- NAME...] [--segment KIND]`: the suite against real servers. It fails where a server can't be
 * started or tested, where the harness has a fault or hangs, where a verdict depends on the segmentation, and where a
 * failed requirement and the judgements do not match. Results are written to `reports/interop/`.
 */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { READINGS } from '../catalogue/readings.ts';
import { renderHtml } from '../report/html/page.ts';
import { renderJson } from '../report/json.ts';
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
const LANES = 4;

/** The segmentation whose results are published. */
const PUBLISHED = 'whole';

/** One peer's results, by segmentation, as far as there are some. */
interface Outcome {
  readonly peer: Peer;
  readonly results: Map<string, RunResult>;
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
  const ending = endedBySignal();
  try {
    const { requirements } = catalogue;
    const suite: Suite = { requirements, root, states, signal: ending };
    const { outcomes, failures } = await examineAll(peers, segmentations, suite);
    for (const { peer, results } of outcomes) {
      for (const difference of differences(results)) failures.push(`${nameOf(peer)}: ${described(difference)}`);
    }
    const reports = outcomes.flatMap(({ peer, results, version }): PeerReport[] => {
      const result = results.get(PUBLISHED);
      return result === undefined ? [] : [{ peer, version, result }];
    });
    const judged = reports.map(({ peer, result }) => ({ name: nameOf(peer), server: peer.server, ...result }));
    failures.push(...discrepancies(judgements, judged, complete(reports)));
    for (const failure of failures) console.log(`FAILED ${failure}`);
    if (!ending.aborted) await publish(path.join(root, 'reports/interop'), reports, judgements);
    console.log(summary(peers.length * segmentations.length, outcomes, failures.length));
    return failures.length === 0 ? 0 : 1;
  } finally {
    await rm(states, { recursive: true, force: true });
  }
}
