/** The grammar of `pop3spec serve`. */

import type { Command } from 'commander';
import { SERVE_EXAMPLES } from './help.ts';

/** The options of `pop3spec serve` as commander gives them; what was not given is undefined. */
export interface ServeFlags {
  readonly persona?: string;
  readonly listPersonae?: boolean;
  readonly host?: string;
  readonly port?: string;
  readonly tls?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly user?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly account?: readonly string[];
  readonly maildir?: string;
  readonly message?: readonly string[];
  readonly once?: boolean;
  readonly log?: boolean;
}

/** Adds the command to the program. @param action what it does */
export function addServe(
  program: Command,
  collected: (value: string, previous: readonly string[] | undefined) => readonly string[],
  action: (script: string | undefined, flags: ServeFlags) => Promise<void>,
): void {
  program
    .command('serve')
    .summary('the fake server, on its own')
    .description('Serves POP3 until Ctrl-C: correct by the book, as a script says, or as a real server behaves.')
    .argument('[script]', 'a file in the conversation language (.pop3); without one, the server is correct')
    .optionsGroup('Behaviour:')
    .option('--persona <name>', 'as this real server or service behaves')
    .option('--list-personae', 'show the personae and end')
    .optionsGroup('Where:')
    .option('--host <address>', 'listen on this address (default: 127.0.0.1)')
    .option('--port <port>', 'listen on this port; 0 is any that is free (default: 0)')
    .optionsGroup('TLS:')
    .option('--tls <mode>', 'none, stls (on the command STLS) or implicit (default: stls)')
    .option('--cert <file>', 'the certificate and those between it and a root (PEM); default: one made on the spot')
    .option('--key <file>', 'its key (PEM)')
    .optionsGroup('Accounts and mail:')
    .option('--user <name>', 'the only account, with those of --account (default: alice and others, see below)')
    .option('--password-file <file>', 'its password is the first line of FILE')
    .option('--password <password>', 'its password (default: wonderland)')
    .option('--account <user:password>', 'a further account (repeatable)', collected)
    .option('--maildir <dir>', 'the messages of this maildir, a copy for each account; the files stay as they are')
    .option('--message <file>', 'this message (repeatable); LF line ends become CRLF', collected)
    .optionsGroup('While it runs:')
    .option('--log', 'show the conversations; passwords and SASL responses are hidden')
    .option('--once', 'end after the first connection')
    .optionsGroup('Help:')
    .addHelpText('after', SERVE_EXAMPLES)
    .action(action);
}
