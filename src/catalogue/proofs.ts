/** By how many faulty servers each requirement is proved, as the last whole `npm run proof` found. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suiteRoot } from './load-catalogue.ts';

/** How many faults only this requirement catches, by its id. */
export type Proofs = Readonly<Record<string, number>>;

/** Where `npm run proof` writes what it found. */
export function matrixFile(root: string = suiteRoot()): string {
  return path.join(root, 'reports', 'proof', 'matrix.json');
}

/** Reads the proofs; none where the suite was never proved. */
export async function loadProofs(root: string = suiteRoot()): Promise<Proofs> {
  return proofsIn(await readMatrix(root));
}

async function readMatrix(root: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(matrixFile(root), 'utf8'));
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
