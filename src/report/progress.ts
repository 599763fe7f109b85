/** What is shown while a run is under way: one line that is drawn again on a terminal, a line for each scenario in a log. */

import type { ChalkInstance } from 'chalk';

import type { Verdict } from '../verdict/result.ts';
import { duration, printable } from './printable.ts';
import { VERDICT } from './tally.ts';
import { painter } from './terminal.ts';
import { cutTo } from './wrap.ts';

/** How far a run is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** The scenario that runs now. */
  readonly current: string;
}

const BAR = 20;

/**
 * The line for a terminal, at most `width` columns wide, without a line feed: put a carriage return and
 * "erase in line" before it. It holds no escape sequence, whatever the scenario is called.
 */
export function renderProgress({ done, total, failed, current }: Progress, width: number): string {
  const share = total > 0 ? Math.min(Math.max(done / total, 0), 1) : 0;
  const filled = Math.round(share * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  return cutTo(printable(`${bar} ${done}/${total}, ${failed} failed  ${current}`), width);
}

/** A scenario that has ended. */
export interface Ended {
  readonly requirement: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly durationMs: number;
}

/** The line for a log, without a line feed: `✗ 2449-5-S1 failed (2.4 ms) name: reason`; a pass needs no reason. */
export function renderScenarioLine(ended: Ended, chalk: ChalkInstance): string {
  const { requirement, name, verdict, reason, durationMs } = ended;
  const { symbol, word } = VERDICT[verdict];
  const why = verdict === 'pass' ? '' : `: ${reason}`;
  const mark = painter(chalk, verdict)(`${symbol} ${printable(requirement)} ${word}`);
  return `${mark} ${chalk.dim(`(${duration(durationMs)})`)} ${printable(`${name}${why}`)}`;
}
