/**
 * What GitHub Actions shows of a run: annotations (workflow commands, one a line) and the summary of the step (Markdown).
 * What a peer sent is text in both: it can neither end a command nor begin one, and is no markup.
 */

import type { RequirementResult, RunResult } from '../verdict/result.ts';
import { isUnexpectedFailure } from '../verdict/summary.ts';
import { counted, printable } from './printable.ts';
import {
  baselineSentence,
  countSentence,
  headline,
  inOrder,
  LEVELS,
  overall,
  totalOf,
  VERDICT,
  VERDICTS,
} from './tally.ts';

/** GitHub shows so many annotations of one kind and step, and drops the others without a word. */
const MOST_ANNOTATIONS = 10;

/** A summary has an end at a mebibyte. */
const MOST_ROWS = 100;
const LONGEST_TEXT = 400;

/** Where something stands in the checked-out repository. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

interface Annotation {
  readonly title: string;
  readonly message: string;
  readonly place?: Place;
}

/**
 * The annotations of a run, a line each: what fails it.
 * @param placeOf where a scenario stands for the readers of the repository
 */
export function renderAnnotations(
  result: RunResult,
  placeOf: (scenario: { uri: string; line: number }) => Place,
): string {
  const { baseline } = result;
  const all: Annotation[] = [
    ...result.faults.map((fault) => ({ title: 'A fault of pop3spec', message: fault })),
    ...(result.interrupted === undefined ? [] : [{ title: 'The run ended early', message: result.interrupted }]),
    ...(baseline?.stale ?? []).map(({ line, message }) => ({
      title: 'The baseline is stale',
      message,
      place: { file: baseline?.file ?? '', line },
    })),
    ...broken(result).map((requirement): Annotation => {
      const { id, level, title, reason, scenarios } = requirement;
      const failed = scenarios.find(({ verdict }) => verdict === 'fail');
      const place = failed === undefined ? {} : { place: placeOf(failed) };
      return { title: `${id} ${level}: ${title}`, message: reason, ...place };
    }),
  ];
  const shown = all.length > MOST_ANNOTATIONS ? all.slice(0, MOST_ANNOTATIONS - 1) : all;
  const more = all.length - shown.length;
  const rest = more === 0 ? [] : [{ title: 'pop3spec', message: `and ${more} more: see the summary of the step` }];
  return [...shown, ...rest].map((annotation) => `${command(annotation)}\n`).join('');
}

function broken({ requirements }: RunResult): RequirementResult[] {
  return inOrder(requirements).filter(isUnexpectedFailure);
}

function command({ title, message, place }: Annotation): string {
  const where = place === undefined ? [] : [`file=${property(place.file)}`, `line=${Math.max(1, place.line)}`];
  return `::error ${[...where, `title=${property(title)}`].join(',')}::${data(message)}`;
}

/** As @actions/core has it: `%` begins an escape, and an end of line would end the command. */
function data(text: string): string {
  return text.split('\n').map(printable).join('\n').replace(/%/g, '%25').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** The summary of the step: Markdown that ends in a line feed. */
export function renderStepSummary(result: RunResult): string {
  const { title, sentence } = headline(result);
  const { target, baseline, faults, interrupted } = result;
  const problems = [
    ...faults.map((fault) => `A fault of pop3spec: ${quoted(fault)}`),
    ...(interrupted === undefined ? [] : [`The run ended early: ${quoted(interrupted)}`]),
    ...(baseline === undefined ? [] : [plain(baselineSentence(baseline))]),
  ];
  const paragraphs = [
    `## pop3spec: ${title}`,
    `${sentence} The ${result.role} ${quoted(target.name)}${named(target.implementation)}: ${countSentence(overall(result))}.`,
    ...problems,
    counts(result),
    ...list(
      'Failed',
      broken(result).map(({ id, level, title: what, reason }) => [id, level, plain(what), quoted(reason)]),
      ['requirement', 'level', 'what the RFC wants', 'what came'],
    ),
    ...list(
      'Stale in the baseline',
      (baseline?.stale ?? []).map(({ line, message }) => [String(line), quoted(message)]),
      ['line', 'why'],
    ),
    ...list(
      'Expected, as the baseline says',
      (baseline?.expected ?? []).map(({ requirement, scenario, verdict, reason }) => [
        requirement ?? plain(scenario ?? ''),
        VERDICT[verdict].word,
        plain(reason),
      ]),
      ['what', 'verdict', 'reason'],
    ),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function named(implementation: string): string {
  return implementation === '' ? '' : ` (${quoted(implementation)})`;
}

function counts({ summary }: RunResult): string {
  const rows = LEVELS.map((level) => [
    level,
    ...VERDICTS.map((verdict) => summary[level][verdict]),
    totalOf(summary[level]),
  ]);
  return table(['', ...VERDICTS.map((verdict) => VERDICT[verdict].word), 'of all'], rows);
}

function list(title: string, rows: ReadonlyArray<readonly string[]>, heading: readonly string[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length - MOST_ROWS;
  const rest = more > 0 ? [`… and ${counted(more, 'more row')}: see the report.`] : [];
  return [`### ${title} (${rows.length})`, table(heading, rows.slice(0, MOST_ROWS)), ...rest];
}

function table(heading: readonly string[], rows: ReadonlyArray<ReadonlyArray<string | number>>): string {
  return [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * Text that Markdown takes for nothing else: what could be markup is a character reference, which is never structure
 * (CommonMark section 2.5).
 */
function plain(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return printable(short).replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What a peer may have had a say in: within code GitHub makes neither links nor mentions out of it. */
function quoted(text: string): string {
  return `<code>${plain(text)}</code>`;
}
