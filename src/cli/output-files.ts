/** Files that are there whole or not at all. */

import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { reasonOf, UsageError } from './errors.ts';

/**
 * Sees to it that a file can be written later: makes its folders, and tries.
 * @throws {UsageError} where it can't
 */
export async function checkWritable(file: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    if (await isDevice(file)) return;
    const trial = temporaryName(file);
    await (await open(trial, 'w')).close();
    await rm(trial);
  } catch (error) {
    throw new UsageError(
      `${file} can't be written: ${isBlocked(error) ? 'a part of its path is a file' : reasonOf(error)}`,
    );
  }
}

/** What the system says of folders where a file is in the way misleads. */
function isBlocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTDIR');
}

/**
 * Writes a file: what it held stays until the new text is there as a whole.
 * @throws whatever the file system says
 */
export async function writeWhole(file: string, text: string | Uint8Array): Promise<void> {
  if (await isDevice(file)) return await writeFile(file, text);
  const temporary = temporaryName(file);
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A name beside `file`, in the same file system, so that it can be renamed to it at once. */
export function temporaryName(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
}

/** Whether it is there and neither a file nor to be replaced by one, such as /dev/null. @throws where it is a folder */
async function isDevice(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() === true) throw new Error('it is a folder');
  return found !== undefined && !found.isFile();
}
