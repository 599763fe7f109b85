/** What `pop3spec server` and `pop3spec client` have in common: a run, its files, and what is said of it. */

import path from 'node:path';
import type { RunResult } from '../verdict/result.ts';
import { EXIT, exitStatus } from '../verdict/summary.ts';
import { hideEchoes } from '../wire/secret.ts';
import type { CataloguePart } from './catalogue.ts';
import type { Environment } from './environment.ts';
import type { Examinable } from './examine.ts';
import type { KnownFailures } from './known-failures.ts';
import { FOLDER as REPORTS, type OutputPlan } from './output-plan.ts';
import { Outputs, type Written } from './outputs.ts';
import type { RunSettings } from './run-settings.ts';
import { withCommands } from './reproduce.ts';
import { tell } from './tell.ts';

/** A target that can be examined, and what belongs to it while that lasts. */
export interface RunTarget extends Examinable {
  /** What must not appear in anything that is written. */
  readonly secrets: readonly Buffer[];
  /** What went wrong so far in what is ours of it. */
  readonly faults: () => readonly unknown[];
  /** Gives back what it holds. */
  readonly close: () => Promise<void>;
}

/** What a run is about, beside its target. */
export interface RunPlan {
  readonly settings: RunSettings;
  readonly outputs: OutputPlan;
  readonly catalogue: CataloguePart;
  readonly known: KnownFailures | undefined;
  /** The command that runs what `--only` selects with an expression. */
  readonly reproduce: (only: string) => string;
  /** How a client is started, word for word. */
  readonly command?: readonly string[];
}

/**
 * Runs the suite on a target, and says what came of it.
 * @returns the exit status
 * @throws {UsageError} where a file can't be written; {Untestable}; {Interrupted}
 */
export async function runCommand(target: RunTarget, plan: RunPlan, environment: Environment): Promise<number> {
  const { settings, catalogue, known } = plan;
  environment.secrets.push(...target.secrets);
  try {
    const outputs = await Outputs.prepare(plan.outputs, environment.secrets);
    const { result, problems, written } = await run(target, plan, outputs, environment);
    const mistaken = problems.length > 0 || written.failures.length > 0;
    const status = mistaken ? EXIT.usage : statusOf(result, environment);
    tell(result, written.files, status, settings, environment);
    for (const sentence of [...problems, ...written.failures]) environment.say(sentence);
    const revised = await known?.revise(result);
    if (revised !== undefined) environment.say(revised);
    const untold = await environment.github.take(result, catalogue.root);
    if (untold !== undefined) environment.say(untold);
    return status;
  } finally {
    await target.close();
  }
}

interface Run {
  readonly result: RunResult;
  /** What is wrong with the user's own scenarios. */
  readonly problems: readonly string[];
  readonly written: Written;
}

/** The run and its files. */
async function run(
  target: RunTarget,
  { catalogue, known, settings, reproduce, command = [] }: RunPlan,
  outputs: Outputs,
  environment: Environment,
): Promise<Run> {
  try {
    const { examine } = await import('./examine.ts');
    const { result: examined, problems } = await examine(target, catalogue, settings, outputs, environment);
    const uncaught = [...target.faults(), ...environment.interruption.faults].map(describeFault);
    const judged = {
      ...withCommands(examined, (only) => environment.hidden(reproduce(only))),
      faults: [...examined.faults, ...uncaught].map((fault) => hideEchoes(fault, environment.secrets)),
    };
    const result = known === undefined ? judged : known.applyTo(judged);
    const written = await outputs.write(result);
    if (settings.emit === undefined) return { result, problems, written };
    const { FOLDER, writeReproductions } = await import('./reproductions.ts');
    const reproduced = await writeReproductions(result, {
      kind: settings.emit,
      folder: path.join(settings.out ?? REPORTS, FOLDER),
      catalogue,
      command,
      hide: (text) => environment.hidden(text),
    });
    const files = [...written.files, ...reproduced.files];
    return { result, problems, written: { files, failures: [...written.failures, ...reproduced.failures] } };
  } catch (error) {
    await outputs.abandon();
    throw error;
  }
}

function describeFault(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

/** Who ended the run early says what it exits with, but a fault of ours is never hidden by that. */
function statusOf(result: RunResult, { interruption }: Environment): number {
  const ended = result.interrupted !== undefined && result.faults.length === 0;
  return (ended ? interruption.status : undefined) ?? exitStatus(result);
}
