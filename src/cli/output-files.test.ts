import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { checkWritable, writeWhole } from './output-files.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pop3spec-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('checkWritable', () => {
  it('makes the folders, and leaves nothing else behind', async () => {
    await checkWritable(path.join(folder, 'a', 'b', 'report.html'));
    expect(await readdir(path.join(folder, 'a', 'b'))).toEqual([]);
  });

  it('refuses a folder, and a path through a file', async () => {
    await mkdir(path.join(folder, 'report.html'));
    await writeFile(path.join(folder, 'file'), '');
    await expect(checkWritable(path.join(folder, 'report.html'))).rejects.toThrow(/can't be written: it is a folder/);
    await expect(checkWritable(path.join(folder, 'file', 'report.html'))).rejects.toThrow(UsageError);
  });

  it('accepts a device', async () => {
    await expect(checkWritable('/dev/null')).resolves.toBeUndefined();
  });
});

describe('writeWhole', () => {
  it('replaces a file, and leaves no other', async () => {
    const file = path.join(folder, 'report.html');
    await writeWhole(file, 'one');
    await writeWhole(file, 'two');
    expect(await readFile(file, 'utf8')).toBe('two');
    expect(await readdir(folder)).toEqual(['report.html']);
  });

  it('writes to a device as to itself', async () => {
    await expect(writeWhole('/dev/null', 'one')).resolves.toBeUndefined();
  });

  it('leaves nothing behind where it fails', async () => {
    await mkdir(path.join(folder, 'report.html', 'full'), { recursive: true });
    await expect(writeWhole(path.join(folder, 'report.html'), 'one')).rejects.toThrow(/folder/);
    expect(await readdir(folder)).toEqual(['report.html']);
  });
});
