/** A client that a driver makes fetch its mail, in our own process. */

import type { BrowserContext } from 'playwright-core';
import type { ClientLauncher, Ending, Errand, RunningClient, TlsMode } from '../client.ts';
import { closeAll, type SharedBrowser } from './browser.ts';
import { ClientFolder, MOST_STORED } from './client-folder.ts';
import { drivenOf, type Driven, type Driver, type DriverTask } from './driver.ts';
import { errandSecrets, factsOf } from './facts.ts';
import { KeptOutput } from './kept-output.ts';
import { forget, remember } from './live-launches.ts';
import { aborted, within } from './waits.ts';

/** How long a driver that is to end is waited for, and what it has opened in the browser, in milliseconds. */
const GRACE_MS = 500;
const CLOSING_MS = 5_000;

export interface DriverLauncherOptions {
  readonly name: string;
  readonly driver: Driver;
  /** How it is told to use TLS. */
  readonly tls: TlsMode;
  /** How long one launch may take, in milliseconds. */
  readonly limitMs: number;
  readonly browser: SharedBrowser;
}

export class DriverLauncher implements ClientLauncher {
  readonly name: string;
  readonly modes: readonly TlsMode[];
  readonly #options: DriverLauncherOptions;

  constructor(options: DriverLauncherOptions) {
    this.name = options.name;
    this.modes = [options.tls];
    this.#options = options;
  }

  async launch(errand: Errand): Promise<RunningClient> {
    const folder = await ClientFolder.create(errand.ca);
    const launch = { endNow: (): void => folder.removeNow() };
    remember(launch);
    const unwanted = new AbortController();
    const ended = this.#drive(errand, folder, AbortSignal.any([errand.signal, unwanted.signal]));
    void ended.then(() => forget(launch));
    return {
      ended,
      // Nobody sees what goes on in it.
      canBeSeen: false,
      settled: async (limitMs) => ((await within(ended, limitMs)) ? 'ended' : 'unknown'),
      end: async () => {
        unwanted.abort();
        await ended;
      },
    };
  }

  /** Ends the browser. */
  async close(): Promise<void> {
    await this.#options.browser.close();
  }

  async #drive(errand: Errand, folder: ClientFolder, unwanted: AbortSignal): Promise<Ending> {
    const { driver, limitMs, browser } = this.#options;
    const contexts = new Set<BrowserContext>();
    const log = new KeptOutput();
    const complaints = new KeptOutput();
    const time = AbortSignal.timeout(limitMs);
    const signal = AbortSignal.any([unwanted, time]);
    const task: DriverTask = {
      ...factsOf(errand, folder),
      port: errand.port,
      tls: errand.tls,
      signal,
      log: (text) => log.add(line(text)),
      browser: async () => {
        signal.throwIfAborted();
        return await browser.lend(contexts);
      },
    };
    const driving = drive(driver, task).catch((error: unknown) => {
      complaints.add(line(error instanceof Error ? error.message : String(error)));
      return { status: 1, stored: [] };
    });
    const driven = await Promise.race([driving, aborted(signal)]);
    if (driven === undefined) await within(driving, GRACE_MS);
    await within(closeAll(contexts), CLOSING_MS);
    const files = await folder.stored(MOST_STORED);
    await folder.remove();
    const secrets = errandSecrets(errand);
    return {
      status: driven?.status,
      endedByUs: driven === undefined ? (unwanted.aborted ? 'scenario' : 'time') : undefined,
      stdout: log.text(secrets),
      stderr: complaints.text(secrets),
      stored: [...(driven?.stored ?? []), ...files],
    };
  }
}

async function drive(driver: Driver, task: DriverTask): Promise<Driven> {
  return drivenOf(await driver(task));
}

function line(text: string): Buffer {
  return Buffer.from(`${text}\n`);
}
