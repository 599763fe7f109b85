/** A real browser for the tests of the pages. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll } from 'vitest';

import { testBrowser } from '../../target/launch/browser.test.support.ts';

/** A page as it was opened, with everything that it asked for and everything that it complained about. */
export interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

export interface Browsing {
  /** Opens a page in a context of its own. */
  readonly open: (url: string, options?: BrowserContextOptions) => Promise<Opened>;
  /** Writes a page into a folder that is there as long as the tests. @returns its URL */
  readonly publish: (name: string, text: string) => string;
}

/**
 * A browser for the tests of a file, closed when they are over. Where there is none it is undefined, and the tests are skipped and
 * say so; in CI, or where one was named, that is a failure.
 */
export async function browsing(): Promise<Browsing | undefined> {
  const browser = await launched();
  if (browser === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'pop3spec-report-'));
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    publish: (name, text) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return pathToFileURL(file).href;
    },
    open: async (url, options = {}) => await opened(browser, url, options),
  };
}

async function launched(): Promise<Browser | undefined> {
  const args = ['--no-sandbox', '--disable-background-networking', '--no-first-run', '--disable-sync'];
  try {
    return await chromium.launch({ executablePath: await testBrowser(), args });
  } catch (error) {
    if (process.env['CI'] !== undefined || process.env['CHROMIUM_PATH'] !== undefined) throw error;
    console.warn(`No browser, so the pages are not tried in one: ${String(error).split('\n')[0]}`);
    return undefined;
  }
}

async function opened(browser: Browser, url: string, options: BrowserContextOptions): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { page, requests, complaints };
}
