/** The grammar of the command line. What a command does is loaded when it is called: help has to be there at once. */

import { Command, CommanderError } from 'commander';
import { addCertify, type CertifyFlags, type VerifyFlags } from './certify-program.ts';
import { addClient } from './client-program.ts';
import type { ClientFlags, ListFlags, ReportFlags, ServerFlags } from './flags.ts';
import { DESCRIPTION, EXAMPLES, LIST_EXAMPLES, SERVER_EXAMPLES } from './help.ts';
import { addImport, type ImportFlags } from './import-program.ts';
import { addJudge, type JudgeFlags } from './judge-program.ts';
import { addRecord, type RecordFlags } from './record-program.ts';
import { addReplay, type ReplayFlags } from './replay-program.ts';
import { addReport } from './report-program.ts';
import { addRunOptions, collected } from './run-options.ts';
import { addServe, type ServeFlags } from './serve-program.ts';
import { addShrink, type ShrinkFlags } from './shrink-program.ts';

/** What the commands do; each gives the exit status. */
export interface Actions {
  readonly server: (target: string | undefined, flags: ServerFlags) => Promise<number>;
  readonly client: (command: readonly string[], flags: ClientFlags) => Promise<number>;
  readonly serve: (script: string | undefined, flags: ServeFlags) => Promise<number>;
  readonly record: (flags: RecordFlags) => Promise<number>;
  readonly replay: (file: string, flags: ReplayFlags) => Promise<number>;
  readonly shrink: (file: string, command: readonly string[], flags: ShrinkFlags) => Promise<number>;
  readonly judge: (files: readonly string[], flags: JudgeFlags) => Promise<number>;
  readonly import: (file: string, flags: ImportFlags) => Promise<number>;
  readonly list: (flags: ListFlags) => Promise<number>;
  readonly report: (files: readonly string[], flags: ReportFlags) => Promise<number>;
  readonly certify: (result: string, flags: CertifyFlags) => Promise<number>;
  readonly verify: (certificate: string, flags: VerifyFlags) => Promise<number>;
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
  addClient(program, words, async (command, flags) => {
    status = await actions.client(command, flags);
  });
  addServe(program, collected, async (script, flags) => {
    status = await actions.serve(script, flags);
  });
  addRecord(program, async (flags) => {
    status = await actions.record(flags);
  });
  addReplay(program, async (file, flags) => {
    status = await actions.replay(file, flags);
  });
  addShrink(program, words, async (file, command, flags) => {
    status = await actions.shrink(file, command, flags);
  });
  addJudge(program, async (files, flags) => {
    status = await actions.judge(files, flags);
  });
  addImport(program, async (file, flags) => {
    status = await actions.import(file, flags);
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
  addReport(program, async (files, flags) => {
    status = await actions.report(files, flags);
  });
  addCertify(program, {
    certify: async (result, flags) => {
      status = await actions.certify(result, flags);
    },
    verify: async (certificate, flags) => {
      status = await actions.verify(certificate, flags);
    },
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
    .option('--insecure', 'accept any certificate');
  addRunOptions(server, {
    timeout: 'for one answer',
    parallel: 'each lane takes an account (--account) with the same mail as the first',
    keys: 'target, accounts',
  });
}
