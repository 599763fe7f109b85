/**
 * `pop3spec server`: from what the user wants to an exit status, with the reports written. What takes long to load is loaded when
 * nothing is wrong with the wishes.
 */

import path from 'node:path';
import { secretsOf } from '../examination/secrets.ts';
import type { ReadyTarget } from './built-in-target.ts';
import { readCatalogue, sharded } from './catalogue.ts';
import type { Environment } from './environment.ts';
import type { ServerFlags } from './flags.ts';
import { givenTarget, PASSWORD_VARIABLE, textOf } from './given-target.ts';
import { readKnownFailures } from './known-failures.ts';
import { planOutputs } from './output-plan.ts';
import { reproduction } from './reproduce.ts';
import { runCommand, type RunTarget } from './run-command.ts';
import { merged } from './run-settings.ts';
import { settingsOfFlags, type Settings } from './settings.ts';

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
  const outputs = planOutputs(settings);
  const catalogue = sharded(await readCatalogue(['server'], settings.features, settings.only), settings.shard);
  const known = await readKnownFailures(settings, catalogue);
  const needsPassword = settings.target !== undefined && isPasswordToBeGiven(settings, flags);
  const plan = {
    settings,
    outputs,
    catalogue,
    known,
    reproduce: (only: string) => reproduction(address, flags, needsPassword, only),
  };
  return await runCommand(await targetOf(settings, environment), plan, environment);
}

/** The settings of the command line above those of the configuration file that it names. */
async function settingsFrom(address: string | undefined, flags: ServerFlags): Promise<Settings> {
  const above = settingsOfFlags(address, flags);
  if (flags.config === undefined) return above;
  const source = await textOf('--config', flags.config);
  const { parseConfig } = await import('./config-file.ts');
  return merged(parseConfig(source, flags.config, path.dirname(flags.config)), above);
}

async function targetOf(settings: Settings, { variables }: Environment): Promise<RunTarget> {
  const { target, faults, close } = await readyTarget(settings, variables[PASSWORD_VARIABLE]);
  return {
    name: target.name,
    secrets: secretsOf(target),
    faults,
    close,
    examine: async (options) => {
      const { examineServer } = await import('../suite/examine-server.ts');
      return await examineServer({ ...options, target });
    },
  };
}

async function readyTarget(settings: Settings, variable: string | undefined): Promise<ReadyTarget> {
  if (settings.target === undefined) {
    const { builtInTarget } = await import('./built-in-target.ts');
    return await builtInTarget(settings);
  }
  const target = await givenTarget(settings.target, settings, variable);
  return { target, faults: () => [], close: async () => undefined };
}

/** Whether the password must be given again by hand: it came from the command line or the environment. */
function isPasswordToBeGiven({ password, passwordFile }: Settings, flags: ServerFlags): boolean {
  return flags.password !== undefined || (password === undefined && passwordFile === undefined);
}
