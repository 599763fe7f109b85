/** What `pop3spec report` makes of its files, and which files it writes. Pure. */

import path from 'node:path';
import type { NamedResult } from '../verdict/merge.ts';
import type { RunResult } from '../verdict/result.ts';
import { UsageError } from './errors.ts';
import type { ReportFlags } from './flags.ts';
import { path as fileName } from './option-values.ts';

/** `render`: one result again. */
export type Mode = 'render' | 'merge' | 'compare' | 'matrix';

/** The files to be written; what is undefined is not wanted. */
export interface ReportPlan {
  readonly html: string;
  readonly json: string | undefined;
  readonly junit: string | undefined;
}

const FOLDER = 'reports';

/** Whether two results are of one target: it is named alike, has the same role and is reached with the same TLS. */
function areOfOneTarget(a: RunResult, b: RunResult): boolean {
  return a.role === b.role && a.target.name === b.target.name && a.target.tls === b.target.tls;
}

/** What is to be made of the files: what the user says, else what they are. @throws {UsageError} */
export function modeOf(results: readonly NamedResult[], flags: ReportFlags): Mode {
  const wanted = (['merge', 'compare', 'matrix'] as const).filter((mode) => flags[mode] === true);
  const [mode, other] = wanted;
  if (mode !== undefined && other !== undefined) {
    throw new UsageError(`--${mode} and --${other} are both wanted: choose one`);
  }
  if (mode === 'compare' && results.length !== 2) {
    throw new UsageError(`--compare takes two results, the earlier one first; there are ${results.length}`);
  }
  const roles = new Set(results.map(({ result }) => result.role));
  if (mode !== 'merge' && roles.size > 1) {
    throw new UsageError('results of servers and results of clients have no requirement in common');
  }
  if (mode !== undefined) return mode;
  const [first, second, ...others] = results.map(({ result }) => result);
  if (first === undefined || second === undefined) return 'render';
  if ([first, second, ...others].every(({ shard }) => shard !== undefined)) return 'merge';
  return others.length === 0 && areOfOneTarget(first, second) ? 'compare' : 'matrix';
}

const PAGES: Readonly<Record<Mode, string>> = {
  render: 'report.html',
  merge: 'report.html',
  compare: 'comparison.html',
  matrix: 'matrix.html',
};

/** The files of a mode. @throws {UsageError} where one is written twice, is one of `inputs`, or makes no sense */
export function planReport(mode: Mode, flags: ReportFlags, inputs: readonly string[]): ReportPlan {
  const given = (option: 'html' | 'json' | 'junit' | 'out'): string | undefined => {
    const file = flags[option];
    return file === undefined ? undefined : named(option, file);
  };
  const folder = given('out') ?? FOLDER;
  const ofOneRun = mode === 'render' || mode === 'merge';
  if (!ofOneRun && flags.junit !== undefined) {
    throw new UsageError('--junit is for the result of one run: JUnit knows nothing of several');
  }
  if (!ofOneRun && flags.baseline !== undefined) {
    throw new UsageError('--baseline is for the result of one run: a comparison shows what is new by itself');
  }
  const plan: ReportPlan = {
    html: given('html') ?? path.join(folder, PAGES[mode]),
    json: given('json') ?? (mode === 'merge' ? path.join(folder, 'result.json') : undefined),
    junit: given('junit') ?? (ofOneRun ? path.join(folder, 'junit.xml') : undefined),
  };
  refuseCollisions(plan, inputs);
  return plan;
}

function named(option: string, file: string): string {
  try {
    return fileName(file);
  } catch {
    throw new UsageError(`--${option}: the name of a file is not empty`);
  }
}

function refuseCollisions(plan: ReportPlan, inputs: readonly string[]): void {
  const seen = new Map(inputs.map((file) => [path.resolve(file), `the result ${file}`]));
  for (const [option, file] of Object.entries(plan)) {
    if (file === undefined) continue;
    const place = path.resolve(file);
    const other = seen.get(place);
    if (other !== undefined && !place.startsWith('/dev/')) {
      throw new UsageError(`--${option} would write ${file} over ${other}: give it another name`);
    }
    seen.set(place, `--${option}`);
  }
}
