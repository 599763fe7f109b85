/** Runs features with Cucumber, through its JavaScript API. What it found stands in its messages, never in its exit status. */

import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { loadConfiguration, loadSupport, runCucumber, type ISupportCodeLibrary } from '@cucumber/cucumber/api';
import type { Envelope } from '@cucumber/messages';

/** The step definitions, compiled beside this file. Cucumber ignores a file that does not exist, so all are named. */
const STEPS = [
  'support',
  'talk',
  'access',
  'expect',
  'capabilities',
  'messages',
  'pipelining',
  'sasl',
  'tls',
  'codes',
  'languages',
  'client-fetch',
  'client-lists',
  'client-maildrop',
  'client-pace',
  'client-logins',
  'client-tls',
].map((name) => fileURLToPath(new URL(`../../steps/${name}.js`, import.meta.url)));

export interface CucumberRun {
  /** `path/to.feature` or `path/to.feature:LINE`, absolute. */
  readonly paths: readonly string[];
  /** Goes to each scenario's world. */
  readonly parameters: { readonly run: string; readonly lane: number };
  readonly onMessage: (envelope: Envelope) => void;
}

let support: Promise<ISupportCodeLibrary> | undefined;

/** Step definitions as they are: their files are not looked for again at each call. */
function asLoaded(library: ISupportCodeLibrary): ISupportCodeLibrary {
  return { ...library, originalCoordinates: { requireModules: [], requirePaths: [], importPaths: [], loaders: [] } };
}

/** Runs scenarios one after the other; several calls may run at the same time. @throws {Error} where Cucumber itself can't run: a fault of the harness */
export async function runFeatures(run: CucumberRun): Promise<void> {
  const { runConfiguration } = await loadConfiguration({
    file: false,
    provided: {
      paths: [...run.paths],
      import: STEPS,
      worldParameters: { ...run.parameters },
      format: [],
      publish: false,
    },
  });
  support ??= loadSupport(runConfiguration).then(asLoaded);
  // Without a formatter for stdout Cucumber adds one of its own; nobody reads it.
  const stdout = new PassThrough();
  stdout.resume();
  const stderr = new PassThrough();
  stderr.resume();
  await runCucumber({ ...runConfiguration, support: await support }, { stdout, stderr }, run.onMessage);
}
