/** The grammar of `pop3spec report`. */

import type { Command } from 'commander';
import type { ReportFlags } from './flags.ts';
import { REPORT_EXAMPLES } from './help.ts';

/** Adds the command to the program. @param action what it does */
export function addReport(
  program: Command,
  action: (files: readonly string[], flags: ReportFlags) => Promise<void>,
): void {
  program
    .command('report')
    .summary('render results, merge parts, compare runs')
    .description('Makes a report of result files: of one, of the parts of a run, of two runs, of several targets.')
    .argument('<result...>', 'result files (JSON), as --json writes them')
    .optionsGroup('What is made of them:')
    .option('--merge', 'the parts of one run as one result')
    .option('--compare', 'what changed from the first to the second')
    .option('--matrix', 'requirements by targets')
    .option(
      '--baseline <file>',
      'hold the one result against these known failures, instead of what it was held against',
    )
    .option('--features <dir>', 'the folder of the run’s own scenarios, where the baseline names one of them')
    .optionsGroup('Reports:')
    .option('--out <dir>', 'where reports go that have no name of their own (default: reports)')
    .option('--html <file>', 'for a reader (default: report.html, comparison.html or matrix.html in --out)')
    .option('--json <file>', 'for programs (default: result.json in --out where parts are merged, else none)')
    .option('--junit <file>', 'JUnit XML of one run (default: junit.xml in --out)')
    .option('--quiet', 'only the verdict and what failed')
    .optionsGroup('Help:')
    .addHelpText('after', REPORT_EXAMPLES)
    .action(action);
}
