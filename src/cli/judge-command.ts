/** `pop3spec judge`: the verdicts that recordings support, with the reports of a run. */

import { Chalk } from 'chalk';
import { addressOf } from '../catalogue/requirement.ts';
import { READINGS } from '../catalogue/readings.ts';
import { renderSummary } from '../report/terminal.ts';
import { judgeRecordings, type JudgedRecording } from '../suite/judge-recordings.ts';
import { EXIT, exitStatus } from '../verdict/summary.ts';
import { readCatalogue } from './catalogue.ts';
import { exitWords, renderBriefly } from './closing-words.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './errors.ts';
import type { JudgeFlags } from './judge-program.ts';
import * as value from './option-values.ts';
import { planOutputs } from './output-plan.ts';
import { Outputs } from './outputs.ts';
import { version } from './package-info.ts';
import { recordingIn } from './replay-target.ts';
import { withCommands } from './reproduce.ts';
import { judged } from './run-settings.ts';
import { quoteWord } from './shell-words.ts';
import { colorLevel, widthOfScreen } from './terminal.ts';

/**
 * Runs the command.
 * @returns the exit status
 * @throws {UsageError} where a file is no recording, or an option is wrong
 */
export async function judgeCommand(
  files: readonly string[],
  flags: JudgeFlags,
  environment: Environment,
): Promise<number> {
  const role = judged('--role', (text) => value.oneOf(value.ROLES, text), flags.role) ?? 'server';
  const plan = planOutputs({
    out: judged('--out', value.path, flags.out),
    html: judged('--html', value.path, flags.html),
    json: judged('--json', value.path, flags.json),
    junit: judged('--junit', value.path, flags.junit),
  });
  const { requirements, selected } = await readCatalogue([role], undefined, flags.only);
  const [first, ...others] = await Promise.all(
    files.map(async (file): Promise<JudgedRecording> => ({ file, ...(await recordingIn(file)) })),
  );
  if (first === undefined) throw new UsageError('no recording is given');
  const outputs = await Outputs.prepare(plan, environment.secrets);
  const judgement = judgeRecordings({
    recordings: [first, ...others],
    role,
    // A scenario of the catalogue is not run, so what is selected is its requirement.
    requirements: requirements.filter(
      ({ scenarios }) => selected === undefined || scenarios.some((scenario) => selected.has(addressOf(scenario))),
    ),
    version: version(),
    strict: flags.strict ?? false,
  });
  const again = ['npx', 'pop3spec', 'judge', ...files, ...(flags.role === undefined ? [] : ['--role', role]), '--only'];
  // A scenario is a recording: what is judged anew is its requirement.
  const result = withCommands(judgement, (only) => [...again, only].map(quoteWord).join(' '), true);
  const { files: written, failures } = await outputs.write(result);
  const status = failures.length > 0 ? EXIT.usage : exitStatus(result);
  const { stdout, variables } = environment;
  const chalk = new Chalk({ level: colorLevel(variables, stdout) });
  if (flags.quiet === true) stdout.write(renderBriefly(result, chalk));
  else {
    const width = widthOfScreen(stdout);
    stdout.write(`\n${renderSummary(result, { chalk, width, readings: READINGS })}`);
    stdout.write(`\nWritten: ${written.join(', ')}\n`);
    if (status !== EXIT.conforming) stdout.write(`${exitWords(status)}\n`);
  }
  for (const sentence of failures) environment.say(sentence);
  return status;
}
