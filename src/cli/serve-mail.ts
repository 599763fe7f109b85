/** The messages that `pop3spec serve` is given, read once at its start. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { reasonOf, UsageError } from './errors.ts';

/**
 * The messages of a maildir, then those of the files, as they are.
 * @param maildir a folder with `new` or `cur` in it
 * @throws {UsageError} where one can't be read
 */
export async function readMessages(maildir: string | undefined, files: readonly string[]): Promise<Buffer[]> {
  const inMaildir = maildir === undefined ? [] : await maildirFiles(maildir);
  const named = [
    ...inMaildir.map((file) => ['--maildir', file] as const),
    ...files.map((file) => ['--message', file] as const),
  ];
  return await Promise.all(named.map(async ([option, file]) => await readable(option, file, () => readFile(file))));
}

/** The files of a maildir in the order of their delivery: their names begin with its time. */
async function maildirFiles(maildir: string): Promise<string[]> {
  const inside = await readable('--maildir', maildir, () => readdir(maildir));
  const folders = ['new', 'cur'].filter((name) => inside.includes(name));
  if (folders.length === 0) {
    throw new UsageError(`--maildir: ${maildir} is no maildir: there is neither a folder "new" nor "cur" in it`);
  }
  const files = await Promise.all(
    folders.map(async (name) => {
      const folder = path.join(maildir, name);
      return (await readable('--maildir', folder, () => readdir(folder))).map((file) => path.join(folder, file));
    }),
  );
  return files
    .flat()
    .filter((file) => !path.basename(file).startsWith('.'))
    .toSorted((left, right) => compare(path.basename(left), path.basename(right)));
}

/** By their numbers where they begin with such, else by their characters. */
function compare(left: string, right: string): number {
  const byTime = Number.parseInt(left, 10) - Number.parseInt(right, 10);
  if (byTime !== 0 && !Number.isNaN(byTime)) return byTime;
  return left < right ? -1 : Number(left > right);
}

async function readable<Content>(option: string, file: string, read: () => Promise<Content>): Promise<Content> {
  try {
    return await read();
  } catch (error) {
    throw new UsageError(`${option}: ${file} can't be read: ${reasonOf(error)}`);
  }
}
