/** By how many faulty servers or clients each requirement is proved, as the last whole `npm run proof` found. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Role } from '../verdict/result.ts';
import { suiteRoot } from './load-catalogue.ts';

/** How many faults only this requirement catches, by its id. */
export type Proofs = Readonly<Record<string, number>>;

/** Where `npm run proof` writes what it found of the subjects of a role. */
export function matrixFile(role: Role, root: string = suiteRoot()): string {
  return path.join(root, 'reports', 'proof', role === 'server' ? 'matrix.json' : 'clients.json');
}

/** Reads the proofs; none where the suite was never proved. */
export async function loadProofs(root: string = suiteRoot()): Promise<Proofs> {
  const [servers, clients] = await Promise.all([readMatrix('server', root), readMatrix('client', root)]);
  return { ...proofsIn(servers), ...proofsIn(clients) };
}

async function readMatrix(role: Role, root: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(matrixFile(role, root), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The counts in a matrix file; what is none is left out. */
export function proofsIn(matrix: unknown): Proofs {
  const proofs = isRecord(matrix) ? matrix['proofs'] : undefined;
  if (!isRecord(proofs)) return {};
  return Object.fromEntries(
    Object.entries(proofs).flatMap(([id, count]) => (typeof count === 'number' ? [[id, count] as const] : [])),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
