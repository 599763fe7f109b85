/** The grammar of `pop3spec replay`. */

import type { Command } from 'commander';

/** The options of `pop3spec replay` as commander gives them; what was not given is undefined. */
export interface ReplayFlags {
  readonly to?: string;
  readonly timing?: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly tls?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly timeout?: string;
  readonly allowDelete?: boolean;
  readonly host?: string;
  readonly port?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly once?: boolean;
  readonly log?: boolean;
  readonly emit?: string;
  readonly output?: string;
  readonly requirement?: string;
}

const EXAMPLES = `
As the client (--to):
  What the client sent is sent when everything has come that had come to it, and what comes is compared line by line with
  what was recorded. {user} and {password} are those given; APOP digests and SASL responses (PLAIN, LOGIN, CRAM-MD5,
  SCRAM-SHA-256) are computed anew. STLS is done where the recording has it. A password is taken from --password-file,
  --password or POP3SPEC_PASSWORD in the environment.

  Nothing is deleted: a recording that has DELE in it wants --allow-delete. However slowly a server sends, it is given no
  more time for the whole than --timeout for each answer, and what the octets that were recorded take on a slow modem.

What is no difference:
  the timestamp in the greeting, what stands in a SASL challenge, what {user}, {password} and {hidden N} stand for, how
  the octets were cut into segments, and how long anything took

Examples:
  pop3spec replay bug.pop3 --port 8110 --log
      the recorded server, for a client
  pop3spec replay bug.pop3 --to localhost:8110 --user alice --password-file secret.txt
      the recorded client, at a server
  pop3spec replay bug.pop3 --to localhost:8110 --user alice --emit gherkin --requirement 1939-3-S1 -o tests/bug.feature
      the same as a scenario, which says what should have come where the first answer differs

  pop3spec replay bug.pop3 --once --emit gherkin -o tests/bug.feature
      the recorded server, for one connection; then a scenario about the first requirement that its client was heard to
      break, or about --requirement, if it broke that

Exit status:
  0  the server answers as it was recorded to; as the server: ended by Ctrl-C, SIGTERM or --once
  1  it answers otherwise
  2  wrong usage, a mistake in the file, or an address that can't be listened on
  3  the server could not be reached
  70 a fault of pop3spec
`;

/** Adds the command to the program. @param action what it does */
export function addReplay(program: Command, action: (file: string, flags: ReplayFlags) => Promise<void>): void {
  program
    .command('replay')
    .summary('play a recording, as the server or as the client')
    .description('Plays a recording: as the server, or with --to as the client, and compares.')
    .argument('<file>', 'a whole conversation in the conversation language (.pop3)')
    .option('--timing', 'with the pauses that were recorded (default: none)')
    .option('--emit <kind>', 'write it as a gherkin scenario on our steps, a script or (--to) a line for a shell')
    .option('-o, --output <file>', 'where that goes (default: the standard output)')
    .option('--requirement <id>', 'what the scenario is about: what is broken')
    .optionsGroup('As the client:')
    .option('--to <server>', 'host, host:port, pop3://host[:port] or pop3s://host[:port]')
    .option('--user <name>', 'who logs in')
    .option('--password-file <file>', 'the password is the first line of FILE')
    .option('--password <password>', 'the password, for everybody on this machine to see')
    .option('--ca <file>', 'trust these certificates (PEM) instead of the system’s')
    .option('--insecure', 'accept any certificate')
    .option('--timeout <s>', 'how long the server may be silent, in seconds (default: 20)')
    .option('--allow-delete', 'a recording that deletes messages may be played')
    .optionsGroup('As the server:')
    .option('--port <port>', 'listen on this port; 0 is any that is free (default: 0)')
    .option('--host <address>', 'listen on this address (default: 127.0.0.1)')
    .option('--cert <file>', 'the certificate (PEM); default: one made on the spot')
    .option('--key <file>', 'its key (PEM)')
    .option('--log', 'show the conversations; passwords and SASL responses are hidden')
    .option('--once', 'end after the first connection')
    .optionsGroup('TLS:')
    .option('--tls <mode>', 'none or implicit, where it is not to begin as it was recorded')
    .optionsGroup('Help:')
    .addHelpText('after', EXAMPLES)
    .action(action);
}
