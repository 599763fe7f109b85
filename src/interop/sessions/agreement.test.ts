import { describe, expect, it } from 'vitest';
import { agreementOf, type Verdicts } from './agreement.ts';

const verdicts = (verdict: Verdicts[number]['verdict'], reason = 'because'): Verdicts => [{ id: 'X', verdict, reason }];

describe('verdicts on a recording', () => {
  it('agree where a live run has seen the same breach, in any variant', () => {
    expect(agreementOf(verdicts('fail'), [verdicts('pass'), verdicts('fail')])).toEqual({
      contradictions: [],
      notes: [],
    });
    expect(agreementOf(verdicts('inconclusive'), [verdicts('fail')])).toEqual({ contradictions: [], notes: [] });
  });

  it('contradict where no live run has', () => {
    expect(agreementOf(verdicts('fail'), [verdicts('advice')]).contradictions).toEqual([
      'X: fail offline (because), live advice',
    ]);
    expect(agreementOf(verdicts('advice'), [[]]).contradictions).toEqual(['X: advice offline (because), live nothing']);
  });

  it('are noted where a live run has seen a breach that the recording does not hold', () => {
    expect(agreementOf(verdicts('pass'), [verdicts('fail', 'it was asked')]).notes).toEqual([
      'X: passed offline, live: it was asked',
    ]);
  });
});
