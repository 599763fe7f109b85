/** JUnit XML: what CI systems show. Its failures and errors agree with the exit status of the run. */

import { addressOf } from '../catalogue/requirement.ts';
import { subjectOf } from '../verdict/baseline.ts';
import type { RequirementResult, RunResult, ScenarioResult } from '../verdict/result.ts';
import { EXIT, exitStatus } from '../verdict/summary.ts';
import { excerpt } from './excerpt.ts';
import { decisive } from './findings.ts';
import { plainText } from './plain.ts';
import { inOrder } from './tally.ts';
import type { Xml } from './xml.ts';
import { element, xmlDocument } from './xml.ts';

/** How a case ended, in JUnit's words: `error` is the harness's own fault, never the target's. */
type Outcome = 'passed' | 'failure' | 'skipped' | 'error';

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly durationMs: number;
  readonly outcome: Outcome;
  readonly message: string;
  /** More about it, in lines. */
  readonly details: string;
  readonly file?: string;
  readonly line?: number;
}

interface Suite {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

/** The class of a case that is about the baseline, and not about the target. */
const STALE = 'pop3spec.baseline';

const EXCERPT_WIDTH = 100;

/** How many findings of a scenario are written out: the rest stands in the result file. */
const FINDINGS = 10;

function details(requirement: RequirementResult, scenario: ScenarioResult): string {
  const findings = decisive(requirement, scenario);
  const written = findings
    .slice(0, FINDINGS)
    .map((finding) =>
      [
        finding.message,
        ...(finding.expected === undefined ? [] : [`expected: ${finding.expected}`]),
        ...(finding.actual === undefined ? [] : [`actual:   ${finding.actual}`]),
        ...(finding.reading === undefined ? [] : [`reading:  ${finding.reading}`]),
        plainText(excerpt(scenario.transcript, finding.at, { width: EXCERPT_WIDTH })),
      ].join('\n'),
    );
  const more = findings.length > FINDINGS ? [`and ${findings.length - FINDINGS} more of the kind`] : [];
  return [quotations(requirement), ...written, ...more].join('\n\n');
}

/** What the RFCs say, each sentence with its place. */
function quotations({ quotes }: RequirementResult): string {
  return quotes.map(({ rfc, section, text }) => `RFC ${rfc} section ${section}: "${text}"`).join('\n');
}

/** A verdict as JUnit knows it. A failure that the baseline expects does not fail the run, nor what only advises. */
function outcomeOf({ verdict, baseline }: Pick<ScenarioResult, 'verdict' | 'baseline'>): Outcome {
  switch (verdict) {
    case 'pass':
    case 'advice':
      return 'passed';
    case 'fail':
      return baseline === 'expected' ? 'skipped' : 'failure';
    default:
      return 'skipped';
  }
}

function classname(requirement: RequirementResult): string {
  return `pop3spec.${requirement.role}.rfc${requirement.rfc}`;
}

function caseOf(requirement: RequirementResult, scenario: ScenarioResult, known: Known): Case {
  const { verdict, reason } = scenario;
  return {
    name: `${requirement.id}: ${scenario.name}${scenario.observed === true ? ` (${scenario.uri}:${scenario.line})` : ''}`,
    classname: classname(requirement),
    durationMs: scenario.durationMs,
    outcome: outcomeOf(scenario),
    message: `${known(requirement, scenario)}${reason}`,
    details: verdict === 'fail' || verdict === 'advice' ? details(requirement, scenario) : '',
    file: scenario.uri,
    line: scenario.line,
  };
}

/** A case that stands for the requirement itself: where no scenario carries its outcome. */
function ownCase(requirement: RequirementResult, outcome: Outcome, message: string): Case {
  return {
    name: `${requirement.id}: ${requirement.title}`,
    classname: classname(requirement),
    durationMs: 0,
    outcome,
    message,
    details: outcome === 'failure' ? quotations(requirement) : '',
  };
}

function suiteOf(requirement: RequirementResult, known: Known): Suite {
  const cases = requirement.scenarios.map((scenario) => caseOf(requirement, scenario, known));
  const outcome = outcomeOf(requirement);
  const carried = cases.length > 0 && (outcome !== 'failure' || cases.some((each) => each.outcome === 'failure'));
  if (!carried) cases.push(ownCase(requirement, outcome, `${known(requirement, requirement)}${requirement.reason}`));
  const { id, title, level, rfc, section, verdict, quote } = requirement;
  return { name: `${id} ${title}`, properties: { level, rfc: `${rfc}`, section, verdict, quote }, cases };
}

/** What stands before the reason of a failure that is known: why the baseline accepts it. */
type Known = (requirement: RequirementResult, judged: RequirementResult | ScenarioResult) => string;

function knownIn({ baseline }: RunResult): Known {
  return ({ id }, judged) => {
    if (judged.verdict !== 'fail' || judged.baseline !== 'expected') return '';
    const own = 'name' in judged ? [judged.name, addressOf(judged)] : [];
    const entry = baseline?.expected.find(
      ({ requirement, scenario }) => requirement === id || (scenario !== undefined && own.includes(scenario)),
    );
    return `known failure${entry === undefined ? '' : ` (${entry.reason})`}: `;
  };
}

/** The entries of the baseline that no longer hold: no requirement fails for them, but the run does. */
function baselineSuite({ baseline }: RunResult): Suite[] {
  if (baseline === undefined || baseline.stale.length === 0) return [];
  const { file } = baseline;
  const cases = baseline.stale.map((entry): Case => ({
    name: `stale entry: ${subjectOf(entry)}`,
    classname: STALE,
    durationMs: 0,
    outcome: 'failure',
    message: entry.message,
    details: `${file}:${entry.line}: the reason was: ${entry.reason}`,
    file,
    line: entry.line,
  }));
  return [{ name: `baseline ${file}`, properties: {}, cases }];
}

/** What no requirement can show: our own faults, a run that ended early, a run that judged nothing. */
function harnessSuite(result: RunResult): Suite[] {
  const messages = [
    ...result.faults.map((fault) => ({ name: 'a fault of the harness', message: fault })),
    ...(result.interrupted === undefined ? [] : [{ name: 'the run ended early', message: result.interrupted }]),
    ...(exitStatus(result) === EXIT.nothingJudged
      ? [{ name: 'nothing was judged', message: 'every requirement is not applicable, inconclusive or left out' }]
      : []),
  ];
  const cases = messages.map(({ name, message }): Case => ({
    name,
    message,
    classname: 'pop3spec',
    durationMs: 0,
    outcome: 'error',
    details: '',
  }));
  return cases.length === 0 ? [] : [{ name: 'pop3spec', properties: {}, cases }];
}

function caseXml({ name, classname: className, durationMs, outcome, message, details: body, file, line }: Case): Xml {
  const children: Record<Outcome, () => readonly Xml[]> = {
    passed: () => (body === '' ? [] : [element('system-out', {}, [`advice: ${message}\n\n${body}`])]),
    failure: () => [
      element('failure', { message, type: className === STALE ? 'stale-baseline' : 'non-conforming' }, [body]),
    ],
    skipped: () => [
      element('skipped', { message }),
      ...(body === '' ? [] : [element('system-out', {}, [`${message}\n\n${body}`])]),
    ],
    error: () => [element('error', { message, type: 'harness' })],
  };
  return element(
    'testcase',
    { name, classname: className, time: seconds(durationMs), file, line },
    children[outcome](),
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(4);
}

/** How many cases there are of each outcome, as the attributes of a suite or of all of them. */
function tally(cases: readonly Case[]): Record<string, number | string> {
  const count = (outcome: Outcome): number => cases.filter((each) => each.outcome === outcome).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function suiteXml({ name, properties, cases }: Suite, started: string): Xml {
  const named = Object.entries(properties).map(([key, value]) => element('property', { name: key, value }));
  const time = seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0));
  return element('testsuite', { name, ...tally(cases), time, timestamp: started.replace(/(\.\d+)?Z$/, '') }, [
    ...(named.length === 0 ? [] : [element('properties', {}, named)]),
    ...cases.map(caseXml),
  ]);
}

/**
 * A run as JUnit XML: a suite for each requirement, a case for each scenario. `fail` is a failure with the exchange
 * around it, advice is a pass that says so, and what was not judged is skipped with the reason as its message.
 */
export function renderJunit(result: RunResult): string {
  const known = knownIn(result);
  const requirements = inOrder(result.requirements).map((requirement) => suiteOf(requirement, known));
  const suites = [...harnessSuite(result), ...baselineSuite(result), ...requirements];
  const all = suites.flatMap(({ cases }) => cases);
  const name = `pop3spec ${result.role} ${result.target.address}`;
  return xmlDocument(
    element(
      'testsuites',
      { name, ...tally(all), time: seconds(result.durationMs) },
      suites.map((suite) => suiteXml(suite, result.started)),
    ),
  );
}
