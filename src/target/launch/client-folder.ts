/** The folder of one launch: what the client finds there, what it leaves there, and its removal. */

import { constants, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** How much of what a client stores is kept in all, in octets. */
export const MOST_STORED = 64 * 1024 * 1024;

/** How many files of a client are looked at: one that leaves more has lost its way. */
const MOST_FILES = 10_000;

/** No symbolic link is followed, and nothing that was put in a file's place is waited for. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export class ClientFolder {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** Makes it. @param ca the certificate that the client is told to trust, in PEM */
  static async create(ca: string): Promise<ClientFolder> {
    const folder = new ClientFolder(await mkdtemp(path.join(os.tmpdir(), 'pop3spec-client-')));
    try {
      await mkdir(folder.dir);
      await mkdir(folder.tmp);
      await writeFile(folder.ca, ca);
      return folder;
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  /** Where the client's own things are. */
  get dir(): string {
    return path.join(this.#root, 'home');
  }

  /** For its temporary files. They are not where it stores its mail. */
  get tmp(): string {
    return path.join(this.#root, 'tmp');
  }

  get ca(): string {
    return path.join(this.#root, 'ca.pem');
  }

  /** Writes a file into `dir`, for its owner only. @param name relative to it */
  async write(name: string, text: string): Promise<void> {
    const file = path.join(this.dir, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
  }

  /**
   * The files in `dir`, by their names: whole, until the limit is reached. Symbolic links are not followed; what is no file, or can't
   * be read, is left out.
   * @param limit how many octets they may have together
   */
  async stored(limit: number): Promise<Buffer[]> {
    const found: Buffer[] = [];
    let room = limit;
    for (const file of await filesBelow(this.dir)) {
      if (room <= 0) break;
      const octets = await readUpTo(file, room).catch(() => undefined);
      if (octets === undefined) continue;
      room -= octets.length;
      found.push(octets);
    }
    return found;
  }

  /** Removes it with all that is in it, as far as that is possible. */
  async remove(): Promise<void> {
    try {
      await rm(this.#root, { recursive: true, force: true });
    } catch {
      await makeWritable(this.#root); // a folder that nobody may write to keeps what is in it
      await rm(this.#root, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** The same before anything else can happen: our own process is about to end. */
  removeNow(): void {
    try {
      rmSync(this.#root, { recursive: true, force: true });
    } catch {
      // There is nobody left to tell, and no time for a second attempt.
    }
  }
}

/** The regular files below a folder, in the order of their names; a folder that can't be read is made readable first. */
async function filesBelow(root: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && files.length < MOST_FILES; folder = folders.pop()) {
    await chmod(folder, 0o700).catch(() => undefined);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(name);
      else if (entry.isFile()) files.push(name);
    }
  }
  return files.slice(0, MOST_FILES).toSorted();
}

async function readUpTo(name: string, limit: number): Promise<Buffer> {
  const file = await open(name, READ);
  try {
    const { size } = await file.stat();
    const octets = Buffer.alloc(Math.min(size, limit));
    let length = 0;
    while (length < octets.length) {
      const { bytesRead } = await file.read(octets, length, octets.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return octets.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => undefined);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) await makeWritable(path.join(folder, entry.name));
  }
}
