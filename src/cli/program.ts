/** The grammar of the command line. What a command does is loaded when it is called: help has to be there at once. */

import { Command, CommanderError } from 'commander';
import type { ListFlags, ServerFlags } from './flags.ts';
import { DESCRIPTION, EXAMPLES, LIST_EXAMPLES, SERVER_EXAMPLES } from './help.ts';
import { addServe, type ServeFlags } from './serve-program.ts';

/** What the commands do; each gives the exit status. */
export interface Actions {
  readonly server: (target: string | undefined, flags: ServerFlags) => Promise<number>;
  readonly serve: (script: string | undefined, flags: ServeFlags) => Promise<number>;
  readonly list: (flags: ListFlags) => Promise<number>;
}

/** The exit status of wrong usage (design, section 2). */
const USAGE = 2;

/**
 * Reads the command line and does what it says.
 * @param words without the program's own name
 * @returns the exit status
 * @throws whatever the action throws
 */
export async function runProgram(words: readonly string[], version: string, actions: Actions): Promise<number> {
  let status = 0;
  const program = new Command('pop3spec')
    .description(DESCRIPTION)
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'explain a command')
    .addHelpText('after', EXAMPLES)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'pop3spec: ')) })
    .exitOverride();
  const server = program
    .command('server')
    .summary('test a server')
    .description('Tests a server as its client; without a target, the server that is built in.')
    .argument('[target]', 'host, host:port, pop3://[user@]host[:port] or pop3s://[user@]host[:port]; IPv6 in brackets')
    .addHelpText('after', SERVER_EXAMPLES)
    .action(async (target: string | undefined, flags: ServerFlags) => {
      status = await actions.server(target, flags);
    });
  addServerOptions(server);
  addServe(program, collected, async (script, flags) => {
    status = await actions.serve(script, flags);
  });
  program
    .command('list')
    .summary('the requirements and their scenarios')
    .description('Lists the requirements by section, with the number of their scenarios.')
    .option('--role <role>', 'server or client (default: both)')
    .option('--only <expr>', 'only these requirements; see "pop3spec server --help"', collected)
    .option('--features <dir>', 'with your own scenarios')
    .option('--json', 'as JSON')
    .option('--verbose', 'with the scenarios, each as --only takes it')
    .addHelpText('after', LIST_EXAMPLES)
    .action(async (flags: ListFlags) => {
      status = await actions.list(flags);
    });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return status;
  } catch (error) {
    // Help that was asked for is no error; help that is shown since no command was given is.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    throw error;
  }
}

function collected(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function addServerOptions(server: Command): void {
  server
    .optionsGroup('The account:')
    .option('--user <name>', 'the main account')
    .option('--password-file <file>', 'its password is the first line of FILE')
    .option('--password <password>', 'its password, for everybody on this machine to see')
    .option(
      '--account <user:password>',
      'a further account (repeatable); some requirements speak of two users',
      collected,
    )
    .option(
      '--deliver <command>',
      'delivers the message on its standard input (LF line ends) to the mailbox {user}; run without a shell',
    )
    .option('--allow-delete', 'messages may be deleted')
    .optionsGroup('TLS:')
    .option('--tls <mode>', 'none, stls or implicit (default: none; pop3s:// is implicit)')
    .option('--ca <file>', 'trust these certificates (PEM) instead of the system’s')
    .option('--insecure', 'accept any certificate')
    .optionsGroup('What is tested, and how:')
    .option('--only <expr>', 'only these requirements (repeatable); see below', collected)
    .option('--features <dir>', 'your own scenarios, on our steps, besides ours')
    .option('--strict', 'a broken SHOULD counts as a broken MUST')
    .option('--baseline <file>', 'YAML with the failures that are known: these do not fail the run, a stale entry does')
    .option('--update-baseline', 'write what fails now to --baseline; the reasons that are there stay')
    .option(
      '--segment <how>',
      'how our octets are cut into TCP segments: whole, octet, crlf or random:SEED (default: whole)',
    )
    .option('--timeout <seconds>', 'for one answer (default: 20)')
    .option('--max-wait <seconds>', 'the longest that a scenario may wait out a LOGIN-DELAY or a timer (default: 10)')
    .option(
      '--config <file>',
      'YAML with these options as keys, without the dashes (and target, accounts); file names are meant from its folder, and the command line wins',
    )
    .optionsGroup('Reports:')
    .option('--out <dir>', 'where reports go that have no name of their own (default: reports)')
    .option('--html <file>', 'the report for a reader (default: report.html in --out)')
    .option('--json <file>', 'the result file (default: result.json in --out)')
    .option('--junit <file>', 'JUnit XML (default: junit.xml in --out)')
    .option('--messages <file>', 'Cucumber messages, as NDJSON')
    .option('--cucumber-html <file>', 'Cucumber’s own HTML report')
    .option('--quiet', 'only the verdict and what failed')
    .option('--verbose', 'each scenario with its conversation, as it ends')
    .optionsGroup('Help:');
}
