/**
 * `pop3spec client`: from what the user wants to an exit status, with the reports written. What takes long to load is loaded when
 * nothing is wrong with the wishes.
 */

import path from 'node:path';
import { accountSecrets } from '../client/account-secrets.ts';
import type { ClientLauncher } from '../target/client.ts';
import { readCatalogue, sharded } from './catalogue.ts';
import { clientSettingsOfFlags, type ClientSettings } from './client-settings.ts';
import { clientTarget } from './client-target.ts';
import type { Environment } from './environment.ts';
import type { ClientFlags } from './flags.ts';
import { pace, textOf } from './given-target.ts';
import { readKnownFailures } from './known-failures.ts';
import { planOutputs } from './output-plan.ts';
import { clientReproduction } from './reproduce.ts';
import { runCommand, type RunTarget } from './run-command.ts';
import { merged } from './run-settings.ts';

/**
 * Runs the command.
 * @param command how the client is started; empty for the built-in client, unless the configuration names one
 * @returns the exit status
 * @throws {UsageError} where the user's wishes can't be met; {Untestable} where the client can't be tested at all; {Interrupted}
 */
export async function clientCommand(
  command: readonly string[],
  flags: ClientFlags,
  environment: Environment,
): Promise<number> {
  const settings = await settingsFrom(command, flags);
  const outputs = planOutputs(settings);
  const catalogue = sharded(await readCatalogue(['client'], settings.features, settings.only), settings.shard);
  const known = await readKnownFailures(settings, catalogue);
  // One that nobody gave is a password that everybody may know.
  const needsPassword = flags.password !== undefined;
  const plan = {
    settings,
    outputs,
    catalogue,
    known,
    command: settings.command ?? [],
    reproduce: (only: string) => clientReproduction(command, flags, needsPassword, only),
  };
  return await runCommand(await targetOf(settings, environment), plan, environment);
}

/** The settings of the command line above those of the configuration file that it names. */
async function settingsFrom(command: readonly string[], flags: ClientFlags): Promise<ClientSettings> {
  const above = clientSettingsOfFlags(command, flags);
  if (flags.config === undefined) return above;
  const source = await textOf('--config', flags.config);
  const { parseClientConfig } = await import('./config-file.ts');
  return merged(parseClientConfig(source, flags.config, path.dirname(flags.config)), above);
}

async function targetOf(settings: ClientSettings, { variables }: Environment): Promise<RunTarget> {
  const surroundings = { variables, cwd: process.cwd() };
  const target = await clientTarget(settings, surroundings, () => builtInClient(settings));
  return {
    name: target.launcher.name,
    secrets: accountSecrets(target),
    faults: () => [],
    close: async () => await target.launcher.close?.(),
    examine: async (options) => {
      const { examineClient } = await import('../suite/examine-client.ts');
      return await examineClient({ ...options, target });
    },
  };
}

/** The client that is tested where the user names none. */
async function builtInClient(settings: ClientSettings): Promise<ClientLauncher> {
  const { ReferenceClient } = await import('../client/reference/launcher.ts');
  const { timeoutMs } = pace(settings);
  return new ReferenceClient({ name: 'pop3spec (built in)', timeoutMs, limitMs: timeoutMs });
}
