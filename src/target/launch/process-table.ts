/** The processes of the system as Linux shows them in /proc, read as they are now. Elsewhere there is nothing to read. */

import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  /** `R` runs or could, `S` sleeps, `D` waits for a device, `T` is stopped, `Z` has ended and waits for its parent. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** When it was started, in ticks since the system was: with the pid, this names a process for good. */
  readonly started: number;
}

/**
 * Reads `/proc/PID/stat`, see proc_pid_stat(5). The name of the program stands in parentheses, and may hold any itself.
 * @returns undefined where it has not that form
 */
export function parseStat(text: string): ProcessEntry | undefined {
  const pid = Number.parseInt(text, 10);
  const [state = '', parent, group, session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const started = rest[15];
  if (Number.isNaN(pid) || started === undefined) return undefined;
  return {
    pid,
    state,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    started: Number(started),
  };
}

/** The longest file that is read: an environment may be so long (execve(2)). */
const read = Buffer.allocUnsafe(256 * 1024);

/**
 * A file in /proc as text; undefined where it can't be read, mostly since the process is gone. Many are read at each look, so that it
 * counts that this costs a third of readFileSync.
 */
export function procFile(name: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(`/proc/${name}`, 'r');
    let length = 0;
    for (let more = -1; more !== 0 && length < read.length; length += more) {
      more = readSync(file, read, length, read.length - length, null);
    }
    return read.toString('latin1', 0, length);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The numbers that name a folder of /proc in `folder`: processes, or the threads of one. */
export function procNumbers(folder = ''): number[] {
  try {
    return readdirSync(`/proc/${folder}`).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** One process; undefined where there is none of that number. */
export function processEntry(pid: number): ProcessEntry | undefined {
  const text = procFile(`${pid}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

/** The number of the newest process or thread of the system (proc_loadavg(5)); undefined where it is not told. */
export function newestPid(): number | undefined {
  const number = Number(procFile('loadavg')?.split(' ')[4]);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
