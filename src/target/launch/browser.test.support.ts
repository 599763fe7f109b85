/** The browser of the tests. */

import sparticuz from '@sparticuz/chromium';
import { installedBrowser } from './browser.ts';

/** $CHROMIUM_PATH, an installed Chromium or Chrome, or the one from npm. @throws {Error} where there is none of them */
export async function testBrowser(): Promise<string> {
  return installedBrowser(process.env) ?? (await sparticuz.executablePath());
}
