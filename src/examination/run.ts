/** What the scenarios of one run share: the target, what the survey found, and what earlier scenarios saw. */

import { mainMaildrop } from '../target/lane-maildrops.ts';
import type { Maildrop } from '../target/look-around.ts';
import type { Survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import type { WireEntry } from '../wire/transcript.ts';

export interface ServerRun {
  readonly target: ServerTarget;
  readonly survey: Survey;
  /** The maildrop that the scenarios use: of the main account, or of their lane where some run side by side. */
  readonly maildrop: Maildrop;
  /** Every APOP timestamp that a greeting had (RFC 1939 section 7: never the same twice). */
  readonly timestamps: Map<string, number>;
  /** LOGIN-DELAYs that answers have taught and nothing announces, by user, in milliseconds. */
  readonly learnedDelays: Map<string, number>;
  /** Is given each scenario's transcript at its end, with every octet. */
  readonly onTranscript?: ((entries: readonly WireEntry[]) => void) | undefined;
}

/** A run that has seen nothing but the survey. */
export function newRun(target: ServerTarget, survey: Survey, onTranscript?: ServerRun['onTranscript']): ServerRun {
  return {
    target,
    survey,
    maildrop: { ...mainMaildrop(survey), account: target.accounts[0] },
    timestamps: new Map(),
    learnedDelays: new Map(),
    onTranscript,
  };
}

/** The same run, as the scenarios see it that use a maildrop of their own. */
export function inMaildrop(run: ServerRun, maildrop: Maildrop): ServerRun {
  return { ...run, maildrop, learnedDelays: new Map() };
}
