/** What the user of `pop3spec client` wants, from the command line and from a configuration file alike. Pure. */

import type { NamedTemplate } from '../target/launch/template.ts';
import * as value from './client-values.ts';
import { reasonOf, UsageError } from './errors.ts';
import type { ClientFlags } from './flags.ts';
import { path } from './option-values.ts';
import { judged, refuseContradictions, runSettingsOfFlags, type RunSettings } from './run-settings.ts';

/** What one source says, each value judged by itself; what it leaves open is undefined. */
export interface ClientSettings extends RunSettings {
  /** The client's command line, word for word, with placeholders. */
  readonly command?: readonly [string, ...string[]] | undefined;
  readonly env?: readonly NamedTemplate[] | undefined;
  readonly files?: readonly value.GivenFile[] | undefined;
  readonly stdin?: string | undefined;
  /** The name of the module that drives a client without a command line, and of the browser that it may ask for. */
  readonly driver?: string | undefined;
  readonly browser?: string | undefined;
  readonly pollsMs?: number | undefined;
  readonly pipelines?: boolean | undefined;
  readonly temporaryExits?: readonly number[] | undefined;
}

/**
 * The settings of the command line.
 * @param words what stands behind `--`
 * @throws {UsageError} where a value is wrong
 */
export function clientSettingsOfFlags(words: readonly string[], flags: ClientFlags): ClientSettings {
  const [program, ...rest] = words;
  return normalisedClient({
    ...runSettingsOfFlags(flags),
    command: program === undefined ? undefined : commandOf([program, ...rest]),
    env: flags.env?.map((text) => judged('--env', value.variable, text)),
    files: flags.file?.map((text) => judged('--file', value.file, text)),
    stdin: judged('--stdin', value.template, flags.stdin),
    driver: judged('--driver', path, flags.driver),
    browser: judged('--browser', path, flags.browser),
    pollsMs: judged('--polls', value.pollingTime, flags.polls),
    pipelines: flags.pipelines,
    temporaryExits: flags.temporaryExit?.map((text) => judged('--temporary-exit', value.exitStatus, text)),
  });
}

function commandOf(words: readonly [string, ...string[]]): readonly [string, ...string[]] {
  try {
    return value.command(words);
  } catch (error) {
    throw new UsageError(`the command: ${reasonOf(error)}`);
  }
}

/** The settings of one source, as they are. @throws {UsageError} where it contradicts itself */
export function normalisedClient(settings: ClientSettings): ClientSettings {
  refuseContradictions(settings);
  if (settings.command !== undefined && settings.driver !== undefined) {
    throw new UsageError('a command and a driver are both given: a client is started by one of them');
  }
  refuseTwice('--env', settings.env);
  refuseTwice('--file', settings.files);
  return settings;
}

function refuseTwice(option: string, given: ReadonlyArray<{ readonly name: string }> = []): void {
  const twin = given.find(({ name }, index) => given.findIndex((other) => other.name === name) !== index);
  if (twin !== undefined) throw new UsageError(`${option}: ${twin.name} is given twice`);
}
