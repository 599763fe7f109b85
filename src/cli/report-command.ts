/** `pop3spec report`: from result files to reports. What takes long to load is loaded when the files are read. */

import { readFile } from 'node:fs/promises';
import { Chalk, type ChalkInstance } from 'chalk';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { READINGS } from '../catalogue/readings.ts';
import { compareRuns } from '../report/compare.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { renderComparisonHtml } from '../report/html/comparison.ts';
import { renderMatrixHtml } from '../report/html/matrix.ts';
import { renderHtml } from '../report/html/page.ts';
import { matrixOf } from '../report/matrix.ts';
import { changeSentence, renderComparison, renderMatrix } from '../report/several.ts';
import { renderComparisonJson, renderMatrixJson } from '../report/several-json.ts';
import { withoutBaseline } from '../verdict/baseline.ts';
import { mergeShards, type NamedResult } from '../verdict/merge.ts';
import { readResult } from '../verdict/read-result.ts';
import type { RunResult } from '../verdict/result.ts';
import { EXIT, exitStatus } from '../verdict/summary.ts';
import type { Environment } from './environment.ts';
import { reasonOf, UsageError } from './errors.ts';
import type { ReportFlags } from './flags.ts';
import { checkWritable, writeWhole } from './output-files.ts';
import { modeOf, planReport, type ReportPlan } from './report-plan.ts';
import { tell } from './tell.ts';
import { colorLevel, widthOfScreen } from './terminal.ts';

/**
 * Runs the command.
 * @returns the exit status
 * @throws {UsageError} where a file is no result file, the files do not go together, or a report can't be written
 */
export async function reportCommand(
  files: readonly string[],
  flags: ReportFlags,
  environment: Environment,
): Promise<number> {
  const results = await readAll(files);
  const mode = modeOf(results, flags);
  const plan = planReport(mode, flags, files);
  const runs = results.map(({ result }) => result);
  const [first, second] = runs;
  if (first === undefined) throw new UsageError('there is no result file');
  if (mode === 'render' || mode === 'merge') {
    const result = mode === 'merge' ? mergedFrom(results, flags) : first;
    return await oneRun(await heldAgainst(result, flags), plan, flags, environment);
  }
  if (mode === 'compare' && second !== undefined) return await comparison(first, second, plan, flags, environment);
  return await matrix(runs, plan, flags, environment);
}

/** Reads the files. @throws {UsageError} with a line for everything that is wrong with any of them */
async function readAll(files: readonly string[]): Promise<NamedResult[]> {
  const results: NamedResult[] = [];
  const problems: string[] = [];
  for (const file of files) {
    try {
      const outcome = readResult(await readFile(file, 'utf8'));
      if (outcome.ok) results.push({ file, result: outcome.result });
      else problems.push(...outcome.problems.map((problem) => `${file}: ${problem}`));
    } catch (error) {
      problems.push(`${file} can't be read: ${reasonOf(error)}`);
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return results;
}

/** The parts as one. @throws {UsageError} where they are not all of one run, or the baseline that they were held against is not given */
function mergedFrom(results: readonly NamedResult[], flags: ReportFlags): RunResult {
  const held = results.find(({ result }) => result.baseline !== undefined);
  if (held !== undefined && flags.baseline === undefined) {
    const baseline = held.result.baseline?.file ?? '';
    throw new UsageError(
      `${held.file} was held against the baseline ${baseline}: add --baseline FILE, since what of it is stale shows in the whole only`,
    );
  }
  const merged = mergeShards(results);
  if (merged.ok) return merged.result;
  throw new UsageError(['these files are not the parts of one run:', ...merged.problems].join('\n'));
}

/** The result held against the baseline that the user names, as the run itself would have been. */
async function heldAgainst(result: RunResult, { baseline, features }: ReportFlags): Promise<RunResult> {
  if (baseline === undefined) {
    if (features !== undefined)
      throw new UsageError('--features is for the entries of a baseline: add --baseline FILE');
    return result;
  }
  const { readCatalogue, sharded } = await import('./catalogue.ts');
  const { readKnownFailures } = await import('./known-failures.ts');
  const catalogue = await readCatalogue([result.role], features, result.options?.only);
  const whole = result.shard === undefined ? catalogue : sharded(catalogue, result.shard);
  const known = await readKnownFailures({ baseline }, whole);
  return known?.applyTo(withoutBaseline(result)) ?? result;
}

async function oneRun(
  result: RunResult,
  plan: ReportPlan,
  flags: ReportFlags,
  environment: Environment,
): Promise<number> {
  const written = await write([
    [plan.html, () => renderHtml(result, READINGS)],
    [plan.json, () => renderJson(result)],
    [plan.junit, () => renderJunit(result)],
  ]);
  const status = exitStatus(result);
  tell(result, written, status, flags, environment);
  const untold = await environment.github.take(result, suiteRoot());
  if (untold !== undefined) environment.say(untold);
  return status;
}

async function comparison(
  before: RunResult,
  after: RunResult,
  plan: ReportPlan,
  { quiet }: ReportFlags,
  environment: Environment,
): Promise<number> {
  const compared = compareRuns(before, after);
  const written = await write([
    [plan.html, () => renderComparisonHtml(compared, READINGS)],
    [plan.json, () => renderComparisonJson(compared)],
  ]);
  const text = quiet === true ? `${changeSentence(compared)}\n` : renderComparison(compared, looks(environment));
  show(text, written, quiet, environment);
  if (after.faults.length > 0) return EXIT.harness;
  return compared.changes.some(({ kind }) => kind === 'broken') ? EXIT.broken : EXIT.conforming;
}

async function matrix(
  results: readonly RunResult[],
  plan: ReportPlan,
  { quiet }: ReportFlags,
  environment: Environment,
): Promise<number> {
  const table = matrixOf(results);
  const written = await write([
    [plan.html, () => renderMatrixHtml(table, READINGS)],
    [plan.json, () => renderMatrixJson(table)],
  ]);
  show(renderMatrix(table, quiet === true, looks(environment)), written, quiet, environment);
  return worstOf(results.map(exitStatus));
}

/** Of the exit statuses of several runs, the one that matters most. */
function worstOf(statuses: readonly number[]): number {
  const order = [EXIT.harness, EXIT.broken, EXIT.untestable, EXIT.nothingJudged];
  return order.find((status) => statuses.includes(status)) ?? EXIT.conforming;
}

function looks({ variables, stdout }: Environment): { chalk: ChalkInstance; width: number } {
  return { chalk: new Chalk({ level: colorLevel(variables, stdout) }), width: widthOfScreen(stdout) };
}

function show(text: string, written: readonly string[], quiet: boolean | undefined, { stdout }: Environment): void {
  stdout.write(quiet === true ? text : `\n${text}\nWritten: ${written.join(', ')}\n`);
}

/** Writes the files that have a name. @returns their names @throws {UsageError} where one can't be written */
async function write(files: ReadonlyArray<readonly [string | undefined, () => string]>): Promise<string[]> {
  const wanted = files.flatMap(([file, render]) => (file === undefined ? [] : [{ file, render }]));
  for (const { file } of wanted) await checkWritable(file);
  for (const { file, render } of wanted) {
    const text = render();
    try {
      await writeWhole(file, text);
    } catch (error) {
      throw new UsageError(`${file} can't be written: ${reasonOf(error)}`);
    }
  }
  return wanted.map(({ file }) => file);
}
