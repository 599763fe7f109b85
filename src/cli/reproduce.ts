/** The command line that runs one requirement alone. Pure. */

import type { ServerFlags } from './flags.ts';
import { PASSWORD_VARIABLE } from './given-target.ts';
import { quoteWord } from './shell-words.ts';

/** What stands for a password, which is never repeated. */
const NOT_TOLD = '...';

/** The options that a verdict may depend on and that can be repeated as they were given. */
const REPEATED = [
  ['--config', 'config'],
  ['--user', 'user'],
  ['--password-file', 'passwordFile'],
  ['--tls', 'tls'],
  ['--ca', 'ca'],
  ['--insecure', 'insecure'],
  ['--segment', 'segment'],
  ['--timeout', 'timeout'],
  ['--max-wait', 'maxWait'],
  ['--deliver', 'deliver'],
  ['--allow-delete', 'allowDelete'],
  ['--strict', 'strict'],
  ['--features', 'features'],
] as const satisfies ReadonlyArray<readonly [string, keyof ServerFlags]>;

/**
 * The command that runs one requirement as this run did, quoted for a shell. Passwords are not in it: one that did not come from a
 * file or from the configuration is asked for as `POP3SPEC_PASSWORD=...`.
 * @param needsPassword whether the password came from the command line or the environment
 */
export function reproduction(
  target: string | undefined,
  flags: ServerFlags,
  needsPassword: boolean,
  requirement: string,
): string {
  const options = REPEATED.flatMap(([option, name]) => {
    const value: string | boolean | undefined = flags[name];
    if (value === undefined || value === false) return [];
    return value === true ? [option] : [option, quoteWord(value)];
  });
  const accounts = (flags.account ?? []).flatMap((account) => {
    const [user = ''] = account.split(':', 1);
    return ['--account', `${quoteWord(user)}:${NOT_TOLD}`];
  });
  return [
    ...(needsPassword ? [`${PASSWORD_VARIABLE}=${NOT_TOLD}`] : []),
    'npx pop3spec server',
    ...(target === undefined ? [] : [quoteWord(target)]),
    ...options,
    ...accounts,
    `--only ${requirement}`,
  ].join(' ');
}
