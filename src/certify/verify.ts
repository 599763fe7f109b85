/** A certificate checked by a third party: against itself, against the suite, and against the result file that it speaks of. Pure. */

import type { FeatureDigest } from '../catalogue/feature-digests.ts';
import type { RunResult } from '../verdict/result.ts';
import { summarize } from '../verdict/summary.ts';
import { worst } from '../verdict/conclude.ts';
import { canonicalJson, digestOf } from './canonical.ts';
import { contradictions } from './consistency.ts';
import { extentOf } from './rejudge.ts';
import {
  certificateIn,
  certifiedRequirement,
  featureSetDigest,
  subjectDigest,
  testResult,
  type Certificate,
  type CertifiedRequirement,
  type CertifiedScenario,
  type Statement,
} from './statement.ts';

/** What a check came to: what was seen to hold, what could not be seen, and what does not hold. One sentence each. */
export interface Findings {
  readonly holds: readonly string[];
  readonly open: readonly string[];
  readonly broken: readonly string[];
}

export function together(...all: readonly Findings[]): Findings {
  return {
    holds: all.flatMap(({ holds }) => holds),
    open: all.flatMap(({ open }) => open),
    broken: all.flatMap(({ broken }) => broken),
  };
}

/** `holds` where nothing is broken. */
function finding(holds: string, broken: readonly string[]): Findings {
  return broken.length === 0 ? { holds: [holds], open: [], broken } : { holds: [], open: [], broken };
}

/** Whether a certificate agrees with itself. */
export function checkStatement(statement: Statement): Findings {
  const certificate = certificateIn(statement);
  const { predicate, subject } = statement;
  const { result, passedTests, warnedTests, failedTests } = predicate;
  const due = testResult(certificate);
  const broken = [
    ...certificate.requirements.flatMap(inRequirement),
    ...same('the lists of tests are not those of the verdicts', due, { result, passedTests, warnedTests, failedTests }),
    ...same('the counts are not those of the verdicts', summarize(certificate.requirements), certificate.summary),
    ...inVerdict(certificate),
    ...same('the subject is not the target', subjectDigest(certificate), subject[0].digest.sha256),
  ];
  return finding('the certificate agrees with itself: counts, lists and verdicts', broken);
}

function same(message: string, a: unknown, b: unknown): string[] {
  return canonicalJson(a) === canonicalJson(b) ? [] : [message];
}

function inRequirement({ id, verdict, scenarios }: CertifiedRequirement): string[] {
  const due = worst(scenarios.map((scenario) => scenario.verdict));
  return verdict === due ? [] : [`${id}: the verdict is "${verdict}", and its scenarios come to "${due}"`];
}

/** The verdict of the run, as far as the requirements alone decide it. */
function inVerdict({ verdict, requirements }: Certificate): string[] {
  const has = (wanted: string): boolean => requirements.some((requirement) => requirement.verdict === wanted);
  const due = has('fail') ? 'non-conforming' : has('inconclusive') ? 'incomplete' : undefined;
  const wrong = due === undefined ? verdict === 'non-conforming' : verdict !== due;
  return wrong ? [`the verdict of the run is "${verdict}", which its requirements do not come to`] : [];
}

/** Whether the features are those of this suite. @param version of this suite */
export function checkFeatures(statement: Statement, version: string, features: readonly FeatureDigest[]): Findings {
  const { suite } = certificateIn(statement);
  const { configuration } = statement.predicate;
  const listed = configuration.slice(0, -1).map(({ name, digest }) => ({ uri: name, sha256: digest.sha256 }));
  const total = configuration.at(-1)?.digest.sha256;
  const set = suite.features.sha256;
  if (featureSetDigest(listed) !== set || total !== set) {
    return { holds: [], open: [], broken: ['the list of features is not the one that its digest was taken of'] };
  }
  if (suite.version !== version) {
    const open = `the features are those of pop3spec ${suite.version}, and this is ${version}: they are not compared`;
    return { holds: [], open: [open], broken: [] };
  }
  const known = new Map(features.map(({ uri, sha256 }) => [uri, sha256]));
  const seen = new Set(listed.map(({ uri }) => uri));
  const broken = [
    ...listed
      .filter(({ uri, sha256 }) => known.get(uri) !== sha256)
      .map(
        ({ uri }) =>
          `${uri}: ${known.has(uri) ? 'this feature is another' : 'there is no such feature'} in pop3spec ${version}`,
      ),
    ...features
      .filter(({ uri }) => !seen.has(uri))
      .map(({ uri }) => `${uri}: the certificate does not list this feature`),
  ];
  return finding(`the ${listed.length} features are those of pop3spec ${version}`, broken);
}

