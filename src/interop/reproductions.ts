/**
 * The deviations that were shortened (reports/interop/shrunk/): each scenario still fails at its server, and passes at the one
 * that is built in.
 */

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { loadCatalogue, ownFeatures } from '../catalogue/load-catalogue.ts';
import { addressOf, type Requirement } from '../catalogue/requirement.ts';
import { builtInTarget } from '../cli/built-in-target.ts';
import { version } from '../cli/package-info.ts';
import { TAG } from '../emit/feature.ts';
import { examineServer } from '../suite/examine-server.ts';
import type { ServerTarget } from '../target/target.ts';
import type { RunResult, Verdict } from '../verdict/result.ts';
import { targetOf } from './examine-peer.ts';
import { finished, type Suite } from './examining.ts';
import { startPeer } from './peer-process.ts';
import { nameOf, PEERS } from './peers.ts';

/** Where they are, from the root of the suite. */
const FOLDER = 'reports/interop/shrunk';

/** How long an examination that was told to end may take to do so, in milliseconds. */
const GRACE_MS = 60_000;

export interface Reproduced {
  /** How many scenarios came out as they should. */
  readonly passed: number;
  readonly failures: readonly string[];
}

/** Runs the scenarios of every server at it, and at the built-in one. */
export async function checkReproductions(suite: Suite, tell: (line: string) => void): Promise<Reproduced> {
  const folder = path.join(suite.root, FOLDER);
  const names = await readdir(folder);
  let passed = 0;
  const failures: string[] = [];
  for (const peer of PEERS.filter((each) => names.includes(nameOf(each)))) {
    const name = nameOf(peer);
    try {
      const scenarios = await scenariosIn(path.join(folder, name), suite.root);
      const running = await startPeer(
        peer,
        path.join(suite.root, 'src/interop/peers'),
        path.join(suite.states, `shrunk-${name}`),
      );
      const ours = await builtInTarget({});
      try {
        const results = [
          { where: name, wanted: 'fail', result: await examine(targetOf(peer, running, 'whole'), scenarios, suite) },
          { where: 'the built-in server', wanted: 'pass', result: await examine(ours.target, scenarios, suite) },
        ] as const;
        for (const { where, wanted, result } of results) {
          const wrong = unexpected(result, scenarios, wanted);
          failures.push(...wrong.map((each) => `shrunk: ${each} at ${where}, and should be ${wanted}`));
          passed += scenarios.size - wrong.length;
        }
      } finally {
        await ours.close();
        await running.stop();
      }
      tell(`shrunk ${name}: ${scenarios.size} scenarios run again`);
    } catch (error) {
      failures.push(`shrunk ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { passed, failures };
}

/** The scenarios of a folder by their addresses, each with its requirement, which has those of the suite besides. */
async function scenariosIn(directory: string, root: string): Promise<ReadonlyMap<string, Requirement>> {
  if (!existsSync(directory)) return new Map();
  const { requirements, problems } = await loadCatalogue([
    ownFeatures('server', root),
    { directory, base: root, joins: true },
  ]);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${problem.uri}:${problem.line}: ${problem.message}`);
  return new Map(
    requirements.flatMap((requirement) =>
      requirement.scenarios
        .filter(({ tags }) => tags.includes(TAG))
        .map((scenario) => [addressOf(scenario), requirement] as const),
    ),
  );
}

async function examine(
  target: ServerTarget,
  scenarios: ReadonlyMap<string, Requirement>,
  { root, signal }: Suite,
): Promise<RunResult> {
  return await finished(signal, GRACE_MS, async (ending) =>
    examineServer({
      target,
      requirements: [...new Set(scenarios.values())],
      selected: new Set(scenarios.keys()),
      root,
      version: version(),
      strict: false,
      signal: ending,
    }),
  );
}

/** The scenarios whose verdict is another than is wanted. */
function unexpected(result: RunResult, scenarios: ReadonlyMap<string, Requirement>, wanted: Verdict): string[] {
  return [...scenarios].flatMap(([address, { id }]) => {
    const requirement = result.requirements.find((each) => each.id === id);
    const found = requirement?.scenarios.find((scenario) => addressOf(scenario) === address);
    return found?.verdict === wanted ? [] : [`${address} is ${found?.verdict ?? 'not there'}`];
  });
}
