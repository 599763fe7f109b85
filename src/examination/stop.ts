/** The ways in which a scenario ends before its last step, as errors that carry a finding. */

import type { Finding } from '../verdict/result.ts';
import type { StreamPosition } from '../verdict/transcript.ts';

/** A finding before its position is looked up in the transcript. */
export type RawFinding = Omit<Finding, 'at' | 'requirement'> & {
  /** The scenario's own requirement where it says nothing. */
  readonly requirement?: string;
  readonly at?: StreamPosition | undefined;
};

/** Thrown by a verb; the step definitions' wrapper turns it into a finding. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly finding: RawFinding;

  constructor(finding: RawFinding) {
    super(finding.message);
    this.finding = finding;
    // It is a judgement and no accident: where in our code it was made is nobody's business.
    this.stack = `${this.name}: ${finding.message}`;
  }
}

/** The target breaks the scenario's requirement. */
export function breach(
  message: string,
  details: Pick<RawFinding, 'expected' | 'actual' | 'at' | 'reading'> = {},
): Stop {
  return new Stop({ kind: 'fail', message, ...details });
}

/** The requirement does not apply to this target. */
export function notApplicable(message: string): Stop {
  return new Stop({ kind: 'not-applicable', message });
}

/** The requirement applies, and what it takes to judge it could not be had. */
export function inconclusive(message: string): Stop {
  return new Stop({ kind: 'inconclusive', message });
}

/** The user's options leave this scenario out. */
export function notRun(message: string): Stop {
  return new Stop({ kind: 'not-run', message });
}
