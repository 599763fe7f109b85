/** Cucumber's messages as NDJSON, written while the run goes on: a reader may follow it, and what came is kept whatever happens. */

import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { hideEchoes } from '../wire/secret.ts';

/** The parts of a message in which the text of an error may repeat what a peer has sent back to us. */
const OUTSPOKEN: ReadonlySet<string> = new Set(['message', 'stackTrace']);

export class MessagesFile {
  readonly #stream: WriteStream;
  readonly #secrets: readonly Buffer[];
  #failure: Error | undefined;

  private constructor(stream: WriteStream, secrets: readonly Buffer[]) {
    this.#secrets = secrets;
    this.#stream = stream;
    this.#stream.on('error', (error) => {
      this.#failure = error;
    });
  }

  /**
   * Begins a file.
   * @param secrets what must not be in it
   * @throws whatever the file system says
   */
  static async create(file: string, secrets: readonly Buffer[]): Promise<MessagesFile> {
    const stream = createWriteStream(file);
    await once(stream, 'open');
    return new MessagesFile(stream, secrets);
  }

  /** Writes one message. */
  write(envelope: Envelope): void {
    if (this.#failure === undefined) this.#stream.write(`${lineOf(envelope, this.#secrets)}\n`);
  }

  /** Ends the file. @throws whatever the file system said, now or before */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#failure !== undefined || this.#stream.destroyed) resolve();
      else this.#stream.on('error', () => resolve()).end(resolve);
    });
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** A message as one line of JSON without secrets. */
export function lineOf(envelope: Envelope, secrets: readonly Buffer[]): string {
  const { testStepFinished, testRunFinished } = envelope;
  // Everything else is the features' own text or was made fit before it was attached.
  if (testStepFinished === undefined && testRunFinished === undefined) return JSON.stringify(envelope);
  return JSON.stringify(envelope, (key, value: unknown) =>
    typeof value === 'string' && OUTSPOKEN.has(key) ? hideEchoes(value, secrets) : value,
  );
}
