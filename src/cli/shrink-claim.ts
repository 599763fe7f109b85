/** What a scenario claims where a recording was shortened, and what it can't. Pure. */

import type { Claim } from '../emit/steps.ts';
import type { WrongAtClient } from '../shrink/wrong-client.ts';
import type { WrongAtServer } from '../shrink/wrong.ts';
import type { Shrunk } from '../suite/shrink-at-server.ts';
import { NO_REQUIREMENT, type EmitPlan } from './emit.ts';
import { UsageError } from './errors.ts';
import type { ShrinkFlags } from './shrink-program.ts';

const NO_STATUS = 'no step says with which exit status a client ends: "--emit script" writes the server that it met';
const NO_COMMAND = 'no step says which command a client sends next: "--emit script" writes the server that it met';
const NO_COURSE = 'no step says how a conversation goes on or ends: "--emit script" does';

/**
 * A search may take long: what no scenario could say of its outcome is refused before.
 * @throws {UsageError}
 */
export function refuseUnsayable(
  { kind, requirement }: EmitPlan,
  { to, fails, differs, hangs, exit }: ShrinkFlags,
): void {
  if (fails !== undefined && requirement !== undefined && requirement.id !== fails) {
    throw new UsageError(`--fails ${fails} and --requirement ${requirement.id}: a scenario is about what is broken`);
  }
  if (kind !== 'gherkin') return;
  const reason =
    exit !== undefined
      ? NO_STATUS
      : differs === true && to === undefined
        ? NO_COMMAND
        : (differs === true || hangs === true) && requirement === undefined
          ? NO_REQUIREMENT
          : undefined;
  if (reason !== undefined) throw new UsageError(`--emit gherkin: ${reason}`);
}

/** What it claims of the peer: where another answer came, or none, it is the recorded one that should come. */
export function claimOf({ wrong, at }: Shrunk<WrongAtServer | WrongAtClient>): Claim {
  switch (wrong.kind) {
    case 'fails':
      return { kind: 'rule' };
    case 'hangs':
      return 'exchange' in wrong ? { kind: 'answer', at, came: [] } : { kind: 'end' };
    case 'differs':
      return 'came' in wrong ? { kind: 'answer', at, came: wrong.came } : { kind: 'unsayable', reason: NO_COMMAND };
    case 'exit':
      return { kind: 'unsayable', reason: NO_STATUS };
    default:
      return { kind: 'unsayable', reason: NO_COURSE };
  }
}
