/**
 * `pop3spec server`: from what the user wants to an exit status, with the reports written. What takes long to load is loaded when
 * nothing is wrong with the wishes.
 */

import path from 'node:path';
import { Chalk } from 'chalk';
import { READINGS } from '../catalogue/readings.ts';
import { secretsOf } from '../examination/secrets.ts';
import { renderSummary } from '../report/terminal.ts';
import type { RunResult } from '../verdict/result.ts';
import { EXIT, exitStatus } from '../verdict/summary.ts';
import { hideEchoes } from '../wire/secret.ts';
import type { ReadyTarget } from './built-in-target.ts';
import { readCatalogue, type CataloguePart } from './catalogue.ts';
import { exitWords, renderBriefly } from './closing-words.ts';
import type { Environment } from './environment.ts';
import type { ServerFlags } from './flags.ts';
import { givenTarget, PASSWORD_VARIABLE, textOf } from './given-target.ts';
import { readKnownFailures, type KnownFailures } from './known-failures.ts';
import { planOutputs } from './output-plan.ts';
import { Outputs, type Written } from './outputs.ts';
import { reproduction } from './reproduce.ts';
import { merged } from './run-settings.ts';
import { settingsOfFlags, type Settings } from './settings.ts';
import { colorLevel, widthOfScreen } from './terminal.ts';

/**
 * Runs the command.
 * @param address the target as the user wrote it; undefined for the built-in server, unless the configuration names one
 * @returns the exit status
 * @throws {UsageError} where the user's wishes can't be met; {Untestable} where the target can't be tested at all; {Interrupted}
 */
export async function serverCommand(
  address: string | undefined,
  flags: ServerFlags,
  environment: Environment,
): Promise<number> {
  const settings = await settingsFrom(address, flags);
  const plan = planOutputs(settings);
  const catalogue = await readCatalogue(['server'], settings.features, settings.only);
  const known = await readKnownFailures(settings, catalogue);
  const server = await targetOf(settings, environment);
  environment.secrets.push(...secretsOf(server.target));
  try {
    const outputs = await Outputs.prepare(plan, environment.secrets);
    const { result, problems, written } = await run(server, catalogue, known, settings, outputs, environment);
    const mistaken = problems.length > 0 || written.failures.length > 0;
    const status = mistaken ? EXIT.usage : statusOf(result, environment);
    const needsPassword = settings.target !== undefined && isPasswordToBeGiven(settings, flags);
    const reproduce = (requirement: string): string => reproduction(address, flags, needsPassword, requirement);
    tell(result, written, status, reproduce, settings, environment);
    for (const sentence of [...problems, ...written.failures]) environment.say(sentence);
    const revised = await known?.revise(result);
    if (revised !== undefined) environment.say(revised);
    const untold = await environment.github.take(result, catalogue.root);
    if (untold !== undefined) environment.say(untold);
    return status;
  } finally {
    await server.close();
  }
}

/** The settings of the command line above those of the configuration file that it names. */
async function settingsFrom(address: string | undefined, flags: ServerFlags): Promise<Settings> {
  const above = settingsOfFlags(address, flags);
  if (flags.config === undefined) return above;
  const source = await textOf('--config', flags.config);
  const { parseConfig } = await import('./config-file.ts');
  return merged(parseConfig(source, flags.config, path.dirname(flags.config)), above);
}

async function targetOf(settings: Settings, { variables }: Environment): Promise<ReadyTarget> {
  if (settings.target === undefined) {
    const { builtInTarget } = await import('./built-in-target.ts');
    return await builtInTarget(settings);
  }
  const target = await givenTarget(settings.target, settings, variables[PASSWORD_VARIABLE]);
  return { target, faults: () => [], close: async () => undefined };
}

interface Run {
  readonly result: RunResult;
  /** What is wrong with the user's own scenarios. */
  readonly problems: readonly string[];
  readonly written: Written;
}

/** The run and its files. */
async function run(
  { target, faults }: ReadyTarget,
  catalogue: CataloguePart,
  known: KnownFailures | undefined,
  settings: Settings,
  outputs: Outputs,
  environment: Environment,
): Promise<Run> {
  try {
    const { examine } = await import('./examine.ts');
    const { result: examined, problems } = await examine(target, catalogue, settings, outputs, environment);
    const uncaught = [...faults(), ...environment.interruption.faults].map(describeFault);
    const judged = {
      ...examined,
      faults: [...examined.faults, ...uncaught].map((fault) => hideEchoes(fault, environment.secrets)),
    };
    const result = known === undefined ? judged : known.applyTo(judged);
    return { result, problems, written: await outputs.write(result) };
  } catch (error) {
    await outputs.abandon();
    throw error;
  }
}

function describeFault(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

/** Whether the password must be given again by hand: it came from the command line or the environment. */
function isPasswordToBeGiven({ password, passwordFile }: Settings, flags: ServerFlags): boolean {
  return flags.password !== undefined || (password === undefined && passwordFile === undefined);
}

/** Who ended the run early says what it exits with, but a fault of ours is never hidden by that. */
function statusOf(result: RunResult, { interruption }: Environment): number {
  const ended = result.interrupted !== undefined && result.faults.length === 0;
  return (ended ? interruption.status : undefined) ?? exitStatus(result);
}

/** Says on the standard output what the run came to. */
function tell(
  result: RunResult,
  { files }: Written,
  status: number,
  reproduce: (requirement: string) => string,
  { quiet, verbose }: Settings,
  { variables, stdout }: Environment,
): void {
  const chalk = new Chalk({ level: colorLevel(variables, stdout) });
  const faults = verbose === true ? result.faults : result.faults.map((fault) => fault.split('\n', 1)[0] ?? '');
  const shown = { ...result, faults };
  if (quiet === true) {
    stdout.write(renderBriefly(shown, chalk));
    return;
  }
  const width = widthOfScreen(stdout);
  stdout.write(`\n${renderSummary(shown, { chalk, width, reproduce, readings: READINGS })}`);
  stdout.write(`\nWritten: ${files.join(', ')}\n`);
  if (status !== EXIT.conforming) stdout.write(`${exitWords(status)}\n`);
}
