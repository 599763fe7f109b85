/** Several runs for a person at a terminal, or for a log. */

import type { ChalkInstance } from 'chalk';

import type { Verdict } from '../verdict/result.ts';
import { CHANGE_KINDS, type Change, type ChangeKind, type Comparison, type Difference } from './compare.ts';
import type { Matrix } from './matrix.ts';
import { counted, moment, printable } from './printable.ts';
import { VERDICT, countSentence, headline, overall } from './tally.ts';
import { painter } from './terminal.ts';
import { wrapped } from './wrap.ts';

export interface SeveralOptions {
  readonly chalk: ChalkInstance;
  readonly width: number;
}

/** What the kinds of change are called, above those of a kind. */
export const CHANGES: Readonly<Record<ChangeKind, string>> = {
  broken: 'Newly broken',
  mended: 'Mended',
  other: 'Changed otherwise',
  scenarios: 'The same verdict, by other scenarios',
  added: 'Not known to the first run',
  removed: 'Not known to the second run',
};

/** What changed, in one sentence. */
export function changeSentence({ changes, same }: Comparison): string {
  const count = (...kinds: readonly ChangeKind[]): number => changes.filter(({ kind }) => kinds.includes(kind)).length;
  return [
    `${count('broken')} newly broken`,
    `${count('mended')} mended`,
    `${count('other', 'scenarios', 'added', 'removed')} changed otherwise`,
    `${counted(same, 'requirement')} the same`,
  ].join(', ');
}

/** A comparison, ending in a line feed. */
export function renderComparison(comparison: Comparison, { chalk, width }: SeveralOptions): string {
  const { before, after, circumstances, claims, changes } = comparison;
  const fold = (text: string, indent = '  '): string[] =>
    wrapped(printable(text), width - indent.length).map((line, index) => `${index === 0 ? '' : indent}${line}`);
  const differences = (title: string, items: readonly Difference[]): string[][] =>
    items.length === 0 ? [] : [[chalk.bold(title), ...items.flatMap((each) => fold(differenceText(each)))]];
  const groups = CHANGE_KINDS.flatMap((kind): string[][] => {
    const items = changes.filter((change) => change.kind === kind);
    if (items.length === 0) return [];
    const paint = kind === 'broken' ? chalk.red : kind === 'mended' ? chalk.green : chalk.yellow;
    return [[paint.bold(`${CHANGES[kind]} (${items.length})`), ...items.flatMap((change) => fold(changeText(change)))]];
  });
  const head = [
    ...fold(`${changeSentence(comparison)}.`),
    ...fold(`${before.target.name}: from the run of ${moment(before.started)} to that of ${moment(after.started)}`),
  ];
  return `${[head, ...differences('The runs', circumstances), ...differences('Capabilities', claims), ...groups]
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function differenceText({ what, before, after }: Difference): string {
  return `${what}: ${before === '' ? '(none)' : before} → ${after === '' ? '(none)' : after}`;
}

/** What a verdict is called, where there is one. */
export function verdictWord(verdict: Verdict | undefined): string {
  return verdict === undefined ? '(not there)' : VERDICT[verdict].word;
}

function changeText({ before, after, scenarios, kind }: Change): string {
  const known = after ?? before;
  const from = `${known?.id ?? ''} ${known?.level ?? ''} ${known?.title ?? ''}`;
  if (kind === 'scenarios') {
    const each = scenarios.map((one) => `${one.name}: ${verdictWord(one.before)} → ${verdictWord(one.after)}`);
    return `${from}: ${each.join('; ')}`;
  }
  return `${from}: ${verdictWord(before?.verdict)} → ${verdictWord(after?.verdict)}: ${known?.reason ?? ''}`;
}

/** A matrix, ending in a line feed: the targets with a number each, and a row of marks for each requirement. */
export function renderMatrix({ columns, rows }: Matrix, brief: boolean, { chalk, width }: SeveralOptions): string {
  const digits = String(columns.length).length;
  const numbers = columns.map((_, place) => String(place + 1).padStart(digits));
  const targets = columns.flatMap(({ name, result }, place) => {
    const text = `${numbers[place]}  ${name}: ${headline(result).title.toLowerCase()}, ${countSentence(overall(result))}`;
    return wrapped(printable(text), width).map((line, index) => (index === 0 ? line : `   ${line}`));
  });
  if (brief) return `${targets.join('\n')}\n`;
  const idWidth = Math.max(...rows.map(({ requirement }) => requirement.id.length), 2);
  const table = [
    `${''.padEnd(idWidth + 10)}${numbers.join(' ')}`,
    ...rows.map(({ requirement: { id, level }, cells }) => {
      const marks = cells.map((cell) => {
        const mark = (cell === undefined ? ' ' : VERDICT[cell.verdict].symbol).padStart(digits);
        return cell === undefined ? mark : painter(chalk, cell.verdict)(mark);
      });
      return `${printable(id).padEnd(idWidth)}  ${level.padEnd(8)}${marks.join(' ')}`;
    }),
  ];
  const legend = Object.values(VERDICT).map(({ symbol, word }) => `${symbol} ${word}`);
  return `${[...targets, '', ...table, '', ...wrapped(legend.join('   '), width)].join('\n')}\n`;
}