/** Whether the result file is the one that was certified, and whether its verdicts follow from its transcripts. */
export function checkResult(statement: Statement, result: RunResult): Findings {
  const certificate = certificateIn(statement);
  const compared = differences(certificate, result);
  const other = compared.length === 0 && digestOf(result) !== certificate.result.sha256;
  const { some, open } = extentOf(result);
  const transcripts = result.requirements.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  return together(
    finding(`the result file is the one that was certified, with its ${transcripts} transcripts`, [
      ...compared,
      ...(other
        ? ['the result file says something else of the run: its target, options, times, claims or faults']
        : []),
    ]),
    finding(
      some
        ? 'the verdicts follow from the transcripts, as far as hidden secrets and cuts let one see'
        : 'the verdicts follow from the findings',
      contradictions(result),
    ),
    { holds: [], open, broken: [] },
  );
}

/** Where the certificate and the result file differ, each with its place. */
function differences({ requirements }: Certificate, result: RunResult): string[] {
  const found = new Map(result.requirements.map((requirement) => [requirement.id, certifiedRequirement(requirement)]));
  const listed = new Set(requirements.map(({ id }) => id));
  return [
    ...requirements.flatMap((certified) => {
      const { id } = certified;
      const requirement = found.get(id);
      return requirement === undefined
        ? [`${id}: the result file has no such requirement`]
        : inBoth(certified, requirement);
    }),
    ...[...found.keys()].filter((id) => !listed.has(id)).map((id) => `${id}: the certificate has no such requirement`),
  ];
}

function inBoth(certified: CertifiedRequirement, found: CertifiedRequirement): string[] {
  const { id } = certified;
  if (certified.scenarios.length !== found.scenarios.length) {
    return [
      `${id}: the certificate has ${certified.scenarios.length} scenarios, the result file ${found.scenarios.length}`,
    ];
  }
  const scenarios = certified.scenarios.flatMap((scenario, index) => {
    const other = found.scenarios[index];
    return other === undefined ? [] : inScenario(id, scenario, other);
  });
  if (certified.verdict !== found.verdict) {
    scenarios.push(`${id}: the certificate says "${certified.verdict}", the result file "${found.verdict}"`);
  } else if (certified.rest.sha256 !== found.rest.sha256) {
    scenarios.push(`${id}: the result file says something else of this requirement than what was certified`);
  }
  return scenarios;
}

function inScenario(id: string, certified: CertifiedScenario, found: CertifiedScenario): string[] {
  const { uri, line, name } = certified;
  const place = `${id}, ${uri}:${line} (${name})`;
  if (found.uri !== uri || found.line !== line)
    return [`${place}: the result file has ${found.uri}:${found.line} in its place`];
  const problems: string[] = [];
  if (certified.transcript.sha256 !== found.transcript.sha256) {
    problems.push(`${place}: the transcript is not the one that was certified`);
  }
  if (certified.verdict !== found.verdict) {
    problems.push(`${place}: the certificate says "${certified.verdict}", the result file "${found.verdict}"`);
  } else if (certified.rest.sha256 !== found.rest.sha256) {
    problems.push(
      `${place}: the result file says something else of this scenario (reason, findings or times) than what was certified`,
    );
  }
  return problems;
}
