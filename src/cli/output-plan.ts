/** Which files a run leaves behind. Pure. */

import path from 'node:path';
import { UsageError } from './errors.ts';
import type { Settings } from './settings.ts';

export interface OutputPlan {
  readonly html: string;
  readonly json: string;
  readonly junit: string;
  /** Written only on demand. */
  readonly messages: string | undefined;
  readonly cucumberHtml: string | undefined;
}

/** Where reports go that are not given a name of their own. */
const FOLDER = 'reports';

/** The files of a run. @throws {UsageError} where two of them would be the same */
export function planOutputs(settings: Settings): OutputPlan {
  const folder = settings.out ?? FOLDER;
  const plan: OutputPlan = {
    html: settings.html ?? path.join(folder, 'report.html'),
    json: settings.json ?? path.join(folder, 'result.json'),
    junit: settings.junit ?? path.join(folder, 'junit.xml'),
    messages: settings.messages,
    cucumberHtml: settings.cucumberHtml,
  };
  const seen = new Map<string, string>();
  for (const [kind, file] of Object.entries(plan) as Array<[keyof OutputPlan, string | undefined]>) {
    if (file === undefined) continue;
    const place = path.resolve(file);
    const other = seen.get(place);
    // What goes into a device goes nowhere, or onto a terminal.
    if (other !== undefined && !place.startsWith('/dev/')) {
      throw new UsageError(`${OPTION[other] ?? other} and ${OPTION[kind]} both write ${file}: give one another name`);
    }
    seen.set(place, kind);
  }
  return plan;
}

const OPTION: Readonly<Record<string, string>> = {
  html: '--html',
  json: '--json',
  junit: '--junit',
  messages: '--messages',
  cucumberHtml: '--cucumber-html',
} satisfies Record<keyof OutputPlan, string>;
