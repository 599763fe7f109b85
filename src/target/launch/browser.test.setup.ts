/** The browser from npm unpacks itself at its first use, and takes a half unpacked one for a whole: so it is unpacked before any test runs. */

import { testBrowser } from './browser.test.support.ts';

export default async function setup(): Promise<void> {
  // Where there is none for this system, the tests in a browser say so.
  await testBrowser().catch(() => undefined);
}
