/** What comes while a recording is played, held answer by answer against what was recorded. */

import { differenceOf } from './difference.ts';
import type { Difference } from './outcome.ts';
import type { Recorded } from './recorded.ts';
import { LENIENCES, likeness, shownLine, type Lenience } from './same-line.ts';

export class Comparison {
  readonly differences: Difference[] = [];
  /** In how many lines that are taken for the same the octets differ, and why. */
  readonly overlooked: Record<Lenience, number> = { timestamp: 0, challenge: 0, hidden: 0 };
  readonly #recorded: Recorded;
  /** Lines of the answer that is coming. */
  #came: string[] = [];

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
  }

  /** Takes a line that has come. */
  take(line: string): void {
    this.#came.push(line);
  }

  /**
   * Compares an answer that has come, or as much of it as there is.
   * @param index which answer, counted from 0
   * @param values what stands in the place of names
   */
  compare(index: number, values: Readonly<Record<string, string>>): void {
    const { answers, isCutOff } = this.#recorded;
    const expected = answers[index];
    const lines = expected?.lines ?? [];
    const came = isCutOff && index === answers.length - 1 ? this.#came.slice(0, lines.length) : this.#came;
    this.#came = [];
    const alike = lines.map((line, at) => likeness(line, came[at] ?? '', values));
    if (lines.length === came.length && !alike.includes('different')) {
      for (const lenience of LENIENCES) this.overlooked[lenience] += alike.filter((each) => each === lenience).length;
      return;
    }
    const same = (recorded: number, at: number): boolean => {
      const line = lines[recorded];
      return line !== undefined && likeness(line, came[at] ?? '', values) !== 'different';
    };
    const shown = lines.map((line) => shownLine(line, values));
    this.differences.push({ turn: expected?.turn, lines: differenceOf(shown, came, same), recorded: shown, came });
  }
}
