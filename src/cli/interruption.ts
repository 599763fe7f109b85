/** How a run is ended from outside: by the user, by the system, or by a fault of our own. Once is orderly, twice is at once. */

import { EXIT } from '../verdict/summary.ts';

/** What shells call the end by a signal: 128 and its number. */
const STATUS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Said at the end of a run. */
const KEPT = 'ending the run, what was found so far is kept; once more ends it at once';

/** How long an orderly end may take after a fault of ours, in milliseconds. */
const ORDERLY_MS = 10_000;

/** The part of `process` that is watched. */
export interface Interruptible {
  readonly on: (
    event: 'SIGINT' | 'SIGTERM' | 'uncaughtException' | 'unhandledRejection',
    listener: (error?: unknown) => void,
  ) => unknown;
}

export class Interruption {
  readonly #controller = new AbortController();
  readonly #faults: unknown[] = [];
  readonly #exit: (status: number) => void;
  readonly #say: (sentence: string) => void;
  #status: number | undefined;

  /**
   * @param exit ends the process at once
   * @param say tells the user
   */
  constructor(exit: (status: number) => void, say: (sentence: string) => void) {
    this.#exit = exit;
    this.#say = say;
  }

  /** Aborted when the run is to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit status that the interruption asks for; undefined where there was none. */
  get status(): number | undefined {
    return this.#status;
  }

  /** What was thrown where nobody caught it. */
  get faults(): readonly unknown[] {
    return this.#faults;
  }

  /**
   * Watches the process from now on.
   * @param farewell said when the user interrupts
   */
  watch(process: Interruptible, farewell: string = KEPT): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => this.#interrupt(STATUS[signal], farewell));
    }
    process.on('uncaughtException', (error) => this.#fault(error));
    process.on('unhandledRejection', (error) => this.#fault(error));
  }

  #interrupt(status: number, farewell: string): void {
    if (this.#status !== undefined) return this.#exit(this.#status);
    this.#status = status;
    this.#say(farewell);
    this.#controller.abort();
  }

  #fault(error: unknown): void {
    this.#faults.push(error);
    if (this.#faults.length > 1) return;
    this.#status = EXIT.harness;
    this.#controller.abort();
    setTimeout(() => this.#exit(EXIT.harness), ORDERLY_MS).unref();
  }
}
