/** What the scenarios of both roles have in common, and how a run is known to those of this process. */

import type { Conclusion } from './conclude.ts';
import type { RawFinding } from './stop.ts';

/** One scenario under way. */
export interface Scenario {
  readonly findings: RawFinding[];
  /** Ends it from outside: whatever it still waits for is over. */
  abort(): void;
  /** Ends it in order, and says what was found and seen. */
  end(): Promise<Conclusion>;
  /** A text of which no secret of the scenario is left. */
  hide(text: string): string;
}

/** One run of the suite. */
export class Run {
  /** The longest that one scenario may take, in milliseconds; each wait in it has a deadline of its own. */
  readonly limitMs: number;
  readonly #begin: (requirement: string, lane: number) => Scenario;
  readonly #running = new Set<Scenario>();
  #interrupted: string | undefined;

  /** @param begin makes a scenario of a requirement in one of the lanes, which count from 0 */
  constructor(limitMs: number, begin: (requirement: string, lane: number) => Scenario) {
    this.limitMs = limitMs;
    this.#begin = begin;
  }

  /** Why the run ends early: no scenario begins any more. */
  get interrupted(): string | undefined {
    return this.#interrupted;
  }

  /** Lets no scenario begin any more. The first reason counts. */
  closes(why: string): void {
    this.#interrupted ??= why;
  }

  /** The same, and ends the scenarios that are under way. */
  interrupt(why: string): void {
    this.closes(why);
    for (const scenario of this.#running) scenario.abort();
  }

  begin(requirement: string, lane: number): Scenario {
    const scenario = this.#begin(requirement, lane);
    this.#running.add(scenario);
    return scenario;
  }

  async end(scenario: Scenario): Promise<Conclusion> {
    const conclusion = await scenario.end();
    this.#running.delete(scenario);
    return conclusion;
  }
}

const runs = new Map<string, Run>();

/** Makes a run known to the scenarios of this process under an id; Cucumber's world parameters can only carry the id and the lane. */
export function registerRun(id: string, run: Run): void {
  runs.set(id, run);
}

/** Forgets a run. */
export function forgetRun(id: string): void {
  runs.delete(id);
}

/** The run of that id. @throws {Error} where there is none: a fault of the harness */
export function findRun(id: string): Run {
  const run = runs.get(id);
  if (run === undefined) throw new Error(`no run is registered as ${id}`);
  return run;
}
