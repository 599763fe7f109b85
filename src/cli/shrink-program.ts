/** The grammar of `pop3spec shrink`. */

import type { Command } from 'commander';
import { UsageError } from './errors.ts';
import { collected } from './run-options.ts';

/** The options of `pop3spec shrink` as commander gives them; what was not given is undefined. */
export interface ShrinkFlags {
  readonly to?: string;
  readonly fails?: string;
  readonly differs?: boolean;
  readonly hangs?: boolean;
  readonly exit?: string;
  readonly output?: string;
  readonly emit?: string;
  readonly requirement?: string;
  readonly user?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly tls?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly timeout?: string;
  readonly maxWait?: string;
  readonly allowDelete?: boolean;
  readonly env?: readonly string[];
  readonly file?: readonly string[];
  readonly stdin?: string;
}

const EXAMPLES = `
How it goes:
  The recording is played twice. What is wrong both times is looked for in shorter and shorter recordings: exchanges are
  left out, then lines of lists and of messages, octets, and borders of segments. What is left still shows it, and shows it
  no more without any single piece. That is proved by playing it twice again. Progress is on the standard error; after
  Ctrl-C the shortest so far is written.

What is wrong:
  --fails ID    a requirement is broken, as "pop3spec judge" sees it from the octets
  --differs     an answer is not the recorded one: the same answer that differs first; one of another kind (+OK, -ERR, a
                challenge, none) before one of another text. So where no octet by itself is wrong, write into the file what
                should have come. The command that it answers stays as it is. Of a client: it sends another line
  --hangs       an answer never comes (or never to its end), or the client does not end
  --exit N      the exit status of the client, and the last line that it prints on its standard error (but for numbers and
                names of files): another cause may have the same status. One that prints nothing may come to such a cause
                all the same, so --fails ID is surer where it applies
  Without any: what "pop3spec judge" says, else a difference.

A server (--to) is told what the client sent. Nothing is deleted: a recording that has DELE in it wants --allow-delete. Where
a login is refused by [LOGIN-DELAY], [IN-USE] or [SYS/TEMP], it is tried again for as long as --max-wait says.
A client (behind --) is started for each recording, as with "pop3spec client", and meets the recorded server. Exchanges that
it does not go into any more fall out.

Examples:
  pop3spec shrink bug.pop3 --to localhost:8110 --user alice --password-file secret.txt -o short.pop3
  pop3spec shrink bug.pop3 --to localhost:8110 --user alice --password-file secret.txt --differs --requirement 5034-4-S7 \\
      --emit gherkin -o features/bug.feature
  pop3spec shrink bug.pop3 --emit gherkin -o tests/bug.feature -- curl -q -sS -u {user}:{password} pop3://{host}:{port}/1
  pop3spec shrink bug.pop3 --exit 8 -- curl -q -sS -u {user}:{password} pop3://{host}:{port}/1

Exit status:
  0  shortened, and proved
  1  what is wrong does not show each time: nothing is proved
  2  wrong usage, or a mistake in the file
  3  the server could not be reached, or the client not be started
  4  nothing is wrong: there is nothing to shorten
  70 a fault of pop3spec
  130, 143  ended by Ctrl-C or SIGTERM; the shortest so far is written
`;

/**
 * Adds the command to the program.
 * @param words the whole command line, in which `--` is looked for
 * @param action what it does; `command` are the words of a client's command line
 */
export function addShrink(
  program: Command,
  words: readonly string[],
  action: (file: string, command: readonly string[], flags: ShrinkFlags) => Promise<void>,
): void {
  program
    .command('shrink')
    .summary('the shortest recording that still shows what is wrong')
    .description('Shortens a recording as long as a server, or a client, still shows what is wrong with it.')
    .usage('[options] <file> --to <server>\n       pop3spec shrink [options] <file> -- <command>')
    .argument('<file>', 'a whole conversation in the conversation language (.pop3)')
    .argument('[command...]', 'how the client is started to fetch its mail once')
    .option('--to <server>', 'host, host:port, pop3://host[:port] or pop3s://host[:port]')
    .optionsGroup('What is wrong:')
    .option('--fails <id>', 'a requirement is broken')
    .option('--differs', 'something else comes than was recorded')
    .option('--hangs', 'something never comes')
    .option('--exit <status>', 'the client ends with this exit status')
    .optionsGroup('What is written:')
    .option('-o, --output <file>', 'where it goes (default: the standard output)')
    .option('--emit <kind>', 'script, gherkin (a scenario on our steps) or shell (default: script)')
    .option('--requirement <id>', 'what a scenario is about where the octets do not tell (--differs, --hangs)')
    .optionsGroup('The account, and how the peer is reached:')
    .option('--user <name>', 'what {user} stands for')
    .option('--password-file <file>', 'what {password} stands for is the first line of FILE')
    .option('--password <password>', 'the same, for everybody on this machine to see')
    .option('--tls <mode>', 'none or implicit; of a client also stls: what its command line tells it to use')
    .option('--ca <file>', 'trust these certificates (PEM) instead of the system’s')
    .option('--insecure', 'accept any certificate')
    .option('--timeout <seconds>', 'for one answer of a server, or one launch of a client (default: 20)')
    .option('--max-wait <seconds>', 'how long a server that refuses for now is waited for (default: 10)')
    .option('--allow-delete', 'a recording that deletes messages may be played')
    .optionsGroup('The client:')
    .option('--env <name=template>', 'a variable of its environment (repeatable)', collected)
    .option(
      '--file <name=template>',
      'a file in {dir} (repeatable); NAME=@FILE takes the template from FILE',
      collected,
    )
    .option('--stdin <template>', 'what it reads on its standard input (default: nothing)')
    .optionsGroup('Help:')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, command: readonly string[], flags: ShrinkFlags) => {
      if (command.length > 0 && !words.includes('--')) {
        throw new UsageError(`put "--" before the client's command: pop3spec shrink ${file} -- ${command.join(' ')}`);
      }
      await action(file, command, flags);
    });
}
