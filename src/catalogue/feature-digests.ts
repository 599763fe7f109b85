/** The feature files of the suite by their digests: what a certificate says it was tested with. */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Role } from '../verdict/result.ts';
import { ownFeatures, suiteRoot } from './load-catalogue.ts';

export interface FeatureDigest {
  /** The file, relative to the suite's root. */
  readonly uri: string;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** The digests of our own features for a role, by uri. @throws what the file system says where one can't be read */
export async function featureDigests(role: Role, root: string = suiteRoot()): Promise<FeatureDigest[]> {
  const { directory } = ownFeatures(role, root);
  if (!existsSync(directory)) return [];
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.feature'))
    .map((entry) => join(entry.parentPath, entry.name));
  const digests = files.map(async (file): Promise<FeatureDigest> => {
    // A checkout with CRLF line ends has the same features.
    const text = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
    return { uri: relative(root, file).split(sep).join('/'), sha256 };
  });
  return (await Promise.all(digests)).toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
}
