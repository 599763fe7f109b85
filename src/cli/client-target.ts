/** The client that the user names, made of the settings and the files that they speak of. */

import type { ClientLauncher } from '../target/client.ts';
import type { ClientTarget } from '../target/client-target.ts';
import { CommandLauncher, type CommandLine } from '../target/launch/command-launcher.ts';
import { DriverLauncher } from '../target/launch/driver-launcher.ts';
import { placeholdersIn, type NamedTemplate } from '../target/launch/template.ts';
import type { ClientSettings } from './client-settings.ts';
import { template, type GivenFile } from './client-values.ts';
import { browserFor, loadDriver } from './client-driver.ts';
import { UsageError } from './errors.ts';
import { givenPassword, PASSWORD_VARIABLE, pace, textOf } from './given-target.ts';
import { judged } from './run-settings.ts';
import { quoteWord } from './shell-words.ts';

/** The account that a client is told to use where the user names none: the server is ours. */
const USER = 'alice';
const PASSWORD = 'wonderland';

/** How many polls of a client that stays are waited for in one launch, at most. */
const POLLS = 4;

/** Where programs are looked for in an environment that does not say it. */
const PATH = '/usr/local/bin:/usr/bin:/bin';

/** What the settings say nothing of. */
export interface Surroundings {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The folder in which we were started. */
  readonly cwd: string;
}

/**
 * The client of the settings, and what it is told.
 * @param builtIn gives the client that is tested where the user names none
 * @throws {UsageError} where something is missing, contradicts itself, or is in a file that can't be read
 */
export async function clientTarget(
  settings: ClientSettings,
  surroundings: Surroundings,
  builtIn: () => Promise<ClientLauncher>,
): Promise<ClientTarget> {
  const { user, pollsMs, pipelines } = settings;
  const variable = user === undefined ? undefined : surroundings.variables[PASSWORD_VARIABLE];
  const password = await givenPassword(settings, variable);
  return {
    launcher: await launcherOf(settings, surroundings, builtIn),
    tls: settings.tls ?? 'none',
    user: user ?? USER,
    password: password ?? PASSWORD,
    ...pace(settings),
    ...(pollsMs === undefined ? {} : { pollsMs }),
    ...(pipelines === undefined ? {} : { pipelines }),
    temporaryExits: settings.temporaryExits ?? [],
  };
}

async function launcherOf(
  settings: ClientSettings,
  { variables, cwd }: Surroundings,
  builtIn: () => Promise<ClientLauncher>,
): Promise<ClientLauncher> {
  const { command: words, driver } = settings;
  const common = { tls: settings.tls ?? 'none', limitMs: launchLimit(settings) };
  if (driver !== undefined) {
    refuse(settings, OF_COMMANDS, 'is for a client with a command line, and a driver is given');
    return new DriverLauncher({
      ...common,
      name: `--driver ${quoteWord(driver)}`,
      driver: await loadDriver(driver, cwd),
      browser: await browserFor(settings.browser, cwd, variables),
    });
  }
  refuse(settings, OF_DRIVERS, 'is for a driver, and none is given: add --driver MODULE');
  if (words === undefined) {
    refuse(settings, [...OF_COMMANDS, ...OF_CLIENTS], NONE_NAMED);
    return await builtIn();
  }
  const command = await commandLine(words, settings);
  refuseUnreachable(command);
  return new CommandLauncher({
    ...common,
    name: words.map(quoteWord).join(' '),
    command,
    cwd,
    path: variables['PATH'] ?? PATH,
  });
}

/** How long one launch may take; one that stays may have to wait out a LOGIN-DELAY before it polls again. */
function launchLimit(settings: ClientSettings): number {
  const { timeoutMs, maxWaitMs } = pace(settings);
  return timeoutMs + (settings.pollsMs === undefined ? 0 : POLLS * settings.pollsMs + maxWaitMs);
}

/** Settings, each with the option that gives it. */
type Options = ReadonlyArray<readonly [keyof ClientSettings, string]>;

const OF_COMMANDS: Options = [
  ['env', '--env'],
  ['files', '--file'],
  ['stdin', '--stdin'],
];
const OF_DRIVERS: Options = [['browser', '--browser']];
/** Those that describe a client of the user's own. */
const OF_CLIENTS: Options = [
  ['pollsMs', '--polls'],
  ['pipelines', '--pipelines'],
  ['temporaryExits', '--temporary-exit'],
];

const NONE_NAMED =
  'describes a client, and none is named: write pop3spec client [options] -- COMMAND (without one, the built-in client is tested)';

/** @throws {UsageError} where one of some settings is given that has no meaning here */
function refuse(settings: ClientSettings, options: Options, why: string): void {
  const given = options.find(([key]) => settings[key] !== undefined);
  if (given !== undefined) throw new UsageError(`${given[1]} ${why}`);
}

async function commandLine(words: CommandLine['words'], settings: ClientSettings): Promise<CommandLine> {
  return {
    words,
    env: settings.env ?? [],
    files: await Promise.all((settings.files ?? []).map(fileTemplate)),
    stdin: settings.stdin,
  };
}

async function fileTemplate(file: GivenFile): Promise<NamedTemplate> {
  if (!('source' in file)) return file;
  const { name, source } = file;
  return { name, template: judged(`--file ${source}`, template, await textOf('--file', source)) };
}

/** The port is another one at each start: a client that is not told it can't find us. */
function refuseUnreachable({ words, env, files, stdin = '' }: CommandLine): void {
  const templates = [...words, ...[...env, ...files].map(({ template: text }) => text), stdin];
  const told = new Set(templates.flatMap(placeholdersIn));
  if (told.has('port') || told.has('url')) return;
  throw new UsageError(
    'nothing tells the client where the server is: put {host} and {port}, or {url}, into its command line, --env, --file or --stdin',
  );
}
