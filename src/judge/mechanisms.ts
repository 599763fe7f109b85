/** Which announced SASL mechanisms a server does not know after all, told from its answers to AUTH. Pure. */

import type { Status } from '../client/answer.ts';

/** How AUTH with a mechanism's name and nothing else was answered. */
export interface Begun {
  readonly mechanism: string;
  readonly status: Status | undefined;
  /** The text behind the status. */
  readonly text: string;
}

/**
 * The mechanisms that were answered as one that cannot exist is: with a challenge too, or refused in the same words
 * (RFC 2449 section 6.3 lists what is supported). A mechanism that is refused for a reason of its own is not among them.
 * @param impossible the answer to a mechanism that no server can know
 */
export function answeredAlike(impossible: Begun, announced: readonly Begun[]): readonly string[] {
  return announced.filter((each) => reason(each) === reason(impossible)).map(({ mechanism }) => mechanism);
}

/** What tells one kind of answer from another. A challenge has no reason in it, and the mechanism's own name is none. */
function reason({ mechanism, status, text }: Begun): string {
  if (status === '+') return '+';
  return `${status ?? ''} ${text.toUpperCase().replaceAll(mechanism.toUpperCase(), '{MECHANISM}')}`;
}
