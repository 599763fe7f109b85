import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseFeature } from './parse-feature.ts';
import type { FeatureDocument } from './parse-feature.ts';
import { readFeatures } from './read-features.ts';
import type { Catalogue, Problem } from './requirement.ts';

/** Where feature files are, and from where their uri is told: the suite's root for our own. */
export interface FeatureSource {
  /** Read with all the folders in it. */
  readonly directory: string;
  readonly base: string;
  /** Whether Rules in it may have the ids of ours: their scenarios are added to those of ours. */
  readonly joins?: boolean;
}

/** The folder that holds `features/`, whether this module runs from `src/` or from `dist/`. */
export function suiteRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'features', 'server'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the folder features/server of pop3spec is missing from its installation');
    folder = parent;
  }
  return folder;
}

/** Our own features for a role. */
export function ownFeatures(role: 'server' | 'client', root: string = suiteRoot()): FeatureSource {
  return { directory: join(root, 'features', role), base: root };
}

/**
 * Reads feature files into one catalogue. What cannot be parsed, and a folder without features, is a problem in the result.
 * @throws what the file system says where a folder or a file cannot be read
 */
export async function loadCatalogue(sources: readonly FeatureSource[]): Promise<Catalogue> {
  const parsed: FeatureDocument[] = [];
  const problems: Problem[] = [];
  for (const source of sources) {
    const files = await featureFiles(source.directory);
    const folder = uriOf(source.directory, source.base);
    if (files.length === 0)
      problems.push({ uri: folder, line: 0, message: 'there is no .feature file in this folder' });
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    for (const [index, file] of files.entries()) {
      const outcome = parseFeature(uriOf(file, source.base), texts[index] ?? '');
      if ('document' in outcome) parsed.push({ ...outcome, joins: source.joins ?? false });
      else problems.push(...outcome.problems);
    }
  }
  const catalogue = readFeatures(parsed);
  return { requirements: catalogue.requirements, problems: [...problems, ...catalogue.problems] };
}

async function featureFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.feature'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** With `/` on every system, since it stands in result files and in what users type. */
function uriOf(path: string, base: string): string {
  return relative(base, path).split(sep).join('/');
}
