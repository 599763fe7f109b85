/** Cucumber's own report, drawn from the messages of a run as they come. */

import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CucumberHtmlStream } from '@cucumber/html-formatter';
import type { Envelope } from '@cucumber/messages';
import { temporaryName } from './output-files.ts';

export class CucumberHtml {
  readonly #file: string;
  readonly #temporary: string;
  readonly #stream = new CucumberHtmlStream();
  readonly #written: Promise<unknown>;

  /** Begins a file, which has its name once it is whole. */
  constructor(file: string) {
    this.#file = file;
    this.#temporary = temporaryName(file);
    // What it fails with is told at the end.
    this.#written = pipeline(this.#stream, createWriteStream(this.#temporary)).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  /** Draws one message. */
  write(envelope: Envelope): void {
    if (this.#stream.writable) this.#stream.write(envelope);
  }

  /** Ends the file and gives it its name. @throws whatever the file system said */
  async close(): Promise<void> {
    this.#stream.end();
    const failure = await this.#written;
    if (failure !== undefined) throw failure;
    await rename(this.#temporary, this.#file);
  }

  /** Leaves nothing of it behind. */
  async abandon(): Promise<void> {
    this.#stream.destroy();
    await this.#written;
    await rm(this.#temporary, { force: true });
  }
}
