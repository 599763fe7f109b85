/** Whether the client waits for its server and for nothing else: the one thing that a fake server has to know of it. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { Deadline } from '../../wire/deadline.ts';

/** Turns of the event loop in which a client that has something to read, or to do, would stir. */
const QUIET_TURNS = 3;

export class Pulse {
  #reading = 0;
  #busy = 0;
  #beats = 0;
  #ended = false;
  #stirred: () => void = () => {};

  /** Waits for the server's octets. */
  async reading<T>(wait: Promise<T>): Promise<T> {
    this.#reading += 1;
    this.#beat();
    try {
      return await wait;
    } finally {
      this.#reading -= 1;
      this.#beat();
    }
  }

  /** Whatever else takes its time: writing, connecting, a pause. */
  async busy<T>(work: Promise<T>): Promise<T> {
    this.#busy += 1;
    this.#beat();
    try {
      return await work;
    } finally {
      this.#busy -= 1;
      this.#beat();
    }
  }

  /** Nothing more will be done. */
  end(): void {
    this.#ended = true;
    this.#beat();
  }

  /** Waits until the client waits for its server, with all that it had to say handed to TCP. */
  async settled(limitMs: number): Promise<'waiting' | 'ended' | 'unknown'> {
    const deadline = Deadline.after(limitMs);
    for (;;) {
      const beats = this.#beats;
      for (let turn = 0; turn < QUIET_TURNS; turn += 1) await nextTurn();
      if (this.#ended) return 'ended';
      if (this.#beats === beats) {
        if (this.#reading > 0 && this.#busy === 0) return 'waiting';
        if (!(await this.#stirs(deadline))) return 'unknown';
      } else if (deadline.remaining === 0) return 'unknown';
    }
  }

  #beat(): void {
    this.#beats += 1;
    this.#stirred();
  }

  /** Waits for the next change; false where there is none in time. */
  async #stirs(deadline: Deadline): Promise<boolean> {
    return await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), deadline.remaining);
      this.#stirred = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
