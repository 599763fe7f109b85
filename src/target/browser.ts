/** A Chrome, Chromium or Edge of the user's: the one that is told, or one that is installed. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';

/** The variable that names one. */
export const BROWSER_VARIABLE = 'CHROMIUM_PATH';

export const BROWSER_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** Where Playwright looks for itself, on systems that keep no programs in the path. */
const CHANNELS = ['chrome', 'msedge'];

/** There is no browser, or it does not start. */
export class NoBrowser extends Error {
  override readonly name = 'NoBrowser';
}

/**
 * Starts a browser without a window.
 * @param told the program; undefined where any will do
 * @throws {NoBrowser} with what would help
 */
export async function launchBrowser(
  told: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const args = ['--disable-background-networking', '--no-first-run', '--disable-sync'];
  // Chromium has no sandbox for root.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const named = told ?? (variables[BROWSER_VARIABLE] || undefined);
  const executablePath = named ?? installed(variables);
  if (executablePath !== undefined) {
    try {
      return await chromium.launch({ executablePath, args });
    } catch (error) {
      throw new NoBrowser(`${executablePath} does not start as a browser: ${firstLine(error)}`);
    }
  }
  for (const channel of CHANNELS) {
    const browser = await chromium.launch({ channel, args }).catch(() => undefined);
    if (browser !== undefined) return browser;
  }
  throw new NoBrowser(
    `there is no Chrome, Chromium or Edge here: install one, or name one with --browser or ${BROWSER_VARIABLE}`,
  );
}

function installed({ PATH = '' }: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = PATH.split(path.delimiter).filter((folder) => folder !== '');
  return folders
    .flatMap((folder) => BROWSER_NAMES.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
