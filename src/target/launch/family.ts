/** All processes of one launch: the client, and whatever it has started. */

import { newestPid, procFile, procNumbers, processEntry, type ProcessEntry } from './process-table.ts';

/** The variable of the environment that marks the processes of a launch; its value is different for each. */
export const MARK = 'POP3SPEC_LAUNCH';

export interface Family {
  /** Sends a signal to each of them. */
  signal(name: NodeJS.Signals): void;
  isGone(): boolean;
  /** Those that live, as far as that can be seen; undefined where it can't. */
  members(): readonly ProcessEntry[] | undefined;
}

/**
 * The family of a process that has just been started, as the leader of a session and of a process group of its own.
 * @param mark what its environment holds as {@link MARK}
 */
export function familyOf(leader: number, mark: string): Family {
  const entry = processEntry(leader);
  return entry === undefined ? new GroupFamily(leader) : new LinuxFamily(entry, mark);
}

/** Where there is no /proc: its process group. What has left the group is not found. */
class GroupFamily implements Family {
  readonly #leader: number;

  constructor(leader: number) {
    this.#leader = leader;
  }

  signal(name: NodeJS.Signals): void {
    send(-this.#leader, name);
  }

  isGone(): boolean {
    return !send(-this.#leader, 0);
  }

  members(): undefined {
    return undefined;
  }
}

/** The parent of the kernel's own threads, which have neither words nor environment. */
const KERNEL = 2;

/**
 * How long a process that shows nothing of itself is looked at before it is taken for a stranger, in milliseconds: on a busy machine it
 * may take a while to become another program.
 */
const UNCLEAR_MS = 1_000;

/**
 * With /proc: who is in a session or a group of the family, who is a child of one of it, and who bears its mark. So a child is found that
 * has made itself a daemon, in a session of its own; not one that did so with an environment of its own too, and lost its parent,
 * before anybody looked.
 */
class LinuxFamily implements Family {
  readonly #leader: ProcessEntry;
  readonly #mark: string;
  readonly #living = new Map<number, ProcessEntry>();
  /** All that ever belonged to it, as leaders of sessions and groups that may outlive them. */
  readonly #leaders: Set<number>;
  /** Processes that are none of the family: nobody joins one later. */
  readonly #strangers = new Set<number>();
  /** Those of which it can't be told yet, with the time since when, as the clock of this process shows it. */
  readonly #unclear = new Map<number, number>();
  #newest: number;

  constructor(leader: ProcessEntry, mark: string) {
    this.#leader = leader;
    this.#mark = `${MARK}=${mark}`;
    this.#living.set(leader.pid, leader);
    this.#leaders = new Set([leader.pid]);
    this.#newest = leader.pid;
  }

  signal(name: NodeJS.Signals): void {
    const { pid: leader } = this.#leader;
    const members = this.members();
    // The group at once: none of it can start another one behind our back.
    if (members.some(({ group }) => group === leader)) send(-leader, name);
    for (const { pid, group } of members) if (group !== leader) send(pid, name);
  }

  isGone(): boolean {
    return this.members().length === 0 && this.#unclear.size === 0;
  }

  members(): readonly ProcessEntry[] {
    for (const { pid, started } of this.#living.values()) {
      const now = processEntry(pid);
      if (now?.started === started) this.#living.set(pid, now);
      else this.#living.delete(pid);
    }
    this.#meet();
    return [...this.#living.values()].filter(({ state }) => state !== 'Z' && state !== 'X');
  }

  /** Takes those of the family among the processes that were started since its leader was. */
  #meet(): void {
    let candidates = this.#candidates();
    for (let met = true; met;) {
      const ours = candidates.filter((entry) => this.#isOurs(entry));
      for (const entry of ours) {
        this.#living.set(entry.pid, entry);
        this.#leaders.add(entry.pid);
      }
      candidates = candidates.filter(({ pid }) => !this.#living.has(pid));
      met = ours.length > 0;
    }
    this.#sort(candidates);
  }

  /** Tells strangers from those that are about to become another program: they have no words and no environment just then. */
  #sort(candidates: readonly ProcessEntry[]): void {
    const before = new Map(this.#unclear);
    const now = performance.now();
    this.#unclear.clear();
    for (const { pid, state, parent } of candidates) {
      const since = before.get(pid) ?? now;
      const isChanging =
        state !== 'Z' && parent !== KERNEL && procFile(`${pid}/environ`) === '' && procFile(`${pid}/cmdline`) === '';
      if (isChanging && now - since < UNCLEAR_MS) this.#unclear.set(pid, since);
      else this.#strangers.add(pid);
    }
  }

  #candidates(): ProcessEntry[] {
    const newest = newestPid();
    if (newest === this.#leader.pid) return []; // nobody has been started since
    // The system counts on from the newest number, and begins again where it has used up all.
    const isCountedOn = newest !== undefined && newest >= this.#newest && this.#newest >= this.#leader.pid;
    if (isCountedOn) this.#newest = newest;
    else {
      this.#newest = 0;
      this.#strangers.clear();
    }
    const after = isCountedOn ? this.#leader.pid : 0;
    return procNumbers()
      .filter((pid) => pid > after && !this.#living.has(pid) && !this.#strangers.has(pid))
      .flatMap((pid) => processEntry(pid) ?? [])
      .filter(({ started }) => started >= this.#leader.started);
  }

  #isOurs({ pid, parent, group, session }: ProcessEntry): boolean {
    if (this.#living.has(parent) || this.#leaders.has(session) || this.#leaders.has(group)) return true;
    return procFile(`${pid}/environ`)?.split('\0').includes(this.#mark) ?? false;
  }
}

/** @returns whether there was anybody to get it */
function send(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false; // it has just ended, or belongs to somebody else by now
  }
}
