/** Where the server's segments began, as far as the client's reads show it. Nothing else is kept of what went by. */

import type { Side, WireEvent, Recorder } from '../../wire/transcript.ts';

/** So many that were taken may lie about before they are cleared away. */
const MOST_FORGOTTEN = 4096;

export class Borders implements Recorder {
  readonly full = false;
  #connections = 0;
  #received = 0;
  /** Offsets in the server's stream, in order. */
  #starts: number[] = [];
  /** The first of them that was not taken. */
  #next = 0;

  openConnection(): number {
    this.#connections += 1;
    return this.#connections;
  }

  record(_connection: number, from: Side, event: WireEvent, octets?: Buffer): void {
    if (from !== 'S' || event !== 'data' || octets === undefined) return;
    this.#starts.push(this.#received);
    this.#received += octets.length;
  }

  /** The borders within a line, as offsets in it; those before its end are forgotten. */
  take(offset: number, length: number): readonly number[] {
    const borders: number[] = [];
    for (let start = this.#starts[this.#next]; start !== undefined; start = this.#starts[this.#next]) {
      if (start >= offset + length) break;
      if (start >= offset) borders.push(start - offset);
      this.#next += 1;
    }
    if (this.#next > MOST_FORGOTTEN) {
      this.#starts = this.#starts.slice(this.#next);
      this.#next = 0;
    }
    return borders;
  }
}
