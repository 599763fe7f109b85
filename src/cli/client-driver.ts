/** The driver that the user names, loaded. */

import { access } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedBrowser, SharedBrowser } from '../target/launch/browser.ts';
import type { Driver } from '../target/launch/driver.ts';
import { within } from '../target/launch/waits.ts';
import { reasonOf, UsageError } from './errors.ts';

/** How long the top level of a module may take, in milliseconds. */
const LOADING_MS = 20_000;

/**
 * Loads a module whose default export is a function that makes the client fetch its mail.
 * @param cwd the folder from which its name is meant
 * @throws {UsageError} where it can't be loaded, or exports no such function
 */
export async function loadDriver(file: string, cwd: string): Promise<Driver> {
  const place = path.resolve(cwd, file);
  await readable('--driver', file, place);
  const exported = await defaultExport(file, place);
  if (isDriver(exported)) return exported;
  throw new UsageError(
    `--driver: the default export of ${file} is no function: write export default async ({ host, port, user, password }) => { ... }`,
  );
}

async function defaultExport(file: string, place: string): Promise<unknown> {
  const loading: Promise<{ readonly default?: unknown }> = import(pathToFileURL(place).href);
  try {
    if (await within(loading, LOADING_MS)) return (await loading).default;
  } catch (error) {
    throw new UsageError(`--driver: ${file} can't be loaded: ${reasonOf(error)}`);
  }
  throw new UsageError(`--driver: ${file} does not come to an end of its loading: its top level waits for something`);
}

/**
 * The browser that a driver is given when it asks for one.
 * @param file as the user names it; undefined: an installed one
 * @throws {UsageError} where the file that is named is not there
 */
export async function browserFor(
  file: string | undefined,
  cwd: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<SharedBrowser> {
  if (file === undefined) return new SharedBrowser(installedBrowser(variables));
  const place = path.resolve(cwd, file);
  await readable('--browser', file, place);
  return new SharedBrowser(place);
}

async function readable(option: string, file: string, place: string): Promise<void> {
  try {
    await access(place);
  } catch (error) {
    throw new UsageError(`${option}: ${file} can't be read: ${reasonOf(error)}`);
  }
}

function isDriver(exported: unknown): exported is Driver {
  return typeof exported === 'function';
}
