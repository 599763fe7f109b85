/** JUnit XML: what CI systems show. Its failures and errors agree with the exit status of the run. */

import type { RequirementResult, RunResult, ScenarioResult } from '../verdict/result.ts';
import { excerpt } from './excerpt.ts';
import { decisive } from './findings.ts';
import { plainText } from './plain.ts';
import { inOrder, nothingJudged } from './tally.ts';
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
function outcomeOf(requirement: RequirementResult, verdict: RequirementResult['verdict']): Outcome {
  switch (verdict) {
    case 'pass':
    case 'advice':
      return 'passed';
    case 'fail':
      if (requirement.verdict !== 'fail') return 'passed';
      return requirement.baseline === 'expected' ? 'skipped' : 'failure';
    default:
      return 'skipped';
  }
}

function classname(requirement: RequirementResult): string {
  return `pop3spec.${requirement.role}.rfc${requirement.rfc}`;
}

function caseOf(requirement: RequirementResult, scenario: ScenarioResult): Case {
  const { verdict, reason } = scenario;
  const outcome = outcomeOf(requirement, verdict);
  const known = verdict === 'fail' && outcome === 'skipped' ? 'known failure (baseline): ' : '';
  return {
    name: `${requirement.id}: ${scenario.name}${scenario.observed === true ? ` (${scenario.uri}:${scenario.line})` : ''}`,
    classname: classname(requirement),
    durationMs: scenario.durationMs,
    outcome,
    message: `${known}${reason}`,
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

function suiteOf(requirement: RequirementResult): Suite {
  const cases = requirement.scenarios.map((scenario) => caseOf(requirement, scenario));
  const outcome = outcomeOf(requirement, requirement.verdict);
  const carried = cases.length > 0 && (outcome !== 'failure' || cases.some((each) => each.outcome === 'failure'));
  if (!carried) cases.push(ownCase(requirement, outcome, requirement.reason));
  if (requirement.baseline === 'expected' && requirement.verdict === 'pass') {
    cases.push(ownCase(requirement, 'failure', 'the baseline expects a failure, but it passes: the entry is stale'));
  }
  const { id, title, level, rfc, section, verdict, quote } = requirement;
  return { name: `${id} ${title}`, properties: { level, rfc: `${rfc}`, section, verdict, quote }, cases };
}

/** What no requirement can show: our own faults, a run that ended early, a run that judged nothing. */
function harnessSuite(result: RunResult): Suite[] {
  const messages = [
    ...result.faults.map((fault) => ({ name: 'a fault of the harness', message: fault })),
    ...(result.interrupted === undefined ? [] : [{ name: 'the run ended early', message: result.interrupted }]),
    ...(nothingJudged(result)
      ? [{ name: 'nothing was judged', message: 'every requirement is not applicable or was left out' }]
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
    failure: () => [element('failure', { message, type: 'non-conforming' }, [body])],
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
  const suites = [...harnessSuite(result), ...inOrder(result.requirements).map(suiteOf)];
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
