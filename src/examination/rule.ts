/** The verb of the rules that are judged on every octet: what has come in this scenario keeps the scenario's own rule. */

import { judgeTranscript, knowledgeOf } from './conclude.ts';
import type { Examination } from './examination.ts';
import { notApplicable } from './stop.ts';

/**
 * There was something for the rule to judge, and it was judged. Breaches are found at the end of every scenario,
 * this one too, so here only the evidence is counted.
 */
export function expectRuleKept(x: Examination): void {
  const { judged } = judgeTranscript(x.transcript.entries, knowledgeOf(x.survey, x.target));
  const count = judged.get(x.requirement) ?? 0;
  if (count === 0) throw notApplicable('the server sent nothing that this rule speaks of');
  x.evidence(`${count} ${count === 1 ? 'place' : 'places'} judged by this rule in this scenario`);
}
