/** Several runs, for programs. */

import type { Verdict } from '../verdict/result.ts';
import type { Comparison } from './compare.ts';
import { asciiJson } from './json.ts';
import type { Matrix } from './matrix.ts';
import { overall } from './tally.ts';

const SCHEMA = 1;

/** A comparison as JSON: each change with the verdicts before and after (null where a run does not know the requirement). */
export function renderComparisonJson({ circumstances, claims, changes, same }: Comparison): string {
  return asciiJson({
    schema: SCHEMA,
    kind: 'comparison',
    circumstances,
    claims,
    changes: changes.map(({ kind, before, after, scenarios }) => ({
      kind,
      id: (after ?? before)?.id,
      level: (after ?? before)?.level,
      title: (after ?? before)?.title,
      before: orNull(before?.verdict),
      after: orNull(after?.verdict),
      reason: (after ?? before)?.reason,
      scenarios: scenarios.map(({ name, ...each }) => ({
        name,
        before: orNull(each.before),
        after: orNull(each.after),
      })),
    })),
    same,
  });
}

/** A matrix as JSON: for each requirement the verdicts in the order of the targets (null where a run does not know it). */
export function renderMatrixJson({ columns, rows }: Matrix): string {
  return asciiJson({
    schema: SCHEMA,
    kind: 'matrix',
    targets: columns.map(({ name, result: { target, verdict, started, ...result } }) => ({
      name,
      address: target.address,
      tls: target.tls,
      implementation: target.implementation,
      started,
      verdict,
      counts: overall({ target, verdict, started, ...result }),
    })),
    requirements: rows.map(({ requirement: { id, level, title }, cells }) => ({
      id,
      level,
      title,
      verdicts: cells.map((cell) => cell?.verdict ?? null),
    })),
  });
}

function orNull(verdict: Verdict | undefined): Verdict | null {
  return verdict ?? null;
}
