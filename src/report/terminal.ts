/** The summary of a run for a person at a terminal, or for a log: what is broken, how one sees it, how one tries it alone. */

import type { ChalkInstance } from 'chalk';

import type {
  Counts,
  Finding,
  Level,
  RequirementResult,
  RunResult,
  ScenarioResult,
  Verdict,
} from '../verdict/result.ts';
import { subjectOf } from '../verdict/baseline.ts';
import { isUnexpectedFailure } from '../verdict/summary.ts';
import { excerpt } from './excerpt.ts';
import { decisive } from './findings.ts';
import { MARGIN, plainLines } from './plain.ts';
import { counted, duration, folded, printable } from './printable.ts';
import {
  VERDICT,
  VERDICTS,
  LEVELS,
  baselineSentence,
  byReason,
  countSentence,
  headline,
  inOrder,
  lanesSentence,
  overall,
  totalOf,
} from './tally.ts';
import { cutTo, wrapped } from './wrap.ts';

export interface SummaryOptions {
  /** `new Chalk({ level })`: level 0 for a log. */
  readonly chalk: ChalkInstance;
  /** Columns of the terminal. */
  readonly width: number;
  /** The readings that the suite publishes: their text is shown where a failure rests on one. */
  readonly readings?: ReadonlyArray<{ readonly id: string; readonly text: string }>;
}

/** How a verdict is coloured. */
export function painter(chalk: ChalkInstance, verdict: Verdict): ChalkInstance {
  const painters: Readonly<Record<Verdict, ChalkInstance>> = {
    pass: chalk.green,
    fail: chalk.red,
    advice: chalk.yellow,
    inconclusive: chalk.magenta,
    'not-applicable': chalk.dim,
    'not-run': chalk.dim,
  };
  return painters[verdict];
}

/** How many exchanges of a failed requirement, and findings of a scenario, are shown: the report has all. */
const EXCHANGES = 3;
const FINDINGS = 3;

/** Labels of a failure stand in a column of their own. */
const LABEL = 10;
/** More requirements than this that were left out for one reason are counted, not named. */
const MOST_NOT_RUN = 12;
const INDENT = '  ';

/**
 * The summary, ending in a line feed. Everything that may come from a peer is made printable, so the only
 * escape sequences are those of `chalk`; no line is wider than `width`, commands to copy aside.
 */
