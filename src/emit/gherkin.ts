/**
 * A conversation as a scenario on the steps of the suite (steps/): it runs as it is with `--features`, fails where the conversation
 * showed a breach, and passes where there is none. Pure.
 */

import type { Requirement } from '../catalogue/requirement.ts';
import type { Conversation } from '../script/syntax.ts';
import type { TlsMode } from '../target/client.ts';
import { clientSteps } from './client-steps.ts';
import { featureWith } from './feature.ts';
import { serverSteps } from './server-steps.ts';
import { Unsayable, type Claim, type Step } from './steps.ts';

export interface Scenario {
  readonly conversation: Conversation;
  readonly requirement: Requirement;
  readonly claim: Claim;
  /** Of the scenario. */
  readonly name: string;
  /** What is said of the whole at its beginning, line by line. */
  readonly comments: readonly string[];
  /** How a client was told to use TLS; absent: not at all, as far as is known. */
  readonly tls?: TlsMode;
}

/** A text in a notation, or why the notation can't say it. */
export type Emitted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Writes a feature with one scenario. */
export function emitGherkin(scenario: Scenario): Emitted {
  const { requirement, name, comments } = scenario;
  try {
    const steps = stepsOf(scenario);
    const text = featureWith(requirement, comments, [`Scenario: ${name}`, ...steps.flatMap(linesOf)]);
    return { ok: true, text };
  } catch (error) {
    if (error instanceof Unsayable) return { ok: false, reason: error.message };
    throw error;
  }
}

function stepsOf({ conversation, requirement, claim, tls = 'none' }: Scenario): Step[] {
  if (claim.kind === 'unsayable') throw new Unsayable(claim.reason);
  if (requirement.role === 'server') {
    if (claim.kind !== 'end') return serverSteps(conversation, requirement, claim);
  } else if (claim.kind !== 'answer') return clientSteps(conversation, requirement, claim, tls);
  throw new Error(`of a ${requirement.role} nobody claims the ${claim.kind}`);
}

function linesOf({ keyword, text, block }: Step): string[] {
  return [
    `  ${keyword} ${text}`,
    ...(block === undefined ? [] : ['"""', ...block, '"""'].map((line) => `    ${line}`)),
  ];
}
