/** Runs subjects in several processes. */

import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import type { Job, ReachJob, Report, TrialJob } from './worker.ts';
import type { Reach } from './reach.ts';
import type { Observation } from './trial.ts';

/** The longest that one job may take, in milliseconds: past it its process is ended, and the job went wrong. */
const LONGEST_MS = 300_000;

/** The compiled worker: Cucumber loads compiled steps only. */
const WORKER = path.join(suiteRoot(), 'dist', 'src', 'proof', 'worker.js');

/**
 * A run makes much that lives for one scenario. With room for it between two collections half the work of collecting is
 * saved; and helper threads of the collector would only take the processors from the other lanes.
 */
const NODE_OPTIONS = ['--max-semi-space-size=64', '--single-threaded-gc'];

/** So many times the lanes that would do if they waited one after the other: some wait at the same time. */
const SPARE = 1.25;

/** How many processes there may be. */
export interface Room {
  /** So many are begun with. */
  readonly processors: number;
  /** So many there are at the most. */
  readonly most: number;
}

/** One run at a time, so that no other can make it miss a deadline. */
export const ALONE: Room = { processors: 1, most: 1 };

/**
 * Runs jobs, each in whichever process is free. A run waits for part of its time (for a LOGIN-DELAY to pass, for an answer
 * that does not come), so more processes are opened than there are processors: as many as their waiting leaves room for.
 * @param onDone called as each ends, with what came of it, or in words what went wrong
 */
export function runJobs(
  jobs: readonly TrialJob[],
  room: Room,
  onDone: (job: TrialJob, outcome: Observation | string) => void,
): Promise<void>;
export function runJobs(
  jobs: readonly ReachJob[],
  room: Room,
  onDone: (job: ReachJob, outcome: readonly Reach[] | string) => void,
): Promise<void>;
export async function runJobs<J extends Job, Outcome>(
  jobs: readonly J[],
  room: Room,
  onDone: (job: J, outcome: Outcome | string) => void,
): Promise<void> {
  await new Pool(jobs, room, onDone).run();
}

class Pool<J extends Job, Outcome> {
  readonly #queue: J[];
  readonly #room: Room;
  readonly #onDone: (job: J, outcome: Outcome | string) => void;
  readonly #lanes: Promise<void>[] = [];
  #tookMs = 0;
  #usedMs = 0;

  constructor(jobs: readonly J[], room: Room, onDone: (job: J, outcome: Outcome | string) => void) {
    this.#queue = [...jobs];
    this.#room = room;
    this.#onDone = onDone;
  }

  async run(): Promise<void> {
    this.#widen(this.#room.processors);
    // Lanes that are opened meanwhile stand at the end, and are waited for as well.
    for (let index = 0; index < this.#lanes.length; index++) await this.#lanes[index];
  }

  #widen(lanes: number): void {
    while (this.#lanes.length < Math.min(lanes, this.#room.most) && this.#queue.length > 0) {
      const lane = this.#lane();
      lane.catch(() => undefined); // it is waited for later
      this.#lanes.push(lane);
    }
  }

  async #lane(): Promise<void> {
    let worker: ChildProcess | undefined;
    try {
      for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
        worker ??= await startWorker();
        const report = await runJob<Outcome>(worker, job);
        if (typeof report === 'string') {
          worker.kill('SIGKILL');
          worker = undefined;
          this.#onDone(job, report);
        } else {
          this.#onDone(job, report.outcome);
          this.#measure(report);
        }
      }
    } finally {
      worker?.kill();
    }
  }

  /** A lane that waits for a processor takes longer too: once all are busy, this asks for few more lanes than there are. */
  #measure({ tookMs, usedMs }: Report<Outcome>): void {
    this.#tookMs += tookMs;
    this.#usedMs += usedMs;
    this.#widen(Math.round((SPARE * this.#room.processors * this.#tookMs) / Math.max(this.#usedMs, 1)));
  }
}

function startWorker(): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const worker = fork(WORKER, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: NODE_OPTIONS,
    });
    worker.once('message', () => {
      worker.removeAllListeners();
      resolve(worker);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a worker ended before it was ready (${code})`)));
  });
}

/** @returns what the worker reports, or in words what went wrong */
function runJob<Outcome>(worker: ChildProcess, job: Job): Promise<Report<Outcome> | string> {
  return new Promise((resolve) => {
    const finish = (report: Report<Outcome> | string): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      resolve(report);
    };
    const timer = setTimeout(() => finish(`no end within ${LONGEST_MS / 1000} s`), LONGEST_MS);
    worker.once('message', (report: Report<Outcome>) => finish(report));
    worker.once('exit', (code) => finish(`the worker ended (${code})`));
    worker.once('error', (error) => finish(error.message));
    worker.send(job);
  });
}
