/** The files of `--emit` in a run: one for each scenario that failed. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addressOf, type CatalogueScenario, type Requirement } from '../catalogue/requirement.ts';
import { commented } from '../emit/comments.ts';
import { featureWith } from '../emit/feature.ts';
import { ENDINGS, type EmitKind } from '../emit/kinds.ts';
import { asAskedOfServer, conversationOf, shellServer } from '../emit/of-scenario.ts';
import { scenarioLines } from '../emit/own-scenario.ts';
import { emitForClient, emitForServer } from '../emit/shell.ts';
import { printScript } from '../script/print.ts';
import type { RequirementResult, RunResult, ScenarioResult } from '../verdict/result.ts';
import type { CataloguePart } from './catalogue.ts';
import { reasonOf } from './errors.ts';
import { version } from './package-info.ts';

/** Where the files go, in the folder of the reports. */
export const FOLDER = 'reproductions';

export interface ReproductionFiles {
  readonly kind: EmitKind;
  readonly folder: string;
  readonly catalogue: CataloguePart;
  /** How a client is started; empty where it has no command line. */
  readonly command: readonly string[];
  /** Covers what is secret in a text. */
  readonly hide: (text: string) => string;
}

/** @returns the files that are written, and a sentence for each thing that could not be */
export async function writeReproductions(
  result: RunResult,
  options: ReproductionFiles,
): Promise<{ readonly files: readonly string[]; readonly failures: readonly string[] }> {
  const failed = result.requirements.flatMap((requirement) =>
    requirement.scenarios
      // What was seen in another requirement's scenario is seen again with that.
      .filter(({ verdict, observed }) => verdict === 'fail' && observed !== true)
      .map((scenario, index) => ({ requirement, scenario, number: index + 1 })),
  );
  const files: string[] = [];
  const failures: string[] = [];
  try {
    if (failed.length > 0) await mkdir(options.folder, { recursive: true });
  } catch (error) {
    return { files, failures: [`${options.folder} could not be made: ${reasonOf(error)}`] };
  }
  for (const { requirement, scenario, number } of failed) {
    const text = await textOf(requirement, scenario, result, options);
    if (text === undefined) continue;
    const file = path.join(options.folder, `${requirement.id}-${number}${ENDINGS[options.kind]}`);
    try {
      await writeFile(file, options.hide(text));
      files.push(file);
    } catch (error) {
      failures.push(`${file} could not be written: ${reasonOf(error)}`);
    }
  }
  return { files, failures };
}

/** The text for one scenario; undefined where there is none in this notation. */
async function textOf(
  requirement: RequirementResult,
  scenario: ScenarioResult,
  result: RunResult,
  { kind, catalogue, command }: ReproductionFiles,
): Promise<string | undefined> {
  const comments = [`reproduced by pop3spec ${version()}: ${requirement.id}, ${scenario.name}`, scenario.reason];
  if (kind === 'gherkin') {
    const found = foundIn(catalogue.requirements, requirement.id, scenario);
    if (found === undefined) return undefined;
    const source = await readFile(path.resolve(catalogue.root, found.scenario.uri), 'utf8');
    const { keywordLine, line } = found.scenario;
    return featureWith(found.requirement, comments, scenarioLines(source, keywordLine, line));
  }
  const heard = conversationOf(scenario);
  if (heard === undefined) return undefined;
  const conversation = result.role === 'server' ? asAskedOfServer(heard) : heard;
  if (kind === 'script') return printScript(conversation, comments);
  const address = shellServer(result.target);
  const emitted =
    result.role === 'client'
      ? command.length === 0
        ? undefined
        : emitForClient(conversation, command)
      : address === undefined
        ? undefined
        : emitForServer(conversation, address);
  if (emitted?.ok !== true) return undefined;
  return `${commented(comments).join('\n')}\n${emitted.text}`;
}

function foundIn(
  requirements: readonly Requirement[],
  id: string,
  scenario: ScenarioResult,
): { requirement: Requirement; scenario: CatalogueScenario } | undefined {
  const requirement = requirements.find((each) => each.id === id);
  const found = requirement?.scenarios.find((each) => addressOf(each) === addressOf(scenario));
  return requirement === undefined || found === undefined ? undefined : { requirement, scenario: found };
}
