/** The grammar of `pop3spec import`. */

import type { Command } from 'commander';

/** The options of `pop3spec import` as commander gives them; what was not given is undefined. */
export interface ImportFlags {
  readonly output: string;
  readonly format?: string;
  readonly redactMail?: boolean;
}

const EXAMPLES = `
Formats (told by what is in the file, where --format does not say it):
  curl         curl -v pop3://…                   (downloads are not in it)
  fetchmail    fetchmail -v -v                    (passwords and messages are not in it)
  mpop         mpop --debug
  poplib       Python's poplib, set_debuglevel(2)
  thunderbird  mailnews.pop3.loglevel All, from the console; or MOZ_LOG=POP3:5 before version 102
  rawlog       Dovecot's rawlog, FILE.in or FILE.out; the other one is beside it
  pcap         a capture of packets, read by tshark
  text         "C:" and "S:" lines, as in an RFC

What a format does not tell, such as how lines end, is filled in as the standard has it, and said in comments. Names of
users, passwords, SASL responses and APOP digests are replaced as in "pop3spec record". The second conversation of a log
goes to OUT-2.pop3, and so on.

Examples:
  curl -sv pop3://me@mail.example.org/1 2> curl.txt; pop3spec import curl.txt -o bug.pop3
  pop3spec import session.pcapng -o bug.pop3 && pop3spec judge bug.pop3

Exit status:
  0  imported
  2  wrong usage, no conversation in the file, no tshark for a capture, or a file that can't be written
  70 a fault of pop3spec
`;

/** Adds the command to the program. @param action what it does */
export function addImport(program: Command, action: (file: string, flags: ImportFlags) => Promise<void>): void {
  program
    .command('import')
    .summary('a recording from a log or a capture')
    .description('Makes a recording of what a client, a server or a packet sniffer has logged.')
    .argument('<file>', 'the log or the capture')
    .requiredOption('-o, --output <file>', 'where the recording goes, such as bug.pop3')
    .option(
      '--format <format>',
      'curl, fetchmail, mpop, poplib, thunderbird, rawlog, pcap or text (default: by its content)',
    )
    .option('--redact-mail', 'messages are replaced by others of the same size')
    .addHelpText('after', EXAMPLES)
    .action(action);
}
