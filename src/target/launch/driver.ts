/** What a driver is: a function of the user's that makes a client fetch its mail which has no command line. */

import type { Browser } from 'playwright-core';
import type { TlsMode } from '../client.ts';

/** What a driver is told for one launch. */
export interface DriverTask {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** All of these, as `pop3://user:password@host:port/`. */
  readonly url: string;
  readonly tls: TlsMode;
  /** An empty folder; what is left in it counts as stored. */
  readonly dir: string;
  /** The name of a file with the certificate of the one authority to trust (PEM). */
  readonly ca: string;
  /** Aborted when the launch is to end: the scenario is over, or the time. What the driver does then is not waited for long. */
  readonly signal: AbortSignal;
  /** Says something to whoever reads the report. */
  readonly log: (text: string) => void;
  /** A Playwright browser. What is opened in it is closed when the launch ends. */
  readonly browser: () => Promise<Browser>;
}

/**
 * Makes the client fetch its mail once, and returns nothing or `{ status?: number, stored?: (string | Uint8Array)[] }`. What it throws is
 * like the exit status 1, with the message on the standard error.
 */
export type Driver = (task: DriverTask) => unknown;

/** What a driver tells of a launch. */
export interface Driven {
  /** As the exit status of a command: 0 means that the mail was fetched. */
  readonly status: number;
  /** The mail that was stored, besides what is in `dir`. */
  readonly stored: readonly Buffer[];
}

/** What a driver has returned. @throws {TypeError} where it has not the form that is wanted */
export function drivenOf(returned: unknown): Driven {
  if (returned === undefined || returned === null) return { status: 0, stored: [] };
  if (typeof returned !== 'object') throw new TypeError(WANTED);
  const status: unknown = 'status' in returned ? returned.status : undefined;
  const stored: unknown = 'stored' in returned ? returned.stored : undefined;
  if (status !== undefined && !(typeof status === 'number' && Number.isInteger(status) && status >= 0)) {
    throw new TypeError(WANTED);
  }
  if (stored !== undefined && !Array.isArray(stored)) throw new TypeError(WANTED);
  return { status: status ?? 0, stored: (stored ?? []).map(octetsOf) };
}

const WANTED =
  'the driver returned something else than { status?: number, stored?: (string | Uint8Array)[] } or nothing';

function octetsOf(one: unknown): Buffer {
  if (typeof one === 'string') return Buffer.from(one);
  if (one instanceof Uint8Array) return Buffer.from(one);
  throw new TypeError(WANTED);
}
