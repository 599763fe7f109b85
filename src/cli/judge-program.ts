/** The grammar of `pop3spec judge`. */

import type { Command } from 'commander';
import { collected } from './run-options.ts';

/** The options of `pop3spec judge` as commander gives them; what was not given is undefined. */
export interface JudgeFlags {
  readonly role?: string;
  readonly only?: readonly string[];
  readonly strict?: boolean;
  readonly out?: string;
  readonly html?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly quiet?: boolean;
}

const EXAMPLES = `
What a recording shows:
  The grammar of every line, the order of things, the response codes, and what the capability lists of both states say of
  each other. What would take another command, an account or the secrets that a recording does not hold is inconclusive:
  for that there is "pop3spec server" and "pop3spec client". All files are taken for recordings of one peer.

Examples:
  pop3spec judge bug.pop3 bug-2.pop3
  pop3spec judge bug.pop3 --role client --only 2449-3

Exit status:
  0  no requirement is broken, as far as the recordings show
  1  at least one is
  2  wrong usage, or a mistake in a file
  4  nothing was judged
  70 a fault of pop3spec
`;

/** Adds the command to the program. @param action what it does */
export function addJudge(
  program: Command,
  action: (files: readonly string[], flags: JudgeFlags) => Promise<void>,
): void {
  program
    .command('judge')
    .summary('the verdicts that recordings support')
    .description('Judges recordings of one server, or of one client, without connecting anywhere.')
    .argument('<files...>', 'whole conversations in the conversation language (.pop3)')
    .option('--role <role>', 'who is judged: server or client (default: server)')
    .option('--only <expr>', 'only these requirements; see "pop3spec server --help"', collected)
    .option('--strict', 'a broken SHOULD counts as a broken MUST')
    .optionsGroup('Reports:')
    .option('--out <dir>', 'where reports go that have no name of their own (default: reports)')
    .option('--html <file>', 'the report for a reader (default: report.html in --out)')
    .option('--json <file>', 'the result file (default: result.json in --out)')
    .option('--junit <file>', 'JUnit XML (default: junit.xml in --out)')
    .option('--quiet', 'only the verdict and what failed')
    .optionsGroup('Help:')
    .addHelpText('after', EXAMPLES)
    .action(action);
}
