/** The baseline of a run: read before it, held against it, and revised where that is wanted. */

import { readFile } from 'node:fs/promises';
import { counted } from '../report/printable.ts';
import { applyBaseline, reviseBaseline, scenariosOf, type Reach } from '../verdict/baseline.ts';
import { addressOf } from '../catalogue/requirement.ts';
import type { RunResult } from '../verdict/result.ts';
import { emptyBaseline, parseBaseline, revisedText, type BaselineFile } from './baseline-file.ts';
import { reasonOf, UsageError } from './errors.ts';
import { checkWritable, writeWhole } from './output-files.ts';
import type { Settings } from './settings.ts';

export interface KnownFailures {
  /** The result with what was expected marked, and with the entries that are stale. */
  readonly applyTo: (result: RunResult) => RunResult;
  /**
   * Writes the revised baseline where one is wanted. The exit status stays that of the baseline as it was read: a pipeline in
   * which the option was forgotten must not be green for it.
   * @returns what became of the file; undefined where no revision is wanted
   * @throws {UsageError} where it can't be written
   */
  readonly revise: (result: RunResult) => Promise<string | undefined>;
}

/**
 * Reads the baseline that the settings name.
 * @returns undefined where they name none
 * @throws {UsageError} where it can't be read, has mistakes, or can't be written though it is to be revised
 */
export async function readKnownFailures(
  { baseline: file, updateBaseline = false }: Pick<Settings, 'baseline' | 'updateBaseline'>,
  reach: Reach,
): Promise<KnownFailures | undefined> {
  if (file === undefined) {
    if (updateBaseline) throw new UsageError('--update-baseline needs to know the file: add --baseline FILE');
    return undefined;
  }
  if (updateBaseline) await checkWritable(file);
  const read = await readBaseline(file, updateBaseline);
  refuseAmbiguous(read, reach);
  return {
    applyTo: (result) => applyBaseline(result, read.baseline, reach),
    revise: async (result) => (updateBaseline ? await revise(result, read, reach) : undefined),
  };
}

async function readBaseline(file: string, update: boolean): Promise<BaselineFile> {
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && update) return emptyBaseline(file);
    const hint = missing ? '; --update-baseline writes it' : '';
    throw new UsageError(`--baseline: ${file} can't be read: ${reasonOf(error)}${hint}`);
  }
  return parseBaseline(source, file, update);
}

/** A name that several scenarios have could hide a new failure behind a known one. */
function refuseAmbiguous({ baseline: { file, entries } }: BaselineFile, reach: Reach): void {
  const mistakes = entries.flatMap((entry) => {
    const found = scenariosOf(entry, reach);
    if (found.length < 2) return [];
    const addresses = found.map(addressOf).join(' or ');
    return [`${file}:${entry.line}: several scenarios have the name "${entry.scenario}": write ${addresses}`];
  });
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
}

async function revise(result: RunResult, read: BaselineFile, reach: Reach): Promise<string> {
  const { file, entries } = read.baseline;
  if (result.faults.length > 0 || result.interrupted !== undefined) {
    return `${file} stays as it is: the run did not come to its end`;
  }
  const revision = reviseBaseline(result, read.baseline, reach);
  const { kept, added } = revision;
  const removed = entries.length - kept.length;
  if (added.length === 0 && removed === 0) return `${file} stays as it is: ${counted(kept.length, 'entry', 'entries')}`;
  try {
    await writeWhole(file, revisedText(read, revision));
  } catch (error) {
    throw new UsageError(`${file} could not be written: ${reasonOf(error)}`);
  }
  const reasons = added.length === 0 ? '' : ', each with a reason to be written before the next run';
  return `${file} is written: ${kept.length} kept, ${removed} removed, ${added.length} added${reasons}`;
}
