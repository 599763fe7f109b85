/** Several targets side by side: requirements by targets. Pure. */

import type { RequirementResult, RunResult } from '../verdict/result.ts';
import { inOrder } from './tally.ts';

/** A column. */
export interface Column {
  /** What the target is called here; no two columns alike. */
  readonly name: string;
  readonly result: RunResult;
}

/** A row: one requirement, and what each target came to; undefined where its run does not know the requirement. */
export interface Row {
  readonly requirement: RequirementResult;
  readonly cells: readonly (RequirementResult | undefined)[];
}

export interface Matrix {
  readonly columns: readonly Column[];
  /** As the RFCs have them. */
  readonly rows: readonly Row[];
}

/** The matrix of some results, in their order. */
export function matrixOf(results: readonly RunResult[]): Matrix {
  const names = distinct(results.map(nameOf));
  const columns = results.map((result, place) => ({ name: names[place] ?? '', result }));
  const known = new Map(
    results.toReversed().flatMap(({ requirements }) => requirements.map((each) => [each.id, each])),
  );
  const cells = results.map(({ requirements }) => new Map(requirements.map((each) => [each.id, each])));
  const rows = inOrder([...known.values()]).map((requirement) => ({
    requirement,
    cells: cells.map((column) => column.get(requirement.id)),
  }));
  return { columns, rows };
}

const TLS: Readonly<Record<RunResult['target']['tls'], string>> = { none: '', stls: ' (STLS)', implicit: ' (TLS)' };

function nameOf({ target, shard }: RunResult): string {
  const part = shard === undefined ? '' : ` part ${shard.index}/${shard.of}`;
  return `${target.name}${TLS[target.tls]}${part}`;
}

/** The names with a number behind those that are there twice. */
function distinct(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  });
}
