/** How scenarios meet the harness: one examination for each, its findings and its transcript attached at the end. */

import { AsyncLocalStorage } from 'node:async_hooks';
import {
  After,
  Before,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
  setWorldConstructor,
  World,
} from '@cucumber/cucumber';
import { conclude, knowledgeOf } from '../src/examination/conclude.ts';
import { Examination } from '../src/examination/examination.ts';
import { findRun } from '../src/examination/run.ts';
import { secretsOf } from '../src/examination/secrets.ts';
import { notRun, Stop } from '../src/examination/stop.ts';
import { requirementOf } from '../src/catalogue/tags.ts';
import { hideEchoes } from '../src/wire/secret.ts';
import { FINDINGS_TYPE, TRANSCRIPT_TYPE } from '../src/verdict/attachments.ts';

type Parameters = { readonly run: string };

class ExaminationWorld extends World<Parameters> {
  #examination: Examination | undefined;
  #limit: NodeJS.Timeout | undefined;

  get current(): Examination | undefined {
    return this.#examination;
  }

  get examination(): Examination {
    if (this.#examination === undefined) throw new Error('the scenario has not begun');
    return this.#examination;
  }

  begin(tags: readonly string[]): void {
    const run = findRun(this.parameters.run);
    const examination = new Examination(run, requirementOf(tags) ?? '');
    this.#examination = examination;
    run.running.add(examination);
    if (run.interrupted !== undefined) throw notRun(run.interrupted);
    // Each wait has its own deadline; this one is for a peer that stretches them one after the other.
    this.#limit = setTimeout(() => examination.abort(), 60_000 + 30 * run.target.timeoutMs + 2 * run.target.maxWaitMs);
  }

  async end(): Promise<void> {
    clearTimeout(this.#limit);
    const { examination } = this;
    await examination.leave();
    examination.run.running.delete(examination);
    const { run, requirement, findings, transcript, secrets } = examination;
    run.onTranscript?.(transcript.entries);
    const report = conclude(findings, requirement, transcript.entries, knowledgeOf(run.survey, run.target), [
      ...secretsOf(run.target),
      ...secrets,
    ]);
    this.attach(JSON.stringify(report.findings), FINDINGS_TYPE);
    this.attach(JSON.stringify(report.transcript), TRANSCRIPT_TYPE);
  }
}

const running = new AsyncLocalStorage<Examination | undefined>();

/** The examination of the running scenario. @throws {Error} outside of one */
export function x(): Examination {
  const examination = running.getStore();
  if (examination === undefined) throw new Error('no scenario is running');
  return examination;
}

setWorldConstructor(ExaminationWorld);

// Every wait in a step has a deadline of its own, which knows what it waits for.
setDefaultTimeout(-1);

type Step = (this: ExaminationWorld, ...given: unknown[]) => unknown;

// A Stop is no fault of the harness: a breach fails the step, anything else skips the rest of the scenario.
setDefinitionFunctionWrapper((step: Step) => {
  return async function (this: ExaminationWorld, ...given: unknown[]): Promise<unknown> {
    try {
      return await running.run(this.current, () => step.apply(this, given));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.examination.findings.push(error.finding);
      if (error.finding.kind !== 'fail') return 'skipped';
      // What Cucumber makes of the error goes into its messages and its report, where no secret may stand either.
      throw new Stop({ ...error.finding, message: hideEchoes(error.message, secretsOf(this.examination.target)) });
    }
  };
});

Before(function (this: ExaminationWorld, { pickle }) {
  this.begin(pickle.tags.map((tag) => tag.name));
});

After(async function (this: ExaminationWorld) {
  await this.end();
});
