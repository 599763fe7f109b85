/** The kill matrix as text: a line, the pages for `reports/proof/`, and JSON. Pure. */

import type { Requirement } from '../catalogue/requirement.ts';
import type { Exceptions } from './exceptions.ts';
import type { Matrix } from './matrix.ts';
import type { Subject } from './subject.ts';
import { isRight, type Trial } from './trial.ts';

/** The figures in one line. */
export function summaryLine({ counts, faults, variants, segmentations, turns }: Matrix): string {
  const ways = segmentations.join(', ');
  const under =
    turns > 1 ? `: one scenario in ${turns} under each of ${ways}, and a fault's own always` : `, each under ${ways}`;
  return [
    `${counts.killed} of ${faults} faults killed for the stated reason`,
    `${counts.misjudged} for another`,
    `${counts.framed} with somebody else blamed`,
    `${counts.survived} survived`,
    `${counts.error} errors`,
    `${counts['false-alarm']} false alarms over ${variants} variants${segmentations.length > 1 ? under : ''}`,
  ].join(', ');
}

/** The matrix for programs: the figures, and whatever is not as it should be. */
export function renderMatrix(matrix: Matrix): string {
  const { counts, faults, variants, segmentations, turns, proofs, idle, gaps, trials } = matrix;
  const wrong = trials
    .filter((trial) => !isRight(trial))
    .map(({ subject, segmentation, fate, because }) => ({ name: subject.name, segmentation, fate, because }));
  const figures = { faults, killed: counts.killed, variants, segmentations, turns, counts };
  return `${JSON.stringify({ ...figures, proofs, idle, gaps, wrong }, null, 2)}\n`;
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly string[]): string[] {
  return [row(...head), row(...head.map(() => '---')), ...rows];
}

/** The page that is published. */
export function renderPage(matrix: Matrix, requirements: readonly Requirement[], exceptions: Exceptions): string {
  const { trials, proofs, idle, segmentations } = matrix;
  const faults = trials.filter(({ subject }) => subject.kind === 'fault');
  const ofVariants = trials.filter(({ subject }) => subject.kind === 'variant');
  const variants = [...new Set(ofVariants.map(({ subject }) => subject))];
  return `${[
    '# The proof of the suite',
    '',
    'Every fault is a server (or a client) that is correct but for one thing; the suite has to blame the requirement that it breaks, for',
    'the stated reason, and no other. Every variant conforms, in another way than the built-in server does; the suite has to',
    'blame nothing, however TCP cuts what it sends. `npm run proof` makes this page.',
    '',
    `**${summaryLine(matrix)}.**`,
    '',
    ...table(
      ['requirement', 'level', '', 'faults', 'why fewer than two'],
      requirements.map(({ id, level, title }) =>
        row(id, level, cell(title), proofs[id] ?? 0, cell(exceptions.requirements[id] ?? '')),
      ),
    ),
    '',
    '## Scenarios that kill no fault',
    '',
    ...table(
      ['scenario', 'why it stands there'],
      idle.map(({ scenario, reason }) => row(cell(scenario), cell(reason ?? ''))),
    ),
    '',
    '## The faults',
    '',
    ...table(
      ['server', 'what it does', 'must be blamed', 'may be blamed too', 'fate'],
      faults.map(({ subject: { name, about, owner, also }, fate }) =>
        row(
          name,
          cell(about),
          owner ?? '',
          also.map(({ requirement, reason }) => cell(`${requirement}: ${reason}`)).join('; '),
          fate,
        ),
      ),
    ),
    '',
    '## The variants',
    '',
    ...table(
      ['server', 'what it does', ...segmentations],
      variants.map((variant) => row(variant.name, cell(variant.about), ...fates(ofVariants, variant, segmentations))),
    ),
  ].join('\n')}\n`;
}

function fates(trials: readonly Trial[], variant: Subject, segmentations: readonly string[]): string[] {
  return segmentations.map(
    (way) => trials.find(({ subject, segmentation }) => subject === variant && segmentation === way)?.fate ?? '',
  );
}
