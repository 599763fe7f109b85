/**
 * In which scenarios a fault can be felt. The correct peer goes through the whole suite once, with the faults in its shadow;
 * where none of them would have done otherwise, a fault need not be run to know what comes of it.
 *
 * No scenario rests on another, so one that is left out is not missing: a launch of a client remembers nothing of the one
 * before. A server does, though: what a fault leaves behind in a maildrop could be felt in a later scenario only, which is
 * what `npm run proof -- --every-scenario` is for.
 */

import { readFile } from 'node:fs/promises';
import { addressOf } from '../catalogue/requirement.ts';
import { ReferenceClient } from '../client/reference/launcher.ts';
import { parseScript } from '../script/parse.ts';
import { builtInConfig } from '../server/default-config.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { ClientShadows } from './client-shadow.ts';
import { examineReference, LAUNCHING } from './run-client.ts';
import { examineConfigured } from './run-server.ts';
import type { Listeners, ProofRun } from './run-subject.ts';
import { ServerShadows, shadeOf, type Shaded } from './server-shadow.ts';
import type { ClientSubject, ServerSubject, Subject } from './subject.ts';

/** What is known of a fault before it is run. */
export interface Reach {
  /** The fault's name. */
  readonly name: string;
  /** The scenarios in which it does otherwise than the correct peer, as `uri:line`; absent: it can be felt in each. */
  readonly scenarios?: readonly string[];
}

type Requirements = Pick<ProofRun, 'requirements'>;

/** Faults in the shadow of one correct peer. */
interface Shadows {
  /** Those felt since this was called last. The set may come to hold more, as what is still on its way arrives. */
  take(): ReadonlySet<string>;
}

/**
 * Finds the reach of faults of one role that are run alike: their use of TLS and the time that the suite may wait are those
 * of the first.
 * @throws {Untestable} where the correct peer can't be tested
 */
export async function reachOf(faults: readonly Subject[], run: Requirements): Promise<Reach[]> {
  const clients = faults.filter((fault) => fault.role === 'client');
  const servers = faults.filter((fault) => fault.role === 'server');
  return [...(await reachOfClients(clients, run)), ...(await reachOfServers(servers, run))];
}

async function reachOfClients(faults: readonly ClientSubject[], { requirements }: Requirements): Promise<Reach[]> {
  const [model] = faults;
  if (model === undefined) return [];
  const shadows = new ClientShadows(faults);
  const client = new ReferenceClient({ ...LAUNCHING, name: 'shadowed', manner: shadows.manner });
  return await reached(faults, shadows, async (listeners) => {
    await examineReference(
      client,
      model,
      { requirements, selected: undefined, segmentation: WHOLE },
      { ...listeners, apart: true },
    );
  });
}

async function reachOfServers(faults: readonly ServerSubject[], { requirements }: Requirements): Promise<Reach[]> {
  const [model] = faults;
  if (model === undefined) return [];
  const shaded = (await Promise.all(faults.map(inShadow))).filter((fault) => fault !== undefined);
  const shadows = new ServerShadows(shaded);
  const config = { ...(await builtInConfig()), bend: shadows.bend };
  return await reached(shaded, shadows, async (listeners) => {
    await examineConfigured(config, model, { requirements, selected: undefined, segmentation: WHOLE }, listeners);
  });
}

async function inShadow({ name, file }: ServerSubject): Promise<Shaded | undefined> {
  const parsed = parseScript(await readFile(file, 'utf8'), file);
  const bend = parsed.ok ? shadeOf(parsed.script) : undefined;
  return bend === undefined ? undefined : { name, bend };
}

/** @param examine takes the correct peer through the suite */
async function reached(
  faults: ReadonlyArray<{ readonly name: string }>,
  shadows: Shadows,
  examine: (listeners: Listeners) => Promise<void>,
): Promise<Reach[]> {
  const names = faults.map(({ name }) => name);
  /** Those that the suite's first look at the peer meets: what it learns there decides what it does everywhere. */
  let everywhere: ReadonlySet<string> | undefined;
  const scenarios: Array<{ readonly address: string; readonly felt: ReadonlySet<string> }> = [];
  await examine({
    onMessage: ({ testCaseStarted }) => {
      if (testCaseStarted !== undefined) everywhere ??= shadows.take();
    },
    onScenario: (outcome) => {
      const felt = shadows.take();
      // Where the correct peer itself was not found to be correct, as on a machine that is too busy, nothing is known.
      scenarios.push({ address: addressOf(outcome), felt: isAsUsual(outcome) ? felt : new Set(names) });
    },
  });
  return names.map((name) =>
    everywhere?.has(name) === false
      ? { name, scenarios: scenarios.filter(({ felt }) => felt.has(name)).map(({ address }) => address) }
      : { name },
  );
}

const UNUSUAL: ReadonlySet<string> = new Set(['fail', 'advice', 'inconclusive']);

function isAsUsual({ findings, fault }: ScenarioOutcome): boolean {
  return fault === undefined && !findings.some(({ kind }) => UNUSUAL.has(kind));
}
