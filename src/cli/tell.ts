/** What a command that has a result says of it. */

import { Chalk } from 'chalk';
import { READINGS } from '../catalogue/readings.ts';
import { renderSummary } from '../report/terminal.ts';
import type { RunResult } from '../verdict/result.ts';
import { EXIT } from '../verdict/summary.ts';
import { exitWords, renderBriefly } from './closing-words.ts';
import type { Environment } from './environment.ts';
import { colorLevel, widthOfScreen } from './terminal.ts';

/** Says on the standard output what a run came to, and which files were written. */
export function tell(
  result: RunResult,
  files: readonly string[],
  status: number,
  { quiet, verbose }: { readonly quiet?: boolean | undefined; readonly verbose?: boolean | undefined },
  { variables, stdout }: Environment,
): void {
  const chalk = new Chalk({ level: colorLevel(variables, stdout) });
  const faults = verbose === true ? result.faults : result.faults.map((fault) => fault.split('\n', 1)[0] ?? '');
  const shown = { ...result, faults };
  if (quiet === true) {
    stdout.write(renderBriefly(shown, chalk));
    return;
  }
  stdout.write(`\n${renderSummary(shown, { chalk, width: widthOfScreen(stdout), readings: READINGS })}`);
  if (files.length > 0) stdout.write(`\nWritten: ${files.join(', ')}\n`);
  if (status !== EXIT.conforming) stdout.write(`${exitWords(status)}\n`);
}
