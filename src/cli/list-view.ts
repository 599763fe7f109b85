/** The catalogue for a reader and for a program. Pure. */

import { quotationOf, type CatalogueScenario, type Requirement } from '../catalogue/requirement.ts';
import { counted, printable } from '../report/printable.ts';

/** A requirement with those of its scenarios that are wanted. */
export interface Listed {
  readonly requirement: Requirement;
  readonly scenarios: readonly CatalogueScenario[];
  /** By how many faulty servers the requirement is proved; undefined where that is not known. */
  readonly proofs: number | undefined;
}

/**
 * A heading for each section of an RFC, a line for each requirement.
 * @param verbose adds a line for each scenario with what `--only` takes for it
 */
export function renderList(listed: readonly Listed[], verbose: boolean): string {
  const lines: string[] = [];
  let heading = '';
  for (const { requirement, scenarios, proofs } of listed) {
    const { rfc, section, role, id, level, title } = requirement;
    const next = `RFC ${rfc} section ${section}, the ${role}`;
    if (next !== heading) lines.push(...(heading === '' ? [] : ['']), next);
    heading = next;
    const proved = proofs === undefined ? '' : `, proved by ${counted(proofs, 'fault')}`;
    lines.push(`  ${id.padEnd(13)} ${level.padEnd(6)} ${title} (${counted(scenarios.length, 'scenario')}${proved})`);
    if (verbose) for (const { name, uri, line } of scenarios) lines.push(`      ${uri}:${line} ${name}`);
  }
  const total = listed.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  if (lines.length > 0) lines.push('');
  lines.push(`${counted(listed.length, 'requirement')}, ${counted(total, 'scenario')}`);
  return `${lines.map(printable).join('\n')}\n`;
}

/** An array with an object for each requirement, ending in a line feed. */
export function renderListJson(listed: readonly Listed[]): string {
  const rows = listed.map(({ requirement, scenarios, proofs }) => ({
    id: requirement.id,
    rfc: requirement.rfc,
    section: requirement.section,
    role: requirement.role,
    level: requirement.level,
    title: requirement.title,
    quote: quotationOf(requirement),
    readings: requirement.readings,
    proofs: proofs ?? null,
    scenarios: scenarios.map(({ name, uri, line, tags }) => ({ name, uri, line, tags })),
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}
