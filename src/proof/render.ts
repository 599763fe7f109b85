/** The kill matrix as text: a line, a table for `reports/proof/`, and JSON. Pure. */

import type { Requirement } from '../catalogue/requirement.ts';
import { proofsOf, type Matrix } from './matrix.ts';

/** The figures in one line. */
export function summaryLine({ counts, faults, variants }: Matrix): string {
  return [
    `${counts.killed} of ${faults} faults killed for the stated reason`,
    `${counts.misjudged} for another`,
    `${counts.framed} with somebody else blamed`,
    `${counts.survived} survived`,
    `${counts.error} errors`,
    `${counts['false-alarm']} false alarms over ${variants} variants`,
  ].join(', ');
}

/** So many scenarios of others are enough to see a fault again. */
const MOST_WITNESSES = 3;

/** The matrix for programs. */
export function renderMatrix({ counts, faults, variants, unproved, idle, trials }: Matrix): string {
  const rows = trials.map(({ subject, fate, because, observation }) => ({
    name: subject.name,
    kind: subject.kind,
    about: subject.about,
    owner: subject.owner,
    fate,
    because,
    blamed: Object.keys(observation.blamed),
    killers: observation.killers,
    witnesses: observation.witnesses.slice(0, MOST_WITNESSES),
  }));
  const { killed } = counts;
  return `${JSON.stringify({ faults, killed, variants, counts, unproved, idle, proofs: proofsOf(trials), trials: rows }, null, 2)}\n`;
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');

/** The table that is published. */
export function renderTable(
  matrix: Matrix,
  requirements: readonly Requirement[],
  exceptions: Readonly<Record<string, string>>,
): string {
  const proofs = proofsOf(matrix.trials);
  const rows = requirements.map(
    ({ id, level, title }) =>
      `| ${id} | ${level} | ${cell(title)} | ${proofs[id] ?? 0} | ${cell(exceptions[id] ?? '')} |`,
  );
  const trials = matrix.trials.map(
    ({ subject, fate }) => `| ${subject.name} | ${cell(subject.about)} | ${subject.owner ?? ''} | ${fate} |`,
  );
  return `${[
    '# The proof of the suite',
    '',
    'Every fault is a server that is correct but for one thing; the suite has to blame the requirement that it breaks, for',
    'the stated reason, and no other. Every variant conforms, in another way than the built-in server does; the suite has to',
    'blame nothing. `npm run proof` makes this page.',
    '',
    `**${summaryLine(matrix)}.**`,
    '',
    '| requirement | level | | faults | why fewer than two |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '## The servers',
    '',
    '| server | what it does | must be blamed | fate |',
    '|---|---|---|---|',
    ...trials,
  ].join('\n')}\n`;
}
