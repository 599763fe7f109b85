/** The lines of a log, for a reader who may be slower than the clients. */

import type { Stream } from './environment.ts';

/** How much may wait for a reader who is slower than the clients, in octets. */
const MOST_WAITING = 4 * 1024 * 1024;

/** Lines for a stream. Where its reader is too slow lines are left out and counted: memory has an end. */
export class LineOutput {
  readonly #stream: Stream;
  #omitted = 0;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** @param line without its line end */
  write(line: string): void {
    if ((this.#stream.writableLength ?? 0) > MOST_WAITING) {
      this.#omitted += 1;
      return;
    }
    if (this.#omitted > 0) this.#stream.write(`# ${this.#omitted} lines are not shown: nobody read them in time\n`);
    this.#omitted = 0;
    this.#stream.write(`${line}\n`);
  }
}
