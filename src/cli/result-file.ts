/** Result files, read for a command. */

import { readResult } from '../verdict/read-result.ts';
import type { RunResult } from '../verdict/result.ts';
import { UsageError } from './errors.ts';
import { textOf } from './given-target.ts';

/** Reads a result file. @param what the argument that names it @throws {UsageError} where it is none */
export async function resultFile(what: string, file: string): Promise<RunResult> {
  const outcome = readResult(await textOf(what, file));
  if (outcome.ok) return outcome.result;
  throw new UsageError(outcome.problems.map((problem) => `${file}: ${problem}`).join('\n'));
}
