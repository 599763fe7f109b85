/** The tags that a scenario has from its Rule and of its own. */

import { parseRequirementId } from './requirement.ts';

/**
 * On a scenario whose rule is judged on every octet of a run: where the scenario itself met nothing to judge, what the
 * other scenarios met is the evidence.
 */
export const PASSIVE = '@passive';

/** On a scenario that is never run beside others, beyond those of which their steps tell it. */
export const ALONE = '@alone';

/** The requirement among tags such as `@2449-5-S1`; undefined where none of them is one. */
export function requirementOf(tags: readonly string[]): string | undefined {
  return tags.map((tag) => tag.slice(1)).find((tag) => parseRequirementId(tag) !== undefined);
}
