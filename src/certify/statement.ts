/**
 * The certificate: an in-toto Statement (https://in-toto.io/Statement/v1) that a test result (predicate test-result v0.1) holds of a
 * target, with a field of our own that lists every requirement and the digests by which a third party checks it again. Pure.
 */

import { z } from 'zod';
import type { FeatureDigest } from '../catalogue/feature-digests.ts';
import type { RequirementResult, RunResult, ScenarioResult, Verdict } from '../verdict/result.ts';
import { digestOf } from './canonical.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';

const DIGEST = z.looseObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 digest in hexadecimal is wanted'),
});
const VERDICT = z.enum(['pass', 'fail', 'advice', 'inconclusive', 'not-applicable', 'not-run']);
const COUNT = z.int().nonnegative();
const COUNTS = z.looseObject({
  pass: COUNT,
  fail: COUNT,
  advice: COUNT,
  inconclusive: COUNT,
  'not-applicable': COUNT,
  'not-run': COUNT,
});

const SCENARIO = z.looseObject({
  name: z.string(),
  uri: z.string(),
  line: COUNT,
  verdict: VERDICT,
  observed: z.boolean().exactOptional(),
  /** Of the transcript alone. */
  transcript: DIGEST,
  /** Of everything else that the result says of the scenario: reason, findings, times. */
  rest: DIGEST,
});

const REQUIREMENT = z.looseObject({
  id: z.string(),
  level: z.enum(['MUST', 'SHOULD', 'MAY']),
  title: z.string(),
  verdict: VERDICT,
  scenarios: z.array(SCENARIO),
  /** Of everything else that the result says of the requirement. */
  rest: DIGEST,
});

const CERTIFICATE = z.looseObject({
  schema: z.literal(1),
  /** `features` is the digest of the list of all feature files with their digests. */
  suite: z.looseObject({ name: z.literal('pop3spec'), version: z.string(), features: DIGEST }),
  role: z.enum(['server', 'client']),
  target: z.looseObject({
    name: z.string(),
    address: z.string(),
    tls: z.string(),
    greeting: z.string(),
    implementation: z.string(),
  }),
  started: z.string(),
  verdict: z.enum(['conforming', 'non-conforming', 'incomplete']),
  summary: z.looseObject({ MUST: COUNTS, SHOULD: COUNTS, MAY: COUNTS }),
  requirements: z.array(REQUIREMENT),
  /** Of the whole result file. */
  result: DIGEST,
});

const RESOURCE = z.looseObject({ name: z.string(), digest: DIGEST });

export const STATEMENT = z.looseObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([RESOURCE]),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: z.looseObject({
    result: z.enum(['PASSED', 'WARNED', 'FAILED']),
    configuration: z.array(RESOURCE),
    passedTests: z.array(z.string()),
    warnedTests: z.array(z.string()),
    failedTests: z.array(z.string()),
    pop3spec_certificate: CERTIFICATE,
  }),
});

export type Statement = z.output<typeof STATEMENT>;
export type Certificate = z.output<typeof CERTIFICATE>;
export type CertifiedRequirement = z.output<typeof REQUIREMENT>;
export type CertifiedScenario = z.output<typeof SCENARIO>;

/** The certificate in a statement. */
export function certificateIn(statement: Statement): Certificate {
  return statement.predicate.pop3spec_certificate;
}

/** A target as it is known from outside. */
interface Named {
  readonly role: string;
  readonly target: Readonly<Record<'name' | 'address' | 'tls' | 'implementation', string>>;
}

/**
 * What the subject's digest is taken of: where the target was found, and what it calls itself. It tells two targets apart, and tells
 * that two runs were on the same; it does not identify a program, which may call itself what it likes.
 */
export function subjectDigest({ role, target }: Named): string {
  const { name, address, tls, implementation } = target;
  return digestOf({ role, name, address, tls, implementation });
}

/** The digest of a set of feature files. */
export function featureSetDigest(features: readonly FeatureDigest[]): string {
  return digestOf(features.map(({ uri, sha256 }) => ({ uri, sha256 })));
}

/** Certifies a result, whatever its verdict. @param features those that it was tested with */
export function certify(result: RunResult, features: readonly FeatureDigest[]): Statement {
  const { suite, role, started, verdict, summary, requirements } = result;
  const target = { ...result.target };
  const set = featureSetDigest(features);
  const certificate: Certificate = {
    schema: 1,
    suite: { name: suite.name, version: suite.version, features: { sha256: set } },
    role,
    target,
    started,
    durationMs: result.durationMs,
    ...(result.options === undefined ? {} : { options: result.options }),
    verdict,
    summary: { ...summary },
    requirements: requirements.map(certifiedRequirement),
    result: { sha256: digestOf(result) },
  };
  const { implementation, name } = target;
  return {
    _type: STATEMENT_TYPE,
    subject: [
      { name: implementation === '' ? name : implementation, digest: { sha256: subjectDigest({ role, target }) } },
    ],
    predicateType: PREDICATE_TYPE,
    predicate: {
      ...testResult(certificate),
      configuration: [
        ...features.map(({ uri, sha256 }) => ({ name: uri, digest: { sha256 } })),
        { name: `${suite.name} ${suite.version}: all features on the ${role}`, digest: { sha256: set } },
      ],
      pop3spec_certificate: certificate,
    },
  };
}

/**
 * What the predicate of in-toto says. It knows three outcomes: what could not be judged is a warning, so a run that left something
 * open has not passed; what did not apply or was left out is in none of the lists.
 */
export function testResult({ verdict, requirements }: Pick<Certificate, 'verdict' | 'requirements'>): {
  result: 'PASSED' | 'WARNED' | 'FAILED';
  passedTests: string[];
  warnedTests: string[];
  failedTests: string[];
} {
  const ids = (...verdicts: readonly Verdict[]): string[] =>
    requirements.filter((requirement) => verdicts.includes(requirement.verdict)).map(({ id }) => id);
  const warnedTests = ids('advice', 'inconclusive');
  const passed = verdict === 'conforming' && warnedTests.length === 0;
  return {
    result: verdict === 'non-conforming' ? 'FAILED' : passed ? 'PASSED' : 'WARNED',
    passedTests: ids('pass'),
    warnedTests,
    failedTests: ids('fail'),
  };
}

/** A requirement as a certificate has it. */
export function certifiedRequirement(requirement: RequirementResult): CertifiedRequirement {
  const { scenarios, ...rest } = requirement;
  const { id, level, title, verdict } = rest;
  return { id, level, title, verdict, scenarios: scenarios.map(certifiedScenario), rest: { sha256: digestOf(rest) } };
}

function certifiedScenario(scenario: ScenarioResult): CertifiedScenario {
  const { transcript, ...rest } = scenario;
  const { name, uri, line, verdict, observed } = rest;
  return {
    name,
    uri,
    line,
    verdict,
    ...(observed === undefined ? {} : { observed }),
    transcript: { sha256: digestOf(transcript) },
    rest: { sha256: digestOf(rest) },
  };
}
