/** The browser of the tests: $CHROMIUM_PATH, an installed one, or the one from npm. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { BROWSER_NAMES, BROWSER_VARIABLE } from './browser.ts';

/** The browser's program. */
export async function browserProgram(): Promise<string> {
  const given = process.env[BROWSER_VARIABLE];
  if (given !== undefined && given !== '') return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const installed = folders.flatMap((folder) => BROWSER_NAMES.map((name) => join(folder, name))).find(existsSync);
  return installed ?? (await sparticuz.executablePath());
}
