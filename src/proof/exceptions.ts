/** What needs no proof, or can't have one, each with the reason in words. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { parseRequirementId } from '../catalogue/requirement.ts';
import type { Role } from '../verdict/result.ts';

const reasons = z.record(z.string(), z.string().min(1));
const schema = z.strictObject({ requirements: reasons, scenarios: reasons });

export interface Exceptions {
  /** By id: requirements that are proved by fewer than two faults. */
  readonly requirements: Readonly<Record<string, string>>;
  /** By requirement and name: scenarios that kill no fault. */
  readonly scenarios: Readonly<Record<string, string>>;
}

/** Reads `src/proof/exceptions.yaml`. @throws {z.ZodError} where it has another form */
export async function loadExceptions(): Promise<Exceptions> {
  const file = path.join(suiteRoot(), 'src', 'proof', 'exceptions.yaml');
  return schema.parse(parse(await readFile(file, 'utf8')));
}

/** Those about the requirements of a role. */
export function exceptionsOf(role: Role, { requirements, scenarios }: Exceptions): Exceptions {
  const ofRole = (some: Exceptions['requirements']): Exceptions['requirements'] =>
    Object.fromEntries(
      Object.entries(some).filter(([key]) => parseRequirementId(key.split(':', 1)[0] ?? '')?.role === role),
    );
  return { requirements: ofRole(requirements), scenarios: ofRole(scenarios) };
}
