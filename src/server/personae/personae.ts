/** The personae: the behaviour of real servers and services, as scripts in `features/personae/` with their sources. */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const EXTENSION = '.pop3';

export interface Persona {
  /** What the user calls it: the name of its file without the extension. */
  readonly name: string;
  /** Its first comment line: whose behaviour it is. */
  readonly title: string;
  /** Its script. */
  readonly source: string;
  readonly file: string;
}

/** The folder, whether this module runs from `src/` or from `dist/`. @throws {Error} where it is missing */
function folder(): string {
  let above = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(above, 'features', 'personae'))) {
    const parent = path.dirname(above);
    if (parent === above) throw new Error('the folder features/personae of pop3spec is missing from its installation');
    above = parent;
  }
  return path.join(above, 'features', 'personae');
}

/** All personae, by name. @throws {Error} where they are missing */
export async function loadPersonae(): Promise<readonly Persona[]> {
  const directory = folder();
  const files = (await readdir(directory)).filter((file) => file.endsWith(EXTENSION)).toSorted();
  return await Promise.all(
    files.map(async (file) => {
      const source = await readFile(path.join(directory, file), 'utf8');
      const title = /^# (.*)$/m.exec(source)?.[1] ?? '';
      return { name: file.slice(0, -EXTENSION.length), title, source, file };
    }),
  );
}
