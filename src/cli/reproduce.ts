/** The command line that runs one scenario or requirement alone. Pure. */

import { addressOf } from '../catalogue/requirement.ts';
import { reproductionsOf } from '../emit/of-scenario.ts';
import type { Reproduction, RequirementResult, RunResult, ScenarioResult } from '../verdict/result.ts';
import type { ClientFlags, RunFlags, ServerFlags } from './flags.ts';
import { PASSWORD_VARIABLE } from './given-target.ts';
import { quoteWord } from './shell-words.ts';

/** What stands for a password, which is never repeated. */
const NOT_TOLD = '...';

/** The options that a verdict may depend on and that can be repeated as they were given, of either role. */
const REPEATED = [
  ['--config', 'config'],
  ['--user', 'user'],
  ['--password-file', 'passwordFile'],
  ['--tls', 'tls'],
  ['--segment', 'segment'],
  ['--timeout', 'timeout'],
  ['--max-wait', 'maxWait'],
  ['--strict', 'strict'],
  ['--features', 'features'],
] as const satisfies ReadonlyArray<readonly [string, keyof RunFlags]>;

/** The same of `pop3spec server`, besides. */
const REPEATED_OF_SERVERS = [
  ...REPEATED,
  ['--ca', 'ca'],
  ['--insecure', 'insecure'],
  ['--deliver', 'deliver'],
  ['--allow-delete', 'allowDelete'],
] as const satisfies ReadonlyArray<readonly [string, keyof ServerFlags]>;

/** The same of `pop3spec client`. */
const REPEATED_OF_CLIENTS = [
  ...REPEATED,
  ['--env', 'env'],
  ['--file', 'file'],
  ['--stdin', 'stdin'],
  ['--driver', 'driver'],
  ['--browser', 'browser'],
  ['--polls', 'polls'],
  ['--pipelines', 'pipelines'],
  ['--temporary-exit', 'temporaryExit'],
] as const satisfies ReadonlyArray<readonly [string, keyof ClientFlags]>;

/** Options as they were given, quoted for a shell. */
function repeated<Flags>(flags: Flags, options: ReadonlyArray<readonly [string, keyof Flags]>): string[] {
  return options.flatMap(([option, name]) => {
    const value: unknown = flags[name];
    if (value === true) return [option];
    return [value].flat().flatMap((each) => (typeof each === 'string' ? [option, quoteWord(each)] : []));
  });
}

/** So many scenarios of a requirement show how it is seen again: a breach of the grammar may be seen in all of them. */
const MOST_REPRODUCED = 5;

/**
 * The result with the ways in which each breach is seen again: the command, and what was said over the wire.
 * @param command the command that runs what `--only` selects with an expression
 * @param isRecorded whether the scenarios are recordings: those are there as files already
 */
export function withCommands(
  result: RunResult,
  command: (only: string) => string,
  isRecorded: boolean = false,
): RunResult {
  const { role, target } = result;
  const counts = new Map<string, number>();
  const said = (requirement: RequirementResult, scenario: ScenarioResult): Reproduction[] => {
    const count = (counts.get(requirement.id) ?? 0) + 1;
    counts.set(requirement.id, count);
    return isRecorded || count > MOST_REPRODUCED ? [] : reproductionsOf(scenario, role, target);
  };
  const reproducible = (requirement: RequirementResult, scenario: ScenarioResult): ScenarioResult => {
    if (scenario.verdict !== 'fail' && scenario.verdict !== 'advice') return scenario;
    // What the survey saw, or a recording holds, is seen again whatever is selected.
    const only = scenario.uri.endsWith('.feature') ? addressOf(scenario) : requirement.id;
    return {
      ...scenario,
      reproduce: [
        { label: 'on the command line', text: command(only) },
        ...(scenario.reproduce ?? []),
        ...said(requirement, scenario),
      ],
    };
  };
  return {
    ...result,
    requirements: result.requirements.map((requirement) => ({
      ...requirement,
      scenarios: requirement.scenarios.map((scenario) => reproducible(requirement, scenario)),
    })),
  };
}

/**
 * The command that runs what `--only` selects as this run did, quoted for a shell. Passwords are not in it: one that did not come from a
 * file or from the configuration is asked for as `POP3SPEC_PASSWORD=...`.
 * @param needsPassword whether the password came from the command line or the environment
 */
export function reproduction(
  target: string | undefined,
  flags: ServerFlags,
  needsPassword: boolean,
  only: string,
): string {
  const accounts = (flags.account ?? []).flatMap((account) => {
    const [user = ''] = account.split(':', 1);
    return ['--account', `${quoteWord(user)}:${NOT_TOLD}`];
  });
  return [
    ...(needsPassword ? [`${PASSWORD_VARIABLE}=${NOT_TOLD}`] : []),
    'npx pop3spec server',
    ...(target === undefined ? [] : [quoteWord(target)]),
    ...repeated(flags, REPEATED_OF_SERVERS),
    ...accounts,
    `--only ${quoteWord(only)}`,
  ].join(' ');
}

/**
 * The same for a client.
 * @param command its command line, word for word; empty for the built-in client
 * @param needsPassword whether a password was given on the command line or in the environment
 */
export function clientReproduction(
  command: readonly string[],
  flags: ClientFlags,
  needsPassword: boolean,
  only: string,
): string {
  return [
    ...(needsPassword ? [`${PASSWORD_VARIABLE}=${NOT_TOLD}`] : []),
    'npx pop3spec client',
    ...repeated(flags, REPEATED_OF_CLIENTS),
    `--only ${quoteWord(only)}`,
    ...(command.length === 0 ? [] : ['--', ...command.map(quoteWord)]),
  ].join(' ');
}
