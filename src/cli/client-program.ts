/** The grammar of `pop3spec client`. */

import type { Command } from 'commander';
import { UsageError } from './errors.ts';
import type { ClientFlags } from './flags.ts';
import { CLIENT_EXAMPLES } from './help.ts';
import { addRunOptions, collected } from './run-options.ts';

/**
 * Adds the command to the program.
 * @param words the whole command line, in which `--` is looked for
 * @param action what it does; `command` are the words of the client's command line
 */
export function addClient(
  program: Command,
  words: readonly string[],
  action: (command: readonly string[], flags: ClientFlags) => Promise<void>,
): void {
  const client = program
    .command('client')
    .summary('test a client')
    .description('Tests a client as its server; without a command, the client that is built in.')
    .usage('[options] [-- <command>]')
    .argument('[command...]', 'how the client is started to fetch its mail once; see below')
    .optionsGroup('The client:')
    .option('--env <name=template>', 'a variable of its environment (repeatable)', collected)
    .option(
      '--file <name=template>',
      'a file in {dir}, for its owner only (repeatable); NAME=@FILE takes the template from FILE',
      collected,
    )
    .option('--stdin <template>', 'what it reads on its standard input (default: nothing)')
    .option('--driver <module>', 'of a client without a command line: a module that makes it fetch its mail; see below')
    .option('--browser <file>', 'the browser for the driver (default: CHROMIUM_PATH, or an installed one)')
    .option('--polls <seconds>', 'it stays, and fetches again after this time')
    .option('--pipelines', 'it sends commands without waiting for the answers where the server allows that')
    .option(
      '--temporary-exit <code>',
      'an exit status by which it says that a later attempt may do better (repeatable)',
      collected,
    )
    .optionsGroup('What it is told:')
    .option('--user <name>', 'the name of its account (default: alice)')
    .option('--password-file <file>', 'its password is the first line of FILE')
    .option('--password <password>', 'its password (default: wonderland)')
    .option('--tls <mode>', 'none, stls or implicit: what its command line tells it to use (default: none)')
    .addHelpText('after', CLIENT_EXAMPLES)
    .action(async (command: readonly string[], flags: ClientFlags) => {
      if (command.length > 0 && !words.includes('--')) {
        throw new UsageError(
          `put "--" before the client's command, so that its options are not taken for ours: pop3spec client [options] -- ${command.join(' ')}`,
        );
      }
      await action(command, flags);
    });
  addRunOptions(client, {
    timeout: 'for one launch of the client, from its start to its end',
    parallel: 'the client is then started several times at once',
    keys: 'command',
  });
}
