/** What a client prints, kept within bounds whatever it prints. */

import { hideEchoes } from '../../wire/secret.ts';

/** How much of the beginning and of the end is shown, in octets. */
const SHOWN = 32 * 1024;

/** How many characters one octet of a secret may become, as hideEchoes spells it. */
const WIDEST = 4;

export class KeptOutput {
  readonly #limit: number;
  readonly #first: Buffer[] = [];
  #kept = 0;
  #last: Buffer = Buffer.alloc(0);
  #total = 0;

  /** @param limit how many octets are kept from the beginning on, beside the last ones; at least what is shown is */
  constructor(limit = 0) {
    this.#limit = Math.max(limit, 2 * SHOWN);
  }

  add(chunk: Buffer): void {
    this.#total += chunk.length;
    const room = this.#limit - this.#kept;
    if (room > 0) {
      const first = chunk.subarray(0, room);
      this.#first.push(first);
      this.#kept += first.length;
    }
    this.#last = Buffer.concat([this.#last, chunk]).subarray(-2 * SHOWN);
  }

  /** The first octets, as many as are kept. */
  octets(): Buffer {
    return Buffer.concat(this.#first);
  }

  /** A text for a reader: the beginning and the end where there is too much of it, without secrets. */
  text(secrets: readonly Buffer[]): string {
    if (this.#total <= 2 * SHOWN) return hideEchoes(this.octets().toString('utf8'), secrets);
    // A secret that a cut would divide is found in what surrounds the cut, and hidden before it is made.
    const margin = WIDEST * Math.max(0, ...secrets.map(({ length }) => length));
    const first = Buffer.concat(this.#first, Math.min(this.#kept, SHOWN + margin));
    const beginning = hideEchoes(first.toString('utf8'), secrets);
    const end = hideEchoes(this.#last.subarray(-(SHOWN + margin)).toString('utf8'), secrets);
    const leftOut = this.#total - 2 * SHOWN;
    return `${beginning.slice(0, SHOWN)}\n[${leftOut} octets are left out here]\n${end.slice(-SHOWN)}`;
  }
}
