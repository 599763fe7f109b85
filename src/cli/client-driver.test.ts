import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { browserFor, loadDriver } from './client-driver.ts';
import { UsageError } from './errors.ts';

/** The folder of a module `driver.mjs`. */
function folderWith(source: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pop3spec-driver-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'driver.mjs'), source);
  return folder;
}

describe('loadDriver', () => {
  it('gives the default export, its name meant from our folder', async () => {
    const driver = await loadDriver('driver.mjs', folderWith('export default async () => ({ status: 4 })'));
    expect(typeof driver).toBe('function');
  });

  it.each([
    [
      'export const fetch = () => {};',
      /^--driver: the default export of driver.mjs is no function: write export default/,
    ],
    ['export default 5', /^--driver: the default export of driver.mjs is no function/],
    ['export default (', /^--driver: driver.mjs can't be loaded: /],
    ['throw new Error("not today")', /^--driver: driver.mjs can't be loaded: not today/],
    ['import "no-such-package-of-ours"', /^--driver: driver.mjs can't be loaded: .*no-such-package-of-ours/],
  ])('refuses %s', async (source, message) => {
    const refused = loadDriver('driver.mjs', folderWith(source));
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(UsageError);
  });

  it('refuses one that is not there', async () => {
    await expect(loadDriver('none.mjs', folderWith(''))).rejects.toThrow(
      "--driver: none.mjs can't be read: no such file or directory",
    );
  });
});

it('refuses a browser that is named and not there', async () => {
  await expect(browserFor('none', folderWith(''), {})).rejects.toThrow("--browser: none can't be read");
});
