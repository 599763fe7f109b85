/** The grammar of `pop3spec record`. */

import type { Command } from 'commander';

/** The options of `pop3spec record` as commander gives them; what was not given is undefined. */
export interface RecordFlags {
  readonly upstream: string;
  readonly output: string;
  readonly listen?: string;
  readonly host?: string;
  readonly tls?: string;
  readonly upstreamTls?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly redactMail?: boolean;
  readonly once?: boolean;
}

const EXAMPLES = `
The files:
  The first connection goes to FILE, the second to FILE-2 (before the extension), and so on. A file appears when its
  connection has ended; with Ctrl-C those that are open are finished. It is a script in the conversation language, with
  every octet, segment border and pause: "pop3spec replay" plays it as the server or as the client.

Secrets:
  Names of users, passwords, SASL responses and APOP digests are never written: {user}, {password}, {response} and
  {digest} stand for them, also where the server says them again. Messages are kept as they are; with --redact-mail only
  the length of their lines, their dots and their line ends.

TLS:
  The client is shown a certificate that is made on the spot, or yours; most clients must be told to accept it.

Examples:
  pop3spec record --upstream mail.example.org --listen 8110 -o bug.pop3
      what a client and a server say; where they agree on STLS, also what follows under TLS
  pop3spec record --upstream pop3s://mail.example.org --listen 8995 --redact-mail -o bug.pop3
      TLS from the first octet on both sides
  pop3spec record --upstream pop3s://mail.example.org --tls none --listen 8110 --once -o bug.pop3
      a client without TLS, one connection

Exit status:
  0  ended by Ctrl-C or SIGTERM, or by --once, with something recorded
  2  wrong usage, an address that can't be listened on, or a file that can't be written
  3  nothing was recorded, since the server could not be reached
  4  nothing was recorded, since no client came
  70 a fault of pop3spec
`;

/** Adds the command to the program. @param action what it does */
export function addRecord(program: Command, action: (flags: RecordFlags) => Promise<void>): void {
  program
    .command('record')
    .summary('a recording proxy')
    .description('Stands between a client and a server, changes nothing, and writes down what they say.')
    .requiredOption('--upstream <server>', 'host, host:port, pop3://host[:port] or pop3s://host[:port]')
    .requiredOption('-o, --output <file>', 'where the recording goes, such as bug.pop3')
    .optionsGroup('Where:')
    .option('--listen <port>', 'listen on this port; 0 is any that is free (default: 0)')
    .option('--host <address>', 'listen on this address (default: 127.0.0.1)')
    .optionsGroup('TLS:')
    .option('--tls <mode>', 'towards the client: none, stls or implicit (default: stls; implicit for pop3s://)')
    .option('--upstream-tls <mode>', 'towards the server: none, stls (before the client speaks) or implicit')
    .option('--ca <file>', 'trust these certificates (PEM) of the server instead of the system’s')
    .option('--insecure', 'accept any certificate of the server')
    .option('--cert <file>', 'what the client is shown (PEM); default: a certificate made on the spot')
    .option('--key <file>', 'its key (PEM)')
    .optionsGroup('What is recorded:')
    .option('--redact-mail', 'messages are replaced by others of the same size')
    .option('--once', 'end after the first connection')
    .optionsGroup('Help:')
    .addHelpText('after', EXAMPLES)
    .action(action);
}
