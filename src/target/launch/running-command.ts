/** A client that runs: what it prints, how it ends, and that nothing of it is left. */

import type { ChildProcess } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { Deadline } from '../../wire/deadline.ts';
import type { Ending, RunningClient } from '../client.ts';
import { MOST_STORED, type ClientFolder } from './client-folder.ts';
import type { Family } from './family.ts';
import { KeptOutput } from './kept-output.ts';
import type { ProcessEntry } from './process-table.ts';
import { octetsUnderWay } from './send-queue.ts';
import { isOnTimer, stillness } from './stillness.ts';
import { aborted, comesTrue, LONGEST_PAUSE_MS, within } from './waits.ts';

/** How long what a client leaves running may take to end by itself (a delivery agent at its last message), in milliseconds. */
const LINGER_MS = 500;
/** How long processes that are asked to end may take, before they are killed. */
const GRACE_MS = 500;
/** How long the killed may take to be gone. More is not waited for: the kernel may hold one fast. */
const KILLED_MS = 2_000;
/** How long its last words are waited for, where something that we can't find holds its output open. */
const LAST_WORDS_MS = 500;
/** How often its family is looked at while it runs: whom it has started is recognised best as long as it lives itself. */
const LOOK_MS = 100;

/**
 * How long a client has to do nothing until it is taken for one that waits for us, in milliseconds. One that waits for longer on a timer
 * of its own, other than by nanosleep, and sends then, is mistaken for one: nothing shows the difference.
 */
const QUIET_MS = 5;

/**
 * In this time what a client has sent is acknowledged, in milliseconds, so that its kernel keeps nothing back any more: on a way
 * as short as loopback Linux takes 40 ms at the most. It counts where the kernel's own numbers can't be had.
 */
const ACKNOWLEDGED_MS = 60;

/** What a launch is made of. */
export interface Started {
  readonly child: ChildProcess;
  readonly family: Family;
  readonly folder: ClientFolder;
  /** Where the client was told to go, on this machine. */
  readonly port: number;
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** What is hidden in what it prints. */
  readonly secrets: readonly Buffer[];
}

export class RunningCommand implements RunningClient {
  readonly ended: Promise<Ending>;
  readonly canBeSeen: boolean;
  readonly #started: Started;
  readonly #stdout = new KeptOutput(MOST_STORED);
  readonly #stderr = new KeptOutput();
  readonly #exited: Promise<void>;
  readonly #closed: Promise<unknown>;
  #hasExited = false;
  #status: number | undefined;
  readonly #unwanted = new AbortController();

  /** @param started where nothing has been waited for since its process was started */
  constructor(started: Started) {
    this.#started = started;
    this.canBeSeen = started.family.members() !== undefined;
    const { child } = started;
    child.stdout?.on('data', (chunk: Buffer) => this.#stdout.add(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#stderr.add(chunk));
    this.#exited = new Promise((resolve) => {
      child.on('exit', (status) => {
        this.#hasExited = true;
        this.#status = status ?? undefined;
        resolve();
      });
    });
    this.#closed = new Promise((resolve) => child.on('close', resolve));
    this.ended = this.#untilNothingIsLeft();
  }

  async settled(limitMs: number, unanswered = (): number => 0): Promise<'waiting' | 'ended' | 'unknown'> {
    const deadline = Deadline.after(limitMs);
    // More than what has come would still be in the client's kernel, or be about to come.
    const hasSentAll = (): boolean => {
      const underWay = octetsUnderWay(this.#started.port);
      return underWay === undefined ? limitMs - deadline.remaining >= ACKNOWLEDGED_MS : underWay <= unanswered();
    };
    await turn(); // what was written is on its way
    for (let wait = 1; !this.#hasExited && deadline.remaining > 0; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      const members = this.#started.family.members();
      if (members === undefined) await within(this.#exited, deadline.remaining);
      else if (await this.#isStill(members, Math.min(QUIET_MS, deadline.remaining), hasSentAll)) return 'waiting';
      else await within(this.#exited, Math.min(wait, deadline.remaining));
    }
    return this.#hasExited && (await within(this.ended, deadline.remaining)) ? 'ended' : 'unknown';
  }

  /** Whether none of the family does anything for some time. What it has sent before is read when this resolves. */
  async #isStill(members: readonly ProcessEntry[], quietMs: number, hasSentAll: () => boolean): Promise<boolean> {
    const before = stillness(members);
    if (before === undefined) return false;
    await within(this.#exited, quietMs);
    const after = this.#started.family.members() ?? [];
    if (quietMs < QUIET_MS || stillness(after) !== before || isOnTimer(after)) return false;
    if (!hasSentAll()) return false;
    // A turn may have begun before the octets came; the next one brings them.
    await turn();
    await turn();
    return !this.#hasExited;
  }

  async end(): Promise<void> {
    this.#unwanted.abort();
    await this.ended;
  }

  async #untilNothingIsLeft(): Promise<Ending> {
    const { child, folder, secrets } = this.#started;
    const endedByUs = await this.#outcome();
    if (endedByUs === undefined) await this.#linger();
    await this.#terminate();
    await within(Promise.all([this.#exited, this.#closed]), LAST_WORDS_MS);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
    child.unref();
    const printed = this.#stdout.octets();
    const files = await folder.stored(MOST_STORED - printed.length);
    await folder.remove();
    return {
      status: this.#status,
      endedByUs,
      stdout: this.#stdout.text(secrets),
      stderr: this.#stderr.text(secrets),
      stored: [printed, ...files],
    };
  }

  /** Waits until it has exited, or is to be ended. @returns why it is to be ended */
  async #outcome(): Promise<Ending['endedByUs']> {
    const { family, limitMs, signal } = this.#started;
    const unwanted = aborted(AbortSignal.any([signal, this.#unwanted.signal])).then(() => 'scenario' as const);
    const looks = setInterval(() => family.members(), LOOK_MS);
    let limit: NodeJS.Timeout | undefined;
    const time = new Promise<'time'>((resolve) => {
      limit = setTimeout(() => resolve('time'), limitMs);
    });
    try {
      return await Promise.race([this.#exited.then(() => undefined), unwanted, time]);
    } finally {
      clearTimeout(limit);
      clearInterval(looks);
    }
  }

  /** Gives what it has left running the time to end by itself. */
  async #linger(): Promise<void> {
    const isUnwanted = (): boolean => this.#started.signal.aborted || this.#unwanted.signal.aborted;
    await comesTrue(() => isUnwanted() || this.#started.family.isGone(), LINGER_MS);
  }

  /** Ends all that is left of it. */
  async #terminate(): Promise<void> {
    const { family } = this.#started;
    if (family.isGone()) return;
    family.signal('SIGTERM');
    family.signal('SIGCONT'); // one that is stopped would not hear it
    if (await comesTrue(() => family.isGone(), GRACE_MS)) return;
    await comesTrue(() => {
      family.signal('SIGKILL'); // again and again: it may have started others meanwhile
      return family.isGone();
    }, KILLED_MS);
  }
}
