/** A bare replay: the octets that the suite sent, sent again with nothing judged, as the floor that a run is measured by. */

import net from 'node:net';
import tls from 'node:tls';
import type { WireEntry } from '../wire/transcript.ts';

/** One connection's octets, as runs of what the client sent and how many octets came back before it went on. */
type Turn = { readonly send: Buffer } | { readonly await: number } | { readonly startTls: true };

function turnsOf(entries: readonly WireEntry[]): Turn[] {
  const turns: Turn[] = [];
  for (const { event, from, octets } of entries) {
    if (event === 'tls') turns.push({ startTls: true });
    else if (event === 'data') turns.push(from === 'C' ? { send: octets } : { await: octets.length });
  }
  return turns;
}

/** How long a replayed answer may take before the replay goes on without it, in milliseconds: lengths may differ a little. */
const PATIENCE_MS = 5;

class Replay {
  #socket: net.Socket;
  #received = 0;
  #wake: (() => void) | undefined;

  constructor(port: number) {
    this.#socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    this.#listen();
  }

  async run(turns: readonly Turn[]): Promise<void> {
    let due = 0;
    for (const turn of turns) {
      if ('send' in turn) this.#socket.write(turn.send);
      else if ('startTls' in turn) await this.#startTls();
      else {
        due += turn.await;
        await this.#until(due);
      }
    }
    this.#socket.destroy();
  }

  #listen(): void {
    this.#socket.on('error', () => this.#wake?.());
    this.#socket.on('close', () => this.#wake?.());
    this.#socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.length;
      this.#wake?.();
    });
  }

  async #startTls(): Promise<void> {
    this.#socket.removeAllListeners();
    this.#socket = tls.connect({ socket: this.#socket, rejectUnauthorized: false });
    this.#listen();
    await new Promise<void>((resolve) => {
      this.#socket.once('secureConnect', resolve).once('close', () => resolve());
    });
  }

  async #until(octets: number): Promise<void> {
    while (this.#received < octets && !this.#socket.destroyed) {
      const before = this.#received;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (this.#received === before) return;
    }
  }
}

/**
 * Replays transcripts, one connection after the other as the suite does.
 * @returns the wall time in milliseconds
 */
export async function replay(transcripts: ReadonlyArray<readonly WireEntry[]>, port: number): Promise<number> {
  const began = performance.now();
  for (const transcript of transcripts) {
    const connections = new Set(transcript.map((entry) => entry.connection));
    const turns = [...connections].map((number) => turnsOf(transcript.filter((entry) => entry.connection === number)));
    await Promise.all(turns.map(async (each) => await new Replay(port).run(each)));
  }
  return performance.now() - began;
}
