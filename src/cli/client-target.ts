/** The client that the user names, made of the settings and the files that they speak of. */

import type { ClientLauncher } from '../target/client.ts';
import type { ClientTarget } from '../target/client-target.ts';
import { CommandLauncher, type CommandLine } from '../target/launch/command-launcher.ts';
import { placeholdersIn, type NamedTemplate } from '../target/launch/template.ts';
import type { ClientSettings } from './client-settings.ts';
import { template, type GivenFile } from './client-values.ts';
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
  const { command: words } = settings;
  if (words === undefined) {
    refuseForeignSettings(settings);
    return await builtIn();
  }
  const command = await commandLine(words, settings);
  refuseUnreachable(command);
  const { timeoutMs, maxWaitMs } = pace(settings);
  const { pollsMs } = settings;
  return new CommandLauncher({
    name: words.map(quoteWord).join(' '),
    command,
    tls: settings.tls ?? 'none',
    // One that stays may have to wait out a LOGIN-DELAY before it polls again.
    limitMs: timeoutMs + (pollsMs === undefined ? 0 : POLLS * pollsMs + maxWaitMs),
    cwd,
    path: variables['PATH'] ?? PATH,
  });
}

/** What describes a client of the user's own, with the option that gives it. */
const FOREIGN: ReadonlyArray<readonly [keyof ClientSettings, string]> = [
  ['env', '--env'],
  ['files', '--file'],
  ['stdin', '--stdin'],
  ['pollsMs', '--polls'],
  ['pipelines', '--pipelines'],
  ['temporaryExits', '--temporary-exit'],
];

function refuseForeignSettings(settings: ClientSettings): void {
  const foreign = FOREIGN.find(([key]) => settings[key] !== undefined);
  if (foreign === undefined) return;
  throw new UsageError(
    `${foreign[1]} describes a client, and none is named: write pop3spec client [options] -- COMMAND (without one, the built-in client is tested)`,
  );
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
