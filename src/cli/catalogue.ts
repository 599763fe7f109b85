/** The requirements that a command speaks of: our own, with the user's own scenarios where there are some, and the selection. */

import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { addressOf, type Problem, type Requirement } from '../catalogue/requirement.ts';
import { select, type SelectionError } from '../catalogue/select.ts';
import { shardOf } from '../catalogue/shard.ts';
import type { Role, Shard } from '../verdict/result.ts';
import { reasonOf, UsageError } from './errors.ts';
import type { Part } from './option-values.ts';

export interface CataloguePart {
  readonly requirements: readonly Requirement[];
  /** The folder from which the uris of the scenarios are told. */
  readonly root: string;
  /** The scenarios that `--only` selects, as `uri:line`; undefined where all are wanted. */
  readonly selected: ReadonlySet<string> | undefined;
  /** Where `selected` is one part of what is to be tested: which. */
  readonly shard?: Shard;
  /** Whether a uri is that of a feature of the user's. */
  readonly isForeign: (uri: string) => boolean;
}

/** More problems of a user's features are not told at once. */
const MOST_PROBLEMS = 20;

/**
 * Reads the catalogue.
 * @param features the folder of the user's own scenarios
 * @param only the expressions of `--only`
 * @throws {UsageError} where the user's features have problems, or an expression selects nothing
 */
export async function readCatalogue(
  roles: readonly Role[],
  features: string | undefined,
  only: readonly string[] | undefined,
): Promise<CataloguePart> {
  const root = suiteRoot();
  const own = roles.map((role) => ownFeatures(role, root)).filter(({ directory }) => existsSync(directory));
  const foreign = features === undefined ? undefined : await folderOf(features);
  const sources = foreign === undefined ? own : [...own, { directory: foreign, base: root, joins: true }];
  const isForeign = (uri: string): boolean => foreign !== undefined && isWithin(foreign, path.resolve(root, uri));
  const { requirements, problems } = await loadCatalogue(sources);
  refuse(problems, isForeign, root);
  if (only === undefined) return { requirements, root, selected: undefined, isForeign };
  const selection = select(requirements, only);
  if (!selection.ok) throw new UsageError(selection.errors.map(sentenceOf).join('\n'));
  return { requirements, root, selected: new Set(selection.scenarios.map(addressOf)), isForeign };
}

/**
 * One part of what a catalogue part selects; all of it where no part is asked for.
 * @throws {UsageError} where the part has no scenario
 */
export function sharded(catalogue: CataloguePart, wanted: Part | undefined): CataloguePart {
  if (wanted === undefined) return catalogue;
  const { requirements, selected } = catalogue;
  const scenarios = requirements
    .flatMap((requirement) => requirement.scenarios)
    .filter((scenario) => selected?.has(addressOf(scenario)) ?? true);
  const { shard, addresses } = shardOf(scenarios, wanted);
  if (addresses.length > 0) return { ...catalogue, selected: new Set(addresses), shard };
  throw new UsageError(`--shard ${wanted.index}/${wanted.of}: there are only ${scenarios.length} scenarios to share`);
}

/** Where a uri of the catalogue is for somebody in the current folder. */
export function placeOf(uri: string, line: number, root: string): string {
  return `${path.relative(process.cwd(), path.resolve(root, uri))}:${line}`;
}

async function folderOf(features: string): Promise<string> {
  const folder = path.resolve(features);
  try {
    if ((await stat(folder)).isDirectory()) return folder;
  } catch (error) {
    throw new UsageError(`--features: ${features} can't be read: ${reasonOf(error)}`);
  }
  throw new UsageError(`--features: ${features} is not a folder`);
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

function refuse(problems: readonly Problem[], isForeign: (uri: string) => boolean, root: string): void {
  const [first] = problems.filter(({ uri }) => !isForeign(uri));
  if (first !== undefined) throw new Error(`${first.uri}:${first.line}: ${first.message}`);
  if (problems.length === 0) return;
  const lines = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ uri, line, message }) => `${placeOf(uri, line, root)}: ${message}`);
  const more = problems.length - lines.length;
  throw new UsageError([...lines, ...(more > 0 ? [`and ${more} more of the kind`] : [])].join('\n'));
}

function sentenceOf({ expression, message, near }: SelectionError): string {
  const hint = near.length === 0 ? '; pop3spec list shows what there is' : `; did you mean ${near.join(' or ')}?`;
  return `--only ${expression}: ${message}${hint}`;
}
