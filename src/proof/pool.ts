/** Runs subjects in several processes. */

import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NOTHING_SEEN, type Observation } from './trial.ts';
import type { Job } from './worker.ts';

/** The longest that one subject may take, in milliseconds: past it its process is ended and it counts as an error. */
const LONGEST_MS = 120_000;

/**
 * Runs jobs, each in whichever process is free.
 * @param processes how many at a time, at the most
 * @param onDone called as each ends
 */
export async function runJobs(
  jobs: readonly Job[],
  processes: number,
  onDone: (job: Job, observation: Observation) => void,
): Promise<void> {
  const queue = [...jobs];
  const lanes = Math.min(processes, jobs.length);
  await Promise.all(Array.from({ length: lanes }, async () => await lane(queue, onDone)));
}

async function lane(queue: Job[], onDone: (job: Job, observation: Observation) => void): Promise<void> {
  let worker: ChildProcess | undefined;
  try {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      worker ??= await startWorker();
      const outcome = await runJob(worker, job);
      if (typeof outcome === 'string') {
        worker.kill('SIGKILL');
        worker = undefined;
        onDone(job, { ...NOTHING_SEEN, errors: [outcome], durationMs: LONGEST_MS });
      } else onDone(job, outcome);
    }
  } finally {
    worker?.kill();
  }
}

function startWorker(): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(new URL('worker.js', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    worker.once('message', () => {
      worker.removeAllListeners();
      resolve(worker);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a worker ended before it was ready (${code})`)));
  });
}

/** @returns what the worker observed, or what went wrong */
function runJob(worker: ChildProcess, job: Job): Promise<Observation | string> {
  return new Promise((resolve) => {
    const finish = (outcome: Observation | string): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish(`no end within ${LONGEST_MS / 1000} s`), LONGEST_MS);
    worker.once('message', (observation: Observation) => finish(observation));
    worker.once('exit', (code) => finish(`the worker ended (${code})`));
    worker.once('error', (error) => finish(error.message));
    worker.send(job);
  });
}
