/** What is said when a run is over: the exit status in words, and the short form of `--quiet`. Pure. */

import type { ChalkInstance } from 'chalk';
import { printable } from '../report/printable.ts';
import { baselineSentence, countSentence, headline, inOrder, overall } from '../report/tally.ts';
import type { RunResult } from '../verdict/result.ts';
import { EXIT, isUnexpectedFailure } from '../verdict/summary.ts';

const WORDS: Readonly<Record<number, string>> = {
  [EXIT.conforming]: 'no requirement is broken',
  [EXIT.broken]: 'at least one requirement is broken, or the baseline is stale',
  [EXIT.usage]: 'wrong usage or configuration',
  [EXIT.untestable]: 'the target could not be tested to the end',
  [EXIT.nothingJudged]: 'nothing was judged: every requirement is not applicable, inconclusive or left out',
  [EXIT.harness]: 'a fault of pop3spec, which says nothing about the target',
  130: 'interrupted: what was found so far is kept',
  143: 'ended by SIGTERM: what was found so far is kept',
};

/** An exit status in words, such as `exit status 1: at least one requirement is broken`. */
export function exitWords(status: number): string {
  const words = WORDS[status];
  return words === undefined ? `exit status ${status}` : `exit status ${status}: ${words}`;
}

/** The verdict in one line, and a line for each failure; ends in a line feed. */
export function renderBriefly(result: RunResult, chalk: ChalkInstance): string {
  const { title } = headline(result);
  const failed = inOrder(result.requirements).filter(isUnexpectedFailure);
  const { baseline } = result;
  const lines = [
    `${title.toUpperCase()}  ${countSentence(overall(result))}`,
    ...result.faults.map((fault) => `a fault of pop3spec: ${fault}`),
    ...(result.interrupted === undefined ? [] : [`the run ended early: ${result.interrupted}`]),
    ...failed.map(({ id, level, title: what, reason }) => `✗ ${id} ${level} ${what}: ${reason}`),
    ...(baseline === undefined ? [] : [baselineSentence(baseline)]),
    ...(baseline?.stale ?? []).map(({ line, message }) => `✗ ${baseline?.file ?? ''}:${line}: ${message}`),
  ].map(printable);
  return `${lines.map((line, index) => (index === 0 ? chalk.bold(line) : chalk.red(line))).join('\n')}\n`;
}
