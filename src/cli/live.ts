/** What is shown while a run is under way, as texts for one stream. */

import type { ChalkInstance } from 'chalk';
import { whole } from '../report/excerpt.ts';
import { plainText } from '../report/plain.ts';
import { counted, printable } from '../report/printable.ts';
import { renderProgress, renderScenarioLine } from '../report/progress.ts';
import type { Step } from './watch.ts';

/** Follows a run. */
export interface Live {
  /** Something is under way: a scenario, or what comes before the first. */
  begins(name: string): void;
  ends(step: Step): void;
  /** Leaves the stream so that others can write to it. */
  close(): void;
}

export interface LiveOptions {
  readonly write: (text: string) => void;
  readonly chalk: ChalkInstance;
}

/** Nothing, until the end. */
export const SILENT: Live = { begins: () => undefined, ends: () => undefined, close: () => undefined };

/** "Erase in line": what is right of the cursor goes. The only control sequence of ours that is not a colour. */
const ERASE = '\r\u001B[K';

/**
 * One line that is drawn again, for a terminal; what fails is left standing above it.
 * @param width columns of the terminal now: it may change
 */
export function redrawnLine({ write, chalk }: LiveOptions, width: () => number): Live {
  let progress = { done: 0, total: 0, failed: 0, current: '' };
  // The last column stays free: a terminal may go to the next line once it is filled.
  const draw = (): void => write(`${ERASE}${renderProgress(progress, width() - 1)}`);
  return {
    begins: (current) => {
      progress = { ...progress, current };
      if (progress.total === 0) write(`${ERASE}${printable(current).slice(0, width() - 1)}`);
      else draw();
    },
    ends: ({ done, total, failed, broken, ended }) => {
      progress = { done, total, failed, current: ended.name };
      for (const each of broken) write(`${ERASE}${renderScenarioLine(each, chalk)}\n`);
      draw();
    },
    close: () => write(ERASE),
  };
}

/** How often a log says that the run goes on, in milliseconds. */
const HEARTBEAT_MS = 10_000;

/**
 * Lines for a log: what fails, and every ten seconds how far the run is.
 * @param now milliseconds on a clock that does not go back
 */
export function logLines({ write, chalk }: LiveOptions, now: () => number): Live {
  let last = now();
  return {
    begins: () => undefined,
    ends: ({ done, total, failed, broken }) => {
      for (const each of broken) write(`${renderScenarioLine(each, chalk)}\n`);
      if (now() - last < HEARTBEAT_MS) return;
      last = now();
      write(`${done} of ${counted(total, 'scenario')}, ${counted(failed, 'requirement')} failed so far\n`);
    },
    close: () => undefined,
  };
}

/** A conversation that is longer than this is cut; the report has more of it. */
const CONVERSATION = { lines: 200, octets: 20_000 };

/** Each scenario with its verdict and its conversation. */
export function conversations({ write, chalk }: LiveOptions): Live {
  return {
    begins: () => undefined,
    ends: ({ ended, broken, transcript, offences }) => {
      const others = broken.filter(({ requirement }) => requirement !== ended.requirement);
      const lines = [ended, ...others].map((each) => renderScenarioLine(each, chalk));
      const conversation = transcript.length === 0 ? [] : [plainText(whole(transcript, offences, CONVERSATION))];
      write(`${[...lines, ...conversation].join('\n')}\n\n`);
    },
    close: () => undefined,
  };
}