export function renderSummary(result: RunResult, options: SummaryOptions): string {
  const requirements = inOrder(result.requirements);
  const of = (verdict: Verdict): RequirementResult[] => requirements.filter((each) => each.verdict === verdict);
  const sections = [
    verdictLines(result, options),
    table(result, options),
    ...of('fail')
      .filter(isUnexpectedFailure)
      .map((requirement) => failure(requirement, options)),
    staleEntries(result, options),
    knownFailures(result, options),
    group('Advice', 'advice', of('advice'), options),
    group('Inconclusive: not judged, since something was missing', 'inconclusive', of('inconclusive'), options),
    group('Not applicable to this target', 'not-applicable', of('not-applicable'), options),
    group('Not run', 'not-run', of('not-run'), options),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdictLines(result: RunResult, { chalk, width }: SummaryOptions): string[] {
  const { title, sentence } = headline(result);
  const { target, faults } = result;
  const paint = faults.length > 0 ? chalk.magenta : verdictPainter(chalk, result);
  const isNamedByAddress = target.name === target.address || target.address === '';
  const name = isNamedByAddress ? target.name : `${target.name} at ${target.address}`;
  const about = printable(`The ${result.role} ${name}, in ${duration(result.durationMs)}`);
  const problems = [
    ...faults.map((fault) => `A fault of pop3spec: ${fault}`),
    ...(result.interrupted === undefined ? [] : [`The run ended early: ${result.interrupted}`]),
  ];
  const [first = '', ...rest] = wrapped(`${title.toUpperCase()}  ${sentence}`, width);
  return [
    `${paint.bold(first.slice(0, title.length))}${first.slice(title.length)}`,
    ...rest,
    ...wrapped(about, width),
    ...(result.lanes === undefined ? [] : wrapped(printable(lanesSentence(result.lanes)), width)),
    ...problems.flatMap((problem) => wrapped(printable(problem), width)).map((line) => chalk.magenta(line)),
    ...wrapped(`${countSentence(overall(result))}.`, width),
    ...(result.baseline === undefined ? [] : wrapped(printable(baselineSentence(result.baseline)), width)),
  ];
}

/** The entries of the baseline that no longer hold: each fails the run. */
function staleEntries({ baseline }: RunResult, { chalk, width }: SummaryOptions): string[] {
  if (baseline === undefined || baseline.stale.length === 0) return [];
  return [
    chalk.red.bold(cutTo(`${VERDICT.fail.symbol} The baseline is stale (${baseline.stale.length})`, width)),
    ...baseline.stale.flatMap(({ line, message }) =>
      wrapped(printable(`${baseline.file}:${line}: ${message}`), width - INDENT.length).map((each) => INDENT + each),
    ),
  ];
}

/** What is wrong and was expected to be, with the reasons of the baseline. */
function knownFailures({ baseline }: RunResult, { chalk, width }: SummaryOptions): string[] {
  const known = baseline?.expected ?? [];
  if (known.length === 0) return [];
  return [
    chalk.yellow.bold(cutTo(`Expected, as the baseline says (${known.length})`, width)),
    ...known.flatMap((entry) => {
      const [first = '', ...rest] = wrapped(
        printable(`${subjectOf(entry)} (${VERDICT[entry.verdict].word}): ${entry.reason}`),
        width - INDENT.length,
      );
      return [`${chalk.yellow(VERDICT[entry.verdict].symbol)} ${first}`, ...rest.map((line) => INDENT + line)];
    }),
  ];
}

function verdictPainter(chalk: ChalkInstance, { verdict }: RunResult): ChalkInstance {
  if (verdict === 'conforming') return chalk.green;
  return verdict === 'non-conforming' ? chalk.red : chalk.yellow;
}

/** The counts by level, one column a verdict. */
function table(result: RunResult, { chalk, width }: SummaryOptions): string[] {
  const columns = VERDICTS.map((verdict) => ({ verdict, title: VERDICT[verdict].word }));
  const row = (level: Level, counts: Counts): string => {
    const cells = columns.map(({ verdict, title }) => {
      const cell = String(counts[verdict]).padStart(title.length);
      return counts[verdict] === 0 ? chalk.dim(cell) : painter(chalk, verdict)(cell);
    });
    return [level.padEnd(6), ...cells, String(totalOf(counts)).padStart(5)].join('  ');
  };
  const heading = ['      ', ...columns.map(({ title }) => title), 'of all'].join('  ');
  if (heading.length > width) {
    return LEVELS.flatMap((level) => wrapped(`${level}: ${countSentence(result.summary[level])}`, width));
  }
  return [chalk.dim(heading), ...LEVELS.map((level) => row(level, result.summary[level]))];
}

/** A label and its text, which goes on below itself. */
function labelled(label: string, text: string, { chalk, width }: SummaryOptions): string[] {
  const lines = wrapped(printable(text), width - INDENT.length - LABEL);
  return lines.map((line, index) => `${INDENT}${chalk.dim((index === 0 ? label : '').padEnd(LABEL))}${line}`);
}

function failure(requirement: RequirementResult, options: SummaryOptions): string[] {
  const { chalk, width } = options;
  const { id, level, title, quotes } = requirement;
  const [first = '', ...rest] = wrapped(printable(`${id}  ${level}  ${title}`), width - INDENT.length);
  const failed = requirement.scenarios.filter(({ verdict }) => verdict === 'fail');
  const shown = distinct(failed).slice(0, EXCHANGES);
  const more = failed.length - shown.length;
  return [
    chalk.red.bold(`${VERDICT.fail.symbol} ${first}`),
    ...rest.map((line) => chalk.red.bold(`${INDENT}${line}`)),
    ...quotes.flatMap(({ rfc, section, text }) =>
      labelled('the RFC', `“${text}” (RFC ${rfc}, section ${section})`, options),
    ),
    ...(shown.length === 0 ? labelled('came', requirement.reason, options) : []),
    ...shown.flatMap((scenario) => exchange(requirement, scenario, options)),
    ...(more > 0 ? labelled('also', `in ${counted(more, 'more scenario')}: see the report`, options) : []),
    ...readingsOf(requirement, options).flatMap((reading) => labelled('reading', reading, options)),
    // Not wrapped: a command is there to be copied.
    ...commands(failed).map((text) => `${INDENT}${chalk.dim('alone'.padEnd(LABEL))}${chalk.cyan(printable(text))}`),
  ];
}

/** The command that shows the first breach alone, where the result has one. */
function commands(failed: readonly ScenarioResult[]): readonly string[] {
  return failed.flatMap(({ reproduce = [] }) => reproduce.map(({ text }) => text)).slice(0, 1);
}

/** One scenario for each way in which a requirement fails. */
function distinct(scenarios: readonly ScenarioResult[]): ScenarioResult[] {
  const reasons = new Set<string>();
  return scenarios.filter(({ reason }) => !reasons.has(reason) && reasons.add(reason));
}

function exchange(requirement: RequirementResult, scenario: ScenarioResult, options: SummaryOptions): string[] {
  const own = decisive(requirement, scenario);
  const where = `${scenario.name} (${scenario.uri}:${scenario.line})`;
  const more = own.length - FINDINGS;
  return [
    ...labelled('scenario', where, options),
    ...(own.length === 0
      ? [...labelled('came', scenario.reason, options), ...octets(scenario, undefined, options)]
      : own.slice(0, FINDINGS).flatMap((finding) => breach(scenario, finding, options))),
    ...(more > 0 ? labelled('also', `${counted(more, 'more breach', 'more breaches')} in this scenario`, options) : []),
  ];
}

function breach(scenario: ScenarioResult, finding: Finding, options: SummaryOptions): string[] {
  const { message, expected, actual, at } = finding;
  return [
    ...labelled('breach', message, options),
    ...(expected === undefined ? [] : labelled('expected', expected, options)),
    ...(actual === undefined ? [] : labelled('came', actual, options)),
    ...octets(scenario, at, options),
  ];
}

function octets(scenario: ScenarioResult, at: Finding['at'], { chalk, width }: SummaryOptions): string[] {
  const rows = excerpt(scenario.transcript, at, { width: Math.max(width - MARGIN, 16) });
  return plainLines(rows).flatMap(({ margin, text, from, caret }) => [
    `${chalk.dim(margin)}${from === 'C' ? chalk.cyan(text) : text}`,
    ...(caret === undefined ? [] : [chalk.red.bold(caret)]),
  ]);
}

/** The readings that a failed requirement rests on, with their text where it is known. */
function readingsOf(requirement: RequirementResult, { readings = [] }: SummaryOptions): string[] {
  const found = requirement.scenarios
    .flatMap((scenario) => decisive(requirement, scenario))
    .flatMap(({ reading }) => (reading === undefined ? [] : [reading]));
  return [...new Set([...requirement.readings, ...found])].map((id) => {
    const text = readings.find((reading) => reading.id === id)?.text;
    return text === undefined ? id : `${id}: ${folded(text)}`;
  });
}

/** Requirements that did not fail: a line for each reason, with the ids that share it. */
function group(
  title: string,
  verdict: Verdict,
  requirements: readonly RequirementResult[],
  options: SummaryOptions,
): string[] {
  if (requirements.length === 0) return [];
  const { chalk, width } = options;
  const paint = painter(chalk, verdict);
  const lines = byReason(requirements).flatMap(({ reason, requirements: members }) => {
    const ids =
      verdict === 'not-run' && members.length > MOST_NOT_RUN
        ? counted(members.length, 'requirement') // the user chose a few, and knows which
        : members.map(({ id, level }) => (verdict === 'advice' ? `${id} (${level})` : id)).join(', ');
    const [first = '', ...rest] = wrapped(printable(`${reason}: ${ids}`), width - INDENT.length);
    return [`${paint(VERDICT[verdict].symbol)} ${first}`, ...rest.map((line) => `${INDENT}${line}`)];
  });
  return [paint.bold(cutTo(`${title} (${requirements.length})`, width)), ...lines];
}
