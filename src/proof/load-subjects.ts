/** Reads the faults and the variants from their folders. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { loadClients } from './load-clients.ts';
import { readSubject, type Subject } from './subject.ts';

/** The folder of the scripts: they are not compiled, so they stand beside the sources whether this runs from `dist/` or not. */
const FOLDER = path.join(suiteRoot(), 'src', 'proof');

/** What each folder in it holds. Variants are first, since they take longest: nobody waits for a last one at the end. */
const FOLDERS = [
  { folder: 'variants', kind: 'variant' },
  { folder: 'faults', kind: 'fault' },
] as const;

/** All subjects, in the order of the folders and of their names. @throws {SubjectError} where one can't be read */
export async function loadSubjects(): Promise<Subject[]> {
  return [...(await loadClients()), ...(await Promise.all(FOLDERS.map(read))).flat()];
}

async function read({ folder, kind }: (typeof FOLDERS)[number]): Promise<Subject[]> {
  const directory = path.join(FOLDER, folder);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.pop3'));
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).toSorted();
  return await Promise.all(
    paths.map(async (file) => {
      const name = path.relative(directory, file).replace(/\.pop3$/, '');
      return readSubject({ kind, name, file }, await readFile(file, 'utf8'));
    }),
  );
}
