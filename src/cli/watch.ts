/** Follows a run: which scenario is under way, and what each comes to, before the whole is judged. */

import type { Envelope } from '@cucumber/messages';
import type { Requirement } from '../catalogue/requirement.ts';
import { requirementOf } from '../catalogue/tags.ts';
import type { Ended } from '../report/progress.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import type { Position, TranscriptEntry } from '../verdict/result.ts';
import { judgeRequirements } from '../verdict/verdicts.ts';

/** A scenario that has ended, and how far the run is. */
export interface Step {
  readonly ended: Ended;
  /** Requirements that are seen to be broken for the first time: by their own scenario or in passing. */
  readonly broken: readonly Ended[];
  /** How many requirements are broken so far. */
  readonly failed: number;
  readonly done: number;
  readonly total: number;
  readonly transcript: readonly TranscriptEntry[];
  /** Where in the transcript something is wrong. */
  readonly offences: readonly Position[];
}

export class Watch {
  readonly #requirements: readonly Requirement[];
  readonly #strict: boolean;
  readonly #broken = new Set<string>();
  readonly #pickles = new Map<string, string>();
  readonly #cases = new Map<string, string>();

  constructor(requirements: readonly Requirement[], strict: boolean) {
    this.#requirements = requirements;
    this.#strict = strict;
  }

  /** Takes a message of Cucumber's. @returns the name of the scenario that begins with it */
  begins({ pickle, testCase, testCaseStarted }: Envelope): string | undefined {
    if (pickle !== undefined) this.#pickles.set(pickle.id, pickle.name);
    if (testCase !== undefined) this.#cases.set(testCase.id, this.#pickles.get(testCase.pickleId) ?? '');
    return testCaseStarted === undefined ? undefined : this.#cases.get(testCaseStarted.testCaseId);
  }

  /** Takes a scenario that has ended. */
  ends(outcome: ScenarioOutcome, done: number, total: number): Step {
    const own = requirementOf(outcome.tags) ?? '';
    // Alone it has no other scenarios from which a rule that is judged in passing could have its evidence.
    const judged = judgeRequirements(this.#requirements, [{ ...outcome, judged: {} }], { strict: this.#strict });
    const endedAs = ({ id, verdict, reason }: (typeof judged)[number]): Ended => ({
      requirement: id,
      name: outcome.name,
      verdict,
      reason,
      durationMs: outcome.durationMs,
    });
    const mine = judged.find(({ id }) => id === own);
    const broken = judged.filter(({ id, verdict }) => verdict === 'fail' && !this.#broken.has(id));
    for (const { id } of broken) this.#broken.add(id);
    const nameless: Ended = {
      requirement: own,
      name: outcome.name,
      verdict: 'not-run',
      reason: '',
      durationMs: outcome.durationMs,
    };
    return {
      ended: mine === undefined ? nameless : endedAs(mine),
      broken: broken.map(endedAs),
      failed: this.#broken.size,
      done,
      total,
      transcript: outcome.transcript,
      offences: outcome.findings.flatMap(({ kind, at }) =>
        at !== undefined && (kind === 'fail' || kind === 'advice') ? [at] : [],
      ),
    };
  }
}
