/** Whether processes do nothing but wait, as Linux shows it. */

import { parseStat, procFile, procNumbers, type ProcessEntry } from './process-table.ts';

/**
 * What all threads of some processes have done up to now, where each of them sleeps: two such texts that are equal say that none of them
 * has run in between. Undefined where one of them runs, could run, waits for a device or is stopped.
 */
export function stillness(members: readonly ProcessEntry[]): string | undefined {
  const threads: string[] = [];
  for (const { pid } of members) {
    for (const thread of procNumbers(`${pid}/task`)) {
      const folder = `${pid}/task/${thread}`;
      const state = parseStat(procFile(`${folder}/stat`) ?? '')?.state;
      if (state === 'Z' || state === 'X') continue;
      const history = historyOf(folder);
      if (state !== 'S' || history === undefined) return undefined;
      threads.push(`${folder} ${history}`);
    }
  }
  return threads.length === 0 ? undefined : threads.join('\n');
}

/** How long a thread has run, and how often it was given a processor. */
function historyOf(folder: string): string | undefined {
  const ran = procFile(`${folder}/schedstat`); // the time in ns, the time in the queue, the number of turns
  if (ran !== undefined) return ran;
  return procFile(`${folder}/status`)
    ?.split('\n')
    .filter((line) => line.includes('voluntary_ctxt_switches'))
    .join(' ');
}

/** Whether a thread sleeps for a time that it has set itself, and for nothing else (nanosleep): then it has something to do yet. */
export function isOnTimer(members: readonly ProcessEntry[]): boolean {
  return members
    .flatMap(({ pid }) => procNumbers(`${pid}/task`).map((thread) => `${pid}/task/${thread}/wchan`))
    .some((place) => procFile(place)?.includes('nanosleep') ?? false);
}
