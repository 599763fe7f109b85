/**
 * In which scenarios a faulty client can be felt. The correct client goes through the whole suite once, with the faults in
 * its shadow; where none of a fault's decisions differs from the correct one, it need not be run to know what it does.
 * A launch remembers nothing of another, and no scenario rests on launches of another: one that is left out is not missing.
 */

import { addressOf } from '../catalogue/requirement.ts';
import { ReferenceClient } from '../client/reference/launcher.ts';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { examineClient } from '../suite/examine-client.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { LAUNCHING, targetOf } from './run-client.ts';
import type { ProofRun } from './run-subject.ts';
import { Shadows } from './shadow.ts';
import type { ClientSubject } from './subject.ts';

/** What is known of a fault before it is run. */
export interface Reach {
  /** The fault's name. */
  readonly name: string;
  /** The scenarios in which it decides otherwise than the correct client, as `uri:line`; absent: it can be felt in each. */
  readonly scenarios?: readonly string[];
}

/**
 * Finds the reach of faults that are run alike: their use of TLS and the time that the suite may wait are those of the first.
 * @throws {Untestable} where the correct client can't be tested
 */
export async function reachOf(
  faults: readonly ClientSubject[],
  { requirements }: Pick<ProofRun, 'requirements'>,
): Promise<Reach[]> {
  const [model] = faults;
  if (model === undefined) return [];
  const shadows = new Shadows(faults);
  const names = faults.map(({ name }) => name);
  const reached = new Map(names.map((name) => [name, new Set<string>()]));
  /** Those that the suite's first look at the client meets: what it learns there decides what it does everywhere. */
  let everywhere: ReadonlySet<string> | undefined;
  await examineClient({
    target: targetOf(model, new ReferenceClient({ ...LAUNCHING, name: 'shadowed', manner: shadows.manner }), WHOLE),
    requirements,
    root: suiteRoot(),
    version: 'proof',
    strict: false,
    apart: true,
    onMessage: ({ testCaseStarted }) => {
      if (testCaseStarted !== undefined) everywhere ??= shadows.take();
    },
    onScenario: (outcome) => {
      const felt = shadows.take();
      // Where the correct client itself was not found to be correct, as on a machine that is too busy, nothing is known.
      for (const name of isAsUsual(outcome) ? felt : names) reached.get(name)?.add(addressOf(outcome));
    },
  });
  return names.map((name) =>
    everywhere?.has(name) === false ? { name, scenarios: [...(reached.get(name) ?? [])] } : { name },
  );
}

const UNUSUAL: ReadonlySet<string> = new Set(['fail', 'advice', 'inconclusive']);

function isAsUsual({ findings, fault }: ScenarioOutcome): boolean {
  return fault === undefined && !findings.some(({ kind }) => UNUSUAL.has(kind));
}
