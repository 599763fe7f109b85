/** Who is taken for a member of a launch, and when: the processes here stand in a table, not in the system. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { familyOf, MARK, type Family } from './family.ts';
import type { ProcessEntry } from './process-table.ts';

/** A process as /proc shows it. */
interface Shown extends ProcessEntry {
  environ: string;
  cmdline: string;
}

const table = new Map<number, Shown>();

vi.mock('./process-table.ts', () => ({
  newestPid: () => Math.max(...table.keys()),
  procNumbers: () => [...table.keys()],
  processEntry: (pid: number) => table.get(pid),
  procFile: (name: string) => {
    const [, pid, file] = /^(\d+)\/(environ|cmdline)$/.exec(name) ?? [];
    const shown = table.get(Number(pid));
    return file === 'environ' ? shown?.environ : shown?.cmdline;
  },
}));

/** The first process of the system, and a launch. */
const INIT = 1;
const LEADER = 100;

/** A process of a session of its own whose parent has ended. */
function daemon(pid: number, environ: string, cmdline: string): Shown {
  return { pid, state: 'S', parent: INIT, group: pid, session: pid, started: pid, environ, cmdline };
}

const OURS = `PATH=/bin\0${MARK}=here\0`;
const STRANGE = 'PATH=/bin\0';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  table.clear();
  table.set(LEADER, daemon(LEADER, OURS, 'client\0'));
});

afterEach(() => {
  vi.useRealTimers();
});

/** Looks at the family 20 times in so many milliseconds. */
function watch(family: Family, forMs: number): void {
  for (let look = 0; look < 20; look++) {
    family.isGone();
    vi.advanceTimersByTime(forMs / 20);
  }
}

describe('a process that shows neither words nor environment, as one that is about to become another program', () => {
  it('keeps the launch from being over, and is a member as soon as it bears the mark, however often it was looked at', () => {
    const family = familyOf(LEADER, 'here');
    table.set(101, daemon(101, '', ''));
    table.delete(LEADER);
    watch(family, 300);
    expect(family.isGone()).toBe(false);
    expect(family.members()).toEqual([]);

    table.set(101, daemon(101, OURS, 'sleep\0'));
    expect(family.members()?.map(({ pid }) => pid)).toEqual([101]);
  });

  it('is a stranger in the end', () => {
    const family = familyOf(LEADER, 'here');
    table.set(101, daemon(101, '', ''));
    table.delete(LEADER);
    watch(family, 2_000);
    expect(family.isGone()).toBe(true);
  });
});

it('takes nobody for a member who bears no mark, or another', () => {
  const family = familyOf(LEADER, 'here');
  table.set(101, daemon(101, STRANGE, 'cron\0'));
  table.set(102, daemon(102, `${MARK}=elsewhere\0`, 'client\0'));
  expect(family.members()?.map(({ pid }) => pid)).toEqual([LEADER]);
  table.delete(LEADER);
  expect(family.isGone()).toBe(true);
});
