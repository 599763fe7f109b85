/** The files of `pop3spec record`: one for each connection, there whole or not at all. */

import { once } from 'node:events';
import { createWriteStream, rmSync, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RecordedTape } from '../record/proxy.ts';
import { Recorder, type RecorderOptions } from '../record/recorder.ts';
import { reasonOf } from './errors.ts';
import { temporaryName } from './output-files.ts';

/** So much may wait for the disk, in octets, before nothing more is read from the connection. */
const MOST_WAITING = 1024 * 1024;

export interface RecordingFileOptions extends Omit<RecorderOptions, 'write'> {
  /** Comments at the beginning, without their "#". */
  readonly heading: readonly string[];
}

/** The name of a connection's file: the second of `bug.pop3` is `bug-2.pop3`. */
export function recordingName(file: string, number: number): string {
  if (number === 1) return file;
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${number}${ext}`);
}

/** Files that are not finished: where the process ends before they are, they go with it. */
const unfinished = new Set<string>();
process.on('exit', () => {
  for (const file of unfinished) rmSync(file, { force: true });
});

export class RecordingFile implements RecordedTape {
  readonly name: string;
  readonly recorder: Recorder;
  readonly #temporary: string;
  readonly #stream: WriteStream;
  #failure: unknown;
  #isFinished = false;

  constructor(name: string, { heading, ...options }: RecordingFileOptions) {
    this.name = name;
    this.#temporary = temporaryName(name);
    unfinished.add(this.#temporary);
    this.#stream = createWriteStream(this.#temporary, { highWaterMark: MOST_WAITING });
    this.#stream.on('error', (error) => {
      this.#failure ??= error;
    });
    for (const line of heading) this.#write(`# ${line}\n`);
    this.recorder = new Recorder({ ...options, write: (text) => this.#write(text) });
  }

  get isFull(): boolean {
    return this.#stream.writableNeedDrain && this.#failure === undefined;
  }

  async drained(): Promise<void> {
    // A disk that is full drains nothing any more; the client is served all the same.
    if (this.isFull) await once(this.#stream, 'drain').catch(() => undefined);
  }

  /**
   * Gives the file its name, with everything in it that was recorded.
   * @returns a sentence for the user where it can't be written
   */
  async finish(reason?: string): Promise<string | undefined> {
    this.recorder.finish();
    if (reason !== undefined) this.#write(`# ${reason}\n`);
    this.#isFinished = true;
    try {
      await new Promise<void>((resolve) => {
        this.#stream.once('close', resolve);
        this.#stream.end();
      });
      if (this.#failure !== undefined) throw this.#failure;
      await rename(this.#temporary, this.name);
      return undefined;
    } catch (error) {
      await rm(this.#temporary, { force: true });
      return `${this.name} could not be written: ${reasonOf(error)}`;
    } finally {
      unfinished.delete(this.#temporary);
    }
  }

  #write(text: string): void {
    if (!this.#isFinished && this.#failure === undefined) this.#stream.write(text);
  }
}
