/** One recorded connection: octets from either side to the other, as they come, and into the recording. */

import type { Socket } from 'node:net';
import type { Side } from '../wire/transcript.ts';
import type { Recorder } from './recorder.ts';

/** How long what was on its way may take to arrive before a connection whose other side was reset is reset too. */
const LINGER_MS = 2_000;

/** How long a side may take to read the rest when both have ended what they send, in milliseconds. */
const FAREWELL_MS = 30_000;

/** Where a recording goes. It never fails: what goes wrong with it is told at its end. */
export interface Tape {
  readonly recorder: Recorder;
  /** Whether so much is still to be written that nothing more should be read. */
  readonly isFull: boolean;
  /** Resolves when it is not full. */
  readonly drained: () => Promise<void>;
}

/** One end of a connection: its socket, or TLS upon it. */
export interface End {
  readonly raw: Socket;
  readonly stream: Socket;
}

/** The connection to the client and the one to the server. */
export type Ends = Readonly<Record<Side, End>>;

/** What has become of the ends when the server has agreed to STLS. */
export type Secured =
  | { readonly kind: 'secured'; readonly ends: Ends }
  /** TLS goes on from one side to the other, and is none of our business. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'failed'; readonly reason: string };

export class Relay {
  readonly #tape: Tape;
  readonly #began: number;
  readonly #secure: (ends: Ends) => Promise<Secured>;
  readonly #over = new Set<Side>();
  /** For how many reasons nothing is read from a side. */
  #holds: Record<Side, number> = { C: 0, S: 0 };
  #ends: Ends;
  #isHeard = true;
  #finish: () => void = () => undefined;

  /**
   * @param began when the connection began, by the clock of `performance`
   * @param secure called when the server has agreed to STLS
   */
  constructor(ends: Ends, tape: Tape, began: number, secure: (ends: Ends) => Promise<Secured>) {
    this.#ends = ends;
    this.#tape = tape;
    this.#began = began;
    this.#secure = secure;
  }

  /**
   * Relays until both sides have ended.
   * @param greeting what the server has said already
   */
  async run(greeting?: Buffer): Promise<void> {
    const over = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    if (greeting !== undefined) this.#data('S', greeting);
    this.#listen();
    await over;
  }

  /** Resolves when both sides have read what the other has sent, or have had time for it. */
  async delivered(): Promise<void> {
    await Promise.all([closed(this.#ends.C), closed(this.#ends.S)]);
    this.destroy();
  }

  /** Ends both connections at once. */
  destroy(): void {
    for (const { raw, stream } of [this.#ends.C, this.#ends.S]) {
      stream.destroy();
      raw.destroy();
    }
    this.#finish();
  }

  get #now(): number {
    return performance.now() - this.#began;
  }

  #listen(): void {
    this.#holds = { C: 0, S: 0 };
    for (const from of ['C', 'S'] as const) {
      const { stream } = this.#ends[from];
      stream.on('data', (octets: Buffer) => this.#data(from, octets));
      stream.once('end', () => this.#end(from));
      stream.on('error', () => this.#reset(from));
      // A side that has gone without a word is as good as reset; after an end it is what was to be expected.
      stream.once('close', () => this.#reset(from));
      stream.resume();
    }
  }

  #data(from: Side, octets: Buffer): void {
    const to = this.#ends[other(from)].stream;
    if (to.writable && !to.write(octets)) {
      this.#hold(from);
      to.once('drain', () => this.#release(from));
    }
    const beginsTls = this.#isHeard && this.#tape.recorder.data(from, octets, this.#now);
    if (beginsTls) void this.#startTls();
    else if (this.#tape.isFull) void this.#waitForTape();
  }

  async #waitForTape(): Promise<void> {
    for (const side of ['C', 'S'] as const) this.#hold(side);
    await this.#tape.drained();
    for (const side of ['C', 'S'] as const) this.#release(side);
  }

  #hold(side: Side): void {
    this.#holds[side] += 1;
    this.#ends[side].stream.pause();
  }

  #release(side: Side): void {
    this.#holds[side] = Math.max(0, this.#holds[side] - 1);
    if (this.#holds[side] === 0) this.#ends[side].stream.resume();
  }

  /** What follows the server's +OK belongs to TLS, so it is left in the sockets (RFC 2595 section 4). */
  async #startTls(): Promise<void> {
    const { C, S } = this.#ends;
    for (const { stream } of [C, S]) {
      stream.pause();
      for (const event of ['data', 'end', 'error', 'close', 'drain']) stream.removeAllListeners(event);
      stream.on('error', () => undefined);
    }
    // Whatever is still to be written goes out in the clear.
    for (const { stream } of [C, S]) await new Promise<void>((resolve) => stream.write('', () => resolve()));
    const secured = await this.#secure(this.#ends);
    const { recorder } = this.#tape;
    if (secured.kind === 'unread') {
      this.#isHeard = false;
      recorder.note('TLS begins here: what came under it was passed on unread');
    } else recorder.startTls();
    if (secured.kind === 'secured') this.#ends = secured.ends;
    if (secured.kind === 'failed') {
      recorder.note(`no TLS: ${secured.reason}`);
      return this.destroy();
    }
    this.#listen();
  }

  #end(from: Side): void {
    this.#record(from, 'close');
    this.#ends[other(from)].stream.end();
    this.#sideIsOver(from);
  }

  #reset(from: Side): void {
    if (this.#over.has(from)) return;
    this.#record(from, 'reset');
    this.#over.add(from);
    this.#over.add(other(from));
    const { raw, stream } = this.#ends[other(from)];
    const reset = (): void => {
      clearTimeout(timer);
      if (!raw.destroyed) raw.resetAndDestroy();
      this.#finish();
    };
    const timer = setTimeout(reset, LINGER_MS);
    if (stream.writable) stream.write('', reset);
    else reset();
  }

  #record(from: Side, how: 'close' | 'reset'): void {
    if (this.#isHeard) this.#tape.recorder.end(from, how, this.#now);
  }

  #sideIsOver(side: Side): void {
    this.#over.add(side);
    if (this.#over.size === 2) this.#finish();
  }
}

/** Resolves when a socket is closed, or has had its time. */
async function closed({ raw }: End): Promise<void> {
  if (raw.destroyed) return;
  await new Promise<void>((resolve) => {
    raw.once('close', () => resolve());
    setTimeout(resolve, FAREWELL_MS).unref();
  });
}

function other(side: Side): Side {
  return side === 'S' ? 'C' : 'S';
}
