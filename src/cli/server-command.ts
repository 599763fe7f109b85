/** `pop3spec server`: from what the user wants to an exit status, with the reports written. */

import path from 'node:path';
import { Chalk } from 'chalk';
import { READINGS } from '../catalogue/readings.ts';
import { secretsOf } from '../examination/secrets.ts';
import { renderSummary } from '../report/terminal.ts';
import type { ServerTarget } from '../target/target.ts';
import type { RunResult } from '../verdict/result.ts';
import { EXIT, exitStatus } from '../verdict/summary.ts';
import { builtInTarget, refuseForeignSettings, type BuiltInTarget } from './built-in-target.ts';
import { readCatalogue, type CataloguePart } from './catalogue.ts';
import { exitWords, renderBriefly } from './closing-words.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './errors.ts';
import { examine } from './examine.ts';
import type { ServerFlags } from './flags.ts';
import { givenTarget, PASSWORD_VARIABLE, textOf } from './given-target.ts';
import { planOutputs } from './output-plan.ts';
import { Outputs, type Written } from './outputs.ts';
import { reproduction } from './reproduce.ts';
import { merged, settingsOfFlags, type Settings } from './settings.ts';
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
  const { target, faults, close } = await targetOf(settings, environment);
  environment.secrets.push(...secretsOf(target));
  try {
    const outputs = await Outputs.prepare(plan, environment.secrets);
    const { result, problems, written } = await run(target, catalogue, settings, outputs, faults, environment);
    const reproduce = (requirement: string): string =>
      reproduction(address, flags, settings.target !== undefined && asksForPassword(settings, flags), requirement);
    const status = problems.length > 0 || written.failures.length > 0 ? EXIT.usage : statusOf(result, environment);
    tell(result, written, status, reproduce, settings, environment);
    for (const sentence of [...problems, ...written.failures]) environment.say(sentence);
    return status;
  } finally {
    await close();
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

async function targetOf(settings: Settings, { variables }: Environment): Promise<BuiltInTarget> {
  if (settings.target === undefined) return await builtInTarget(settings);
  const target = await givenTarget(settings.target, settings, variables[PASSWORD_VARIABLE]);
  return { target, faults: () => [], close: async () => undefined };
}
