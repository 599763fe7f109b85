/** The files of a run: tried before it, filled during it, written at its end, each for itself. */

import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { READINGS } from '../catalogue/readings.ts';
import type { RunResult } from '../verdict/result.ts';
import { reasonOf, UsageError } from './errors.ts';
import { MessagesFile } from './messages-file.ts';
import { checkWritable, temporaryName, writeWhole } from './output-files.ts';
import type { OutputPlan } from './output-plan.ts';

/** What has become of the files. */
export interface Written {
  /** Those that are written, the report for a reader first. */
  readonly files: readonly string[];
  /** One sentence for each file that could not be written. */
  readonly failures: readonly string[];
}

export class Outputs {
  readonly #plan: OutputPlan;
  readonly #messages: MessagesFile | undefined;

  private constructor(plan: OutputPlan, messages: MessagesFile | undefined) {
    this.#plan = plan;
    this.#messages = messages;
  }

  /**
   * Makes sure that the files can be written, so that no run is lost.
   * @param secrets what must not be in them
   * @throws {UsageError} where one can't
   */
  static async prepare(plan: OutputPlan, secrets: readonly Buffer[]): Promise<Outputs> {
    const { messages, ...others } = plan;
    for (const file of Object.values(others)) if (file !== undefined) await checkWritable(file);
    if (messages === undefined) return new Outputs(plan, undefined);
    await checkWritable(messages);
    try {
      return new Outputs(plan, await MessagesFile.create(messages, secrets));
    } catch (error) {
      throw new UsageError(`${messages} can't be written: ${reasonOf(error)}`);
    }
  }

  /** Where Cucumber writes its own report, before it is given its name; undefined where none is wanted. */
  get cucumberHtml(): string | undefined {
    const { cucumberHtml } = this.#plan;
    return cucumberHtml === undefined ? undefined : path.resolve(temporaryName(cucumberHtml));
  }

  /** Takes a message of the run. */
  take(envelope: Envelope): void {
    this.#messages?.write(envelope);
  }

  /** Writes what the run came to. A file that can't be written does not keep the others from it. */
  async write(result: RunResult): Promise<Written> {
    const { renderJson } = await import('../report/json.ts');
    const { renderJunit } = await import('../report/junit.ts');
    const { renderHtml } = await import('../report/html/page.ts');
    const { json, junit, html, messages, cucumberHtml } = this.#plan;
    const files: string[] = [];
    const failures: string[] = [];
    const attempt = async (file: string, write: () => Promise<void>): Promise<void> => {
      try {
        await write();
        files.push(file);
      } catch (error) {
        failures.push(`${file} could not be written: ${reasonOf(error)}`);
      }
    };
    await attempt(json, () => writeWhole(json, renderJson(result)));
    await attempt(junit, () => writeWhole(junit, renderJunit(result)));
    await attempt(html, () => writeWhole(html, renderHtml(result, READINGS)));
    if (messages !== undefined) await attempt(messages, async () => await this.#messages?.close());
    const drawn = this.cucumberHtml;
    if (cucumberHtml !== undefined && drawn !== undefined)
      await attempt(cucumberHtml, () => rename(drawn, cucumberHtml));
    const order = Object.values(this.#plan);
    return { files: files.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)), failures };
  }

  /** Leaves no half-made file behind where there was nothing to write; the messages so far are kept. */
  async abandon(): Promise<void> {
    if (this.cucumberHtml !== undefined) await rm(this.cucumberHtml, { force: true });
    await this.#messages?.close().catch(() => undefined);
  }
}
