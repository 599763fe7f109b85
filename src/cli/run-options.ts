/** The options that every test has, of a server or of a client. */

import type { Command } from 'commander';

/** An option that may be repeated: every value of it, in their order. */
export function collected(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** What differs between the commands in the words about an option. */
export interface RunOptionWords {
  /** What `--timeout` limits. */
  readonly timeout: string;
  /** What `--parallel` takes. */
  readonly parallel: string;
  /** The keys of a configuration file that are named otherwise than an option, or that no option has. */
  readonly keys: string;
}

/** Adds what is tested and how, and the reports. */
export function addRunOptions(command: Command, words: RunOptionWords): void {
  command
    .optionsGroup('What is tested, and how:')
    .option('--only <expr>', 'only these requirements (repeatable); see below', collected)
    .option('--features <dir>', 'your own scenarios, on our steps, besides ours')
    .option('--strict', 'a broken SHOULD counts as a broken MUST')
    .option('--baseline <file>', 'YAML with the failures that are known: these do not fail the run, a stale entry does')
    .option('--update-baseline', 'write what fails now to --baseline; the reasons that are there stay')
    .option('--shard <i/n>', 'only the I-th of N parts; "pop3spec report --merge" makes one result of them')
    .option('--parallel <n>', `so many scenarios at a time, where they bear it; ${words.parallel} (default: 1)`)
    .option(
      '--segment <how>',
      'how our octets are cut into TCP segments: whole, octet, crlf or random:SEED (default: whole)',
    )
    .option('--timeout <seconds>', `${words.timeout} (default: 20)`)
    .option('--max-wait <seconds>', 'the longest that a scenario may wait out a LOGIN-DELAY or a timer (default: 10)')
    .option(
      '--config <file>',
      `YAML with these options as keys, without the dashes (and ${words.keys}); file names are meant from its folder, and the command line wins`,
    )
    .optionsGroup('Reports:')
    .option('--out <dir>', 'where reports go that have no name of their own (default: reports)')
    .option('--html <file>', 'the report for a reader (default: report.html in --out)')
    .option('--json <file>', 'the result file (default: result.json in --out)')
    .option('--junit <file>', 'JUnit XML (default: junit.xml in --out)')
    .option('--messages <file>', 'Cucumber messages, as NDJSON')
    .option('--cucumber-html <file>', 'Cucumber’s own HTML report')
    .option(
      '--emit <kind>',
      'a file for each scenario that failed, in reproductions/ of --out: gherkin, script or shell',
    )
    .option('--quiet', 'only the verdict and what failed')
    .option('--verbose', 'each scenario with its conversation, as it ends')
    .optionsGroup('Help:');
}
