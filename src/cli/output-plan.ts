/** Which files a run leaves behind. Pure. */

import path from 'node:path';
import { UsageError } from './errors.ts';
import type { RunSettings } from './run-settings.ts';

export interface OutputPlan {
  readonly html: string;
  readonly json: string;
  readonly junit: string;
  /** Written only on demand. */
  readonly messages: string | undefined;
  readonly cucumberHtml: string | undefined;
}

/** Where reports go that are not given a name of their own. */
export const FOLDER = 'reports';

/** The files of a run. @throws {UsageError} where two of them would be the same */
export function planOutputs(settings: RunSettings): OutputPlan {
  const folder = settings.out ?? FOLDER;
  const plan: OutputPlan = {
    html: settings.html ?? path.join(folder, 'report.html'),
    json: settings.json ?? path.join(folder, 'result.json'),
    junit: settings.junit ?? path.join(folder, 'junit.xml'),
    messages: settings.messages,
    cucumberHtml: settings.cucumberHtml,
  };
  const seen = new Map<string, string>();
  for (const { option, file } of filesOf(plan)) {
    const place = path.resolve(file);
    const other = seen.get(place);
    // What goes into a device goes nowhere, or onto a terminal.
    if (other !== undefined && !place.startsWith('/dev/')) {
      throw new UsageError(`${other} and ${option} would both write ${file}: give one of them another name`);
    }
    seen.set(place, option);
  }
  return plan;
}

function filesOf(plan: OutputPlan): { option: string; file: string }[] {
  const all = [
    { option: '--html', file: plan.html },
    { option: '--json', file: plan.json },
    { option: '--junit', file: plan.junit },
    { option: '--messages', file: plan.messages },
    { option: '--cucumber-html', file: plan.cucumberHtml },
  ];
  return all.flatMap(({ option, file }) => (file === undefined ? [] : [{ option, file }]));
}
