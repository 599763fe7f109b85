/** GitHub Actions, where the command runs there: nothing that a peer says is a workflow command, and what fails is annotated. */

import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunResult } from '../verdict/result.ts';
import { reasonOf } from './errors.ts';

/** The runner's variables that we read. */
const HERE = 'GITHUB_ACTIONS';
const WORKSPACE = 'GITHUB_WORKSPACE';
const SUMMARY = 'GITHUB_STEP_SUMMARY';

export class GitHub {
  readonly #variables: Readonly<Record<string, string | undefined>>;
  readonly #write: (text: string) => unknown;
  /** Nobody who does not know it can make the runner listen again. */
  readonly #token: string;
  #stopped = false;
  #annotations = '';

  constructor(
    variables: Readonly<Record<string, string | undefined>>,
    write: (text: string) => unknown,
    token: string = randomUUID(),
  ) {
    this.#variables = variables;
    this.#write = write;
    this.#token = token;
  }

  get #isHere(): boolean {
    return this.#variables[HERE] === 'true';
  }

  /** From here on the runner takes no line for a command, whatever stands in it. */
  stopCommands(): void {
    if (!this.#isHere || this.#stopped) return;
    this.#stopped = true;
    this.#write(`::stop-commands::${this.#token}\n`);
  }

  /** Lets the runner listen again, and gives it the annotations. */
  resumeCommands(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#write(`::${this.#token}::\n${this.#annotations}`);
    this.#annotations = '';
  }

  /**
   * Takes what a run came to: annotations for the end, and a summary of the step.
   * @param root the folder that the uris of the scenarios are relative to
   * @returns what went wrong, in one sentence; undefined where nothing did
   */
  async take(result: RunResult, root: string): Promise<string | undefined> {
    if (!this.#isHere) return undefined;
    const { renderAnnotations, renderStepSummary } = await import('../report/github.ts');
    const { baseline } = result;
    const shown =
      baseline === undefined
        ? result
        : { ...result, baseline: { ...baseline, file: this.#inWorkspace(baseline.file) } };
    this.#annotations += renderAnnotations(shown, ({ uri, line }) => ({
      file: this.#inWorkspace(path.resolve(root, uri), uri),
      line,
    }));
    const file = this.#variables[SUMMARY] ?? '';
    if (file === '') return undefined;
    try {
      await appendFile(file, renderStepSummary(shown));
      return undefined;
    } catch (error) {
      return `the summary of the step could not be written: ${reasonOf(error)}`;
    }
  }

  /** A file as the repository has it; `otherwise` where it lies elsewhere. */
  #inWorkspace(file: string, otherwise: string = file): string {
    const relative = path.relative(this.#variables[WORKSPACE] ?? '.', path.resolve(file));
    return relative.startsWith('..') || path.isAbsolute(relative) ? otherwise : relative;
  }
}
