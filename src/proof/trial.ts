/** What the suite made of one subject, and whether that is what it had to make of it. Pure. */

import type { RunResult, Verdict } from '../verdict/result.ts';
import type { Subject } from './subject.ts';

/** A run reduced to what the kill matrix needs. */
export interface Observation {
  /** Requirements that are blamed (failed or advised against), each with the messages of its findings. */
  readonly blamed: Readonly<Record<string, readonly string[]>>;
  /** The owner's scenarios that blamed it: `uri:line`. */
  readonly killers: readonly string[];
  /** The scenarios of others in which it was blamed in passing. */
  readonly witnesses: readonly string[];
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Faults of the harness or of the bent server itself. */
  readonly errors: readonly string[];
  readonly durationMs: number;
}

/**
 * `killed`: the owner is blamed for the stated reason, and nobody else who may not be. `misjudged`: the owner is not
 * blamed and somebody else is, or it is blamed for another reason. `framed`: the owner is blamed, and others too who must
 * not be. `survived`: nobody is blamed. `passed` and `false-alarm` are for variants. `error`: the harness failed.
 */
export type Fate = 'killed' | 'misjudged' | 'framed' | 'survived' | 'passed' | 'false-alarm' | 'error';

export interface Trial {
  readonly subject: Subject;
  /** How what the suite sent was cut. */
  readonly segmentation: string;
  readonly observation: Observation;
  readonly fate: Fate;
  /** Why, in a sentence. */
  readonly because: string;
}

/** What is observed where there was no run. */
export const NOTHING_SEEN: Observation = {
  blamed: {},
  killers: [],
  witnesses: [],
  verdicts: {},
  errors: [],
  durationMs: 0,
};

/** Reduces a run. @param errors what went wrong in the bent server, beside the harness's own faults */
export function observe(result: RunResult, owner: string | undefined, errors: readonly string[]): Observation {
  const blamed: Record<string, readonly string[]> = {};
  const killers: string[] = [];
  const witnesses: string[] = [];
  for (const { id, verdict, scenarios } of result.requirements) {
    if (verdict !== 'fail' && verdict !== 'advice') continue;
    const guilty = scenarios.filter((scenario) => scenario.verdict === 'fail' || scenario.verdict === 'advice');
    blamed[id] = guilty.flatMap(({ findings }) =>
      findings
        .filter(({ kind, requirement }) => requirement === id && (kind === 'fail' || kind === 'advice'))
        .map(({ message, expected = '', actual = '' }) => [message, expected, actual].join(' | ')),
    );
    // A breach that a scenario of another requirement saw in passing says nothing for that scenario.
    if (id !== owner) continue;
    for (const { observed, uri, line } of guilty) (observed === true ? witnesses : killers).push(`${uri}:${line}`);
  }
  const verdicts = Object.fromEntries(result.requirements.map(({ id, verdict }) => [id, verdict]));
  return { blamed, killers, witnesses, verdicts, errors: [...result.faults, ...errors], durationMs: result.durationMs };
}

/** Whether the suite made of the subject what it had to make of it. */
export function isRight({ fate }: Trial): boolean {
  return fate === 'killed' || fate === 'passed';
}

/** Judges what the suite made of a subject. */
export function judgeTrial(subject: Subject, segmentation: string, observation: Observation): Trial {
  return { subject, segmentation, observation, ...fateOf(subject, observation) };
}

function fateOf(subject: Subject, { blamed, errors }: Observation): Pick<Trial, 'fate' | 'because'> {
  const [error] = errors;
  if (error !== undefined) return { fate: 'error', because: error };
  const allowed = new Set([...subject.also.map(({ requirement }) => requirement), subject.owner]);
  const others = Object.keys(blamed).filter((id) => !allowed.has(id));
  const accusations = others.map((id) => `${id} (${blamed[id]?.[0] ?? ''})`).join('; ');
  if (subject.kind === 'variant') {
    return others.length === 0
      ? { fate: 'passed', because: 'nothing is blamed' }
      : { fate: 'false-alarm', because: `blamed: ${accusations}` };
  }
  const reasons = blamed[subject.owner ?? ''];
  if (reasons === undefined) {
    return Object.keys(blamed).length === 0
      ? { fate: 'survived', because: `nothing is blamed, and ${subject.owner} should be` }
      : { fate: 'misjudged', because: `${subject.owner} is not blamed, but ${Object.keys(blamed).join(', ')}` };
  }
  const stated = reasons.find((reason) => reason.includes(subject.says ?? ''));
  if (stated === undefined) return { fate: 'misjudged', because: `blamed for another reason: ${reasons[0] ?? ''}` };
  if (others.length > 0) return { fate: 'framed', because: `blamed as well: ${accusations}` };
  return { fate: 'killed', because: stated };
}
