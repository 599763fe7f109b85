/** What a scenario writes down: the findings that are not an end of it. */

import type { StreamPosition } from '../verdict/transcript.ts';
import type { RawFinding } from './stop.ts';

/** More pieces of evidence than this are not kept of one scenario. */
const MOST_EVIDENCE = 20;

function isEvidence({ kind }: RawFinding): boolean {
  return kind === 'evidence';
}

export class Notes {
  readonly findings: RawFinding[] = [];
  #evidence = 0;

  /** Records evidence for a pass. */
  evidence(message: string, at?: StreamPosition): void {
    const finding: RawFinding = { kind: 'evidence', message, at };
    this.#evidence += 1;
    // Of a thousand alike the last one tells as much: it stands for those between.
    if (this.#evidence > MOST_EVIDENCE) this.findings.splice(this.findings.findLastIndex(isEvidence), 1, finding);
    else this.findings.push(finding);
  }

  /** Records something worth knowing that is no breach. */
  observe(message: string, reading?: string): void {
    this.findings.push({ kind: 'observation', message, ...(reading === undefined ? {} : { reading }) });
  }

  /** Records a breach that is in doubt, or that the suite advises against: the verdict is advice, and the scenario goes on. */
  advise(message: string, details: Pick<RawFinding, 'expected' | 'actual' | 'at' | 'reading'> = {}): void {
    this.findings.push({ kind: 'advice', message, ...details });
  }
}
