/** The browser that a driver may ask for: an installed one, started once, and closed when all launches are over. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';

/** What installed browsers are called, where programs are looked for. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
/** Where Playwright knows to look for browsers that are elsewhere. */
const CHANNELS = ['chrome', 'msedge'] as const;

const ARGUMENTS = ['--disable-background-networking', '--no-first-run', '--disable-sync'];

/** The file of the browser that the environment names, or that is found where programs are looked for; undefined where there is none. */
export function installedBrowser(variables: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = variables['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return given;
  const folders = (variables['PATH'] ?? '').split(path.delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find((file) => existsSync(file));
}

export class SharedBrowser {
  readonly #file: string | undefined;
  #browser: Promise<Browser> | undefined;

  /** @param file the program; undefined: whatever Playwright finds where browsers are installed */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  /**
   * The browser as one launch has it: what the launch opens is its own, and `close` closes no more than that.
   * @param contexts takes what it opens
   * @throws {Error} where there is none, with what can be done
   */
  async lend(contexts: Set<BrowserContext>): Promise<Browser> {
    if (this.#browser !== undefined && !(await this.#browser).isConnected()) this.#browser = undefined; // it has crashed
    this.#browser ??= this.#start();
    try {
      return lent(await this.#browser, contexts);
    } catch (error) {
      this.#browser = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    const browser = await this.#browser?.catch(() => undefined);
    await browser?.close();
  }

  async #start(): Promise<Browser> {
    const { chromium } = await import('playwright-core');
    const isRoot = process.getuid?.() === 0;
    const options = {
      args: isRoot ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS,
      // How we are ended from outside is our own matter; with our process the browser ends in any case.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    };
    if (this.#file !== undefined) return await chromium.launch({ ...options, executablePath: this.#file });
    for (const channel of CHANNELS) {
      const browser = await chromium.launch({ ...options, channel }).catch(() => undefined);
      if (browser !== undefined) return browser;
    }
    throw new Error(
      'no browser is found: install Chrome, Chromium or Edge, or name the program by --browser or in the environment as CHROMIUM_PATH',
    );
  }
}

/** A browser that keeps account of what is opened through it. */
function lent(browser: Browser, contexts: Set<BrowserContext>): Browser {
  const own: Partial<Browser> = {
    newContext: async (options) => {
      const context = await browser.newContext(options);
      contexts.add(context);
      return context;
    },
    newPage: async (options) => {
      const page = await browser.newPage(options);
      contexts.add(page.context());
      return page;
    },
    contexts: () => [...contexts],
    close: () => closeAll(contexts),
  };
  return new Proxy(browser, {
    get: (target, key) => {
      if (key in own) return Reflect.get(own, key) as unknown;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Closes what a launch has opened. */
export async function closeAll(contexts: Set<BrowserContext>): Promise<void> {
  const open = [...contexts];
  contexts.clear();
  await Promise.allSettled(open.map((context) => context.close()));
}
