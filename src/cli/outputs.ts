/** The files of a run: tried before it, filled during it, written at its end, each for itself. */

import type { Envelope } from '@cucumber/messages';
import { READINGS } from '../catalogue/readings.ts';
import type { RunResult } from '../verdict/result.ts';
import { CucumberHtml } from './cucumber-html.ts';
import { reasonOf, UsageError } from './errors.ts';
import { MessagesFile } from './messages-file.ts';
import { checkWritable, writeWhole } from './output-files.ts';
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
  readonly #cucumberHtml: CucumberHtml | undefined;

  private constructor(plan: OutputPlan, messages: MessagesFile | undefined) {
    this.#plan = plan;
    this.#messages = messages;
    this.#cucumberHtml = plan.cucumberHtml === undefined ? undefined : new CucumberHtml(plan.cucumberHtml);
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

  /** Takes a message of the run. */
  take(envelope: Envelope): void {
    this.#messages?.write(envelope);
    this.#cucumberHtml?.write(envelope);
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
    if (cucumberHtml !== undefined) await attempt(cucumberHtml, async () => await this.#cucumberHtml?.close());
    const order = Object.values(this.#plan);
    return { files: files.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)), failures };
  }

  /** Leaves no half-made file behind where there was nothing to write; the messages so far are kept. */
  async abandon(): Promise<void> {
    await this.#cucumberHtml?.abandon();
    await this.#messages?.close().catch(() => undefined);
  }
}
