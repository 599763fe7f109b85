/** Steps as they are written down, and what they say of a conversation. Pure. */

/** What a scenario claims of the conversation. */
export type Claim =
  /** The peer keeps the requirement; this is heard. */
  | { readonly kind: 'rule' }
  /** The answer of an exchange is what the conversation says; of which something else came. */
  | {
      readonly kind: 'answer';
      /** Which of the conversation's exchanges, counted from 0; undefined: the greeting. */
      readonly at: number | undefined;
      readonly came: readonly string[];
    }
  /** The client comes to an end. */
  | { readonly kind: 'end' }
  /** Something that no step says, and why. */
  | { readonly kind: 'unsayable'; readonly reason: string };

export interface Step {
  readonly keyword: 'Given' | 'When' | 'Then' | 'And';
  readonly text: string;
  readonly block?: readonly string[];
}

/** The notation can't say it; the message says why. */
export class Unsayable extends Error {
  override readonly name = 'Unsayable';
}

/** Steps, each of which repeats the keyword of the one before it as `And`. */
export function inTurn(steps: readonly Step[]): Step[] {
  return steps.map((step, index) => (steps[index - 1]?.keyword === step.keyword ? { ...step, keyword: 'And' } : step));
}
