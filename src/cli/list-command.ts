/** `pop3spec list`: the requirements and their scenarios. */

import { loadProofs } from '../catalogue/proofs.ts';
import { EXIT } from '../verdict/summary.ts';
import { addressOf } from '../catalogue/requirement.ts';
import { readCatalogue } from './catalogue.ts';
import type { Environment } from './environment.ts';
import { reasonOf, UsageError } from './errors.ts';
import type { ListFlags } from './flags.ts';
import { renderList, renderListJson, type Listed } from './list-view.ts';
import { oneOf, ROLES } from './option-values.ts';

/** Runs the command. @returns the exit status @throws {UsageError} where a value is wrong or an expression selects nothing */
export async function listCommand(flags: ListFlags, { stdout }: Environment): Promise<number> {
  const roles = flags.role === undefined ? ROLES : [roleOf(flags.role)];
  const { requirements, selected } = await readCatalogue(roles, flags.features, flags.only);
  const proofs = await loadProofs();
  const listed = requirements
    .filter(({ role }) => roles.includes(role))
    .map((requirement): Listed => ({
      requirement,
      proofs: proofs[requirement.id],
      scenarios: requirement.scenarios.filter((scenario) => selected?.has(addressOf(scenario)) ?? true),
    }))
    .filter(({ scenarios }) => selected === undefined || scenarios.length > 0);
  stdout.write(flags.json === true ? renderListJson(listed) : renderList(listed, flags.verbose ?? false));
  return EXIT.conforming;
}

function roleOf(text: string): (typeof ROLES)[number] {
  try {
    return oneOf(ROLES, text);
  } catch (error) {
    throw new UsageError(`--role: ${reasonOf(error)}`);
  }
}
