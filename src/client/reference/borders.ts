/** Where the server's segments began, as far as the client's reads show it. Nothing else is kept of what went by. */

import type { Side, WireEvent, Recorder } from '../../wire/transcript.ts';

export class Borders implements Recorder {
  readonly full = false;
  #connections = 0;
  #received = 0;
  /** Offsets in the server's stream, in order. */
  #starts: number[] = [];

  openConnection(): number {
    this.#connections += 1;
    this.#received = 0;
    this.#starts = [];
    return this.#connections;
  }

  record(_connection: number, from: Side, event: WireEvent, octets?: Buffer): void {
    if (from !== 'S' || event !== 'data' || octets === undefined) return;
    this.#starts.push(this.#received);
    this.#received += octets.length;
  }

  /** The borders within a line, as offsets in it; those before its end are forgotten. */
  take(offset: number, length: number): readonly number[] {
    const later = this.#starts.findIndex((start) => start >= offset + length);
    const passed = this.#starts.splice(0, later === -1 ? this.#starts.length : later);
    return passed.filter((start) => start >= offset).map((start) => start - offset);
  }
}
