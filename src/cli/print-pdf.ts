/** A page of ours on paper. */

import type { Browser } from 'playwright-core';

/** No page takes so long to be printed, in milliseconds. */
const LIMIT_MS = 60_000;

/**
 * Prints a page that needs nothing but itself: whatever it would load is refused, and nothing in it is run.
 * @param foot what stands at the foot of every page
 */
export async function printPdf(browser: Browser, page: string, foot: string): Promise<Uint8Array> {
  const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
  context.setDefaultTimeout(LIMIT_MS);
  const sheet = await context.newPage();
  await sheet.setContent(page, { waitUntil: 'load' });
  const pdf = await sheet.pdf({
    preferCSSPageSize: true,
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: foot,
    tagged: true,
    outline: true,
  });
  await context.close();
  return pdf;
}
