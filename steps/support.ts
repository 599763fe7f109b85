/** How scenarios meet the harness: one world for each, its findings and its transcript attached at the end. */

import { AsyncLocalStorage } from 'node:async_hooks';
import {
  After,
  Before,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
  setWorldConstructor,
  World,
} from '@cucumber/cucumber';
import { ClientExamination } from '../src/examination/client/client-examination.ts';
import { Examination } from '../src/examination/examination.ts';
import { findRun, type Run, type Scenario } from '../src/examination/scenario.ts';
import { notRun, Stop } from '../src/examination/stop.ts';
import { requirementOf } from '../src/catalogue/tags.ts';
import { FINDINGS_TYPE, TRANSCRIPT_TYPE } from '../src/verdict/attachments.ts';

type Parameters = { readonly run: string; readonly lane: number };

class ScenarioWorld extends World<Parameters> {
  #run: Run | undefined;
  #scenario: Scenario | undefined;
  #limit: NodeJS.Timeout | undefined;

  get current(): Scenario | undefined {
    return this.#scenario;
  }

  get scenario(): Scenario {
    if (this.#scenario === undefined) throw new Error('the scenario has not begun');
    return this.#scenario;
  }

  begin(tags: readonly string[]): void {
    const run = findRun(this.parameters.run);
    const scenario = run.begin(requirementOf(tags) ?? '', this.parameters.lane);
    this.#run = run;
    this.#scenario = scenario;
    if (run.interrupted !== undefined) throw notRun(run.interrupted);
    // Each wait has its own deadline; this one is for a peer that stretches them one after the other.
    this.#limit = setTimeout(() => scenario.abort(), run.limitMs);
  }

  async end(): Promise<void> {
    clearTimeout(this.#limit);
    const report = await this.#run?.end(this.scenario);
    this.attach(JSON.stringify(report?.findings), FINDINGS_TYPE);
    this.attach(JSON.stringify(report?.transcript), TRANSCRIPT_TYPE);
  }
}

const running = new AsyncLocalStorage<Scenario | undefined>();

/** The examination of a server in the running scenario. @throws {Error} outside of one, and in one about a client */
export function x(): Examination {
  const scenario = running.getStore();
  if (scenario instanceof Examination) return scenario;
  throw new Error('this step is for the scenarios about a server, and none of them is running');
}

/** The examination of a client in the running scenario. @throws {Error} outside of one, and in one about a server */
export function c(): ClientExamination {
  const scenario = running.getStore();
  if (scenario instanceof ClientExamination) return scenario;
  throw new Error('this step is for the scenarios about a client, and none of them is running');
}

setWorldConstructor(ScenarioWorld);

// Every wait in a step has a deadline of its own, which knows what it waits for.
setDefaultTimeout(-1);

type Step = (this: ScenarioWorld, ...given: unknown[]) => unknown;

// A Stop is no fault of the harness: a breach fails the step, anything else skips the rest of the scenario.
setDefinitionFunctionWrapper((step: Step) => {
  return async function (this: ScenarioWorld, ...given: unknown[]): Promise<unknown> {
    try {
      return await running.run(this.current, () => step.apply(this, given));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      const { scenario } = this;
      scenario.findings.push(error.finding);
      if (error.finding.kind !== 'fail') return 'skipped';
      // What Cucumber makes of the error goes into its messages and its report, where no secret may stand either.
      throw new Stop({ ...error.finding, message: scenario.hide(error.message) });
    }
  };
});

Before(function (this: ScenarioWorld, { pickle }) {
  this.begin(pickle.tags.map((tag) => tag.name));
});

After(async function (this: ScenarioWorld) {
  await this.end();
});
