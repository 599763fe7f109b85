/** `pop3spec certify`: a certificate of a result. */

import { createHash, type KeyObject } from 'node:crypto';
import path from 'node:path';
import { featureDigests, type FeatureDigest } from '../catalogue/feature-digests.ts';
import { contradictions } from '../certify/consistency.ts';
import { keyId, seal, signingKey } from '../certify/dsse.ts';
import { certify, featureSetDigest, subjectDigest } from '../certify/statement.ts';
import { renderBadge, badgeCount } from '../report/badge.ts';
import { certificateFoot, renderCertificate } from '../report/certificate.ts';
import { asciiJson } from '../report/json.ts';
import { headline } from '../report/tally.ts';
import { installedBrowser, SharedBrowser } from '../target/launch/browser.ts';
import type { RunResult } from '../verdict/result.ts';
import { EXIT } from '../verdict/summary.ts';
import { SURVEY } from '../verdict/verdicts.ts';
import type { CertifyFlags } from './certify-program.ts';
import type { Environment } from './environment.ts';
import { reasonOf, UsageError } from './errors.ts';
import { textOf } from './given-target.ts';
import { checkWritable, writeWhole } from './output-files.ts';
import { version } from './package-info.ts';
import { printPdf } from './print-pdf.ts';
import { resultFile } from './result-file.ts';

/** More contradictions of a result file are not told at once. */
const MOST_PROBLEMS = 20;

/**
 * Runs the command.
 * @returns the exit status: 1 where the verdicts of the result file do not follow from what it holds
 * @throws {UsageError} where the result can't be certified, the key is none, or no browser is there to print
 */
export async function certifyCommand(file: string, flags: CertifyFlags, environment: Environment): Promise<number> {
  const result = await resultFile('the result file', file);
  const features = await featureDigests(result.role);
  refuseUnfit(file, result, features);
  const problems = contradictions(result);
  if (problems.length > 0) {
    const more = problems.length - MOST_PROBLEMS;
    const told = [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])];
    environment.say(`${file} is not certified, since it contradicts itself:\n${told.join('\n')}`);
    return EXIT.broken;
  }
  const key = flags.sign === undefined ? undefined : await keyIn(flags.sign);
  const name = flags.output ?? path.join(path.dirname(file), 'certificate');
  const files = { statement: `${name}.intoto.json`, badge: `${name}.svg`, pdf: `${name}.pdf` };
  for (const each of Object.values(files)) if (flags.pdf || each !== files.pdf) await checkWritable(each);
  const pdf = flags.pdf ? await drawn(result, features, key, flags.browser, environment) : undefined;
  const statement = statementText(result, features);
  await writeWhole(files.statement, key === undefined ? statement : asciiJson(seal(statement, key)));
  await writeWhole(files.badge, renderBadge(result));
  if (pdf !== undefined) await writeWhole(files.pdf, pdf);
  const written = [files.statement, ...(pdf === undefined ? [] : [files.pdf]), files.badge];
  environment.stdout.write(
    environment.hidden(
      [
        `${headline(result).title}: ${badgeCount(result.summary)}`,
        key === undefined ? 'Not signed: anybody could have written it (--sign KEY.pem)' : `Signed with ${keyId(key)}`,
        `Written: ${written.join(', ')}\n`,
      ].join('\n'),
    ),
  );
  return EXIT.conforming;
}

/** @throws {UsageError} where the result is not that of a whole run of this suite */
function refuseUnfit(file: string, result: RunResult, features: readonly FeatureDigest[]): void {
  const { suite, shard, faults, interrupted, options, requirements } = result;
  const known = new Set([SURVEY, ...features.map(({ uri }) => uri)]);
  const foreign = requirements.flatMap(({ scenarios }) => scenarios).find(({ uri }) => !known.has(uri));
  const reasons = [
    suite.version === version()
      ? undefined
      : `it is of pop3spec ${suite.version}, whose features this ${version()} has not: certify with the version that tested`,
    options === undefined ? 'it does not say with which options the run was made: run it again' : undefined,
    shard === undefined
      ? undefined
      : `it is part ${shard.index} of ${shard.of}: merge the parts first (pop3spec report --merge)`,
    faults.length === 0 ? undefined : 'pop3spec itself went wrong in this run, so it says nothing of the target',
    interrupted === undefined ? undefined : `the run ended early: ${interrupted}`,
    foreign === undefined
      ? undefined
      : `it holds scenarios of your own (${foreign.uri}): a certificate is of the suite alone, without --features`,
  ].filter((reason) => reason !== undefined);
  if (reasons.length > 0)
    throw new UsageError(reasons.map((reason) => `${file} can't be certified: ${reason}`).join('\n'));
}

async function keyIn(file: string): Promise<KeyObject> {
  const pem = await textOf('--sign', file);
  try {
    return signingKey(pem);
  } catch (error) {
    throw new UsageError(`--sign: ${file}: ${reasonOf(error)}`);
  }
}

function statementText(result: RunResult, features: readonly FeatureDigest[]): string {
  return asciiJson(certify(result, features));
}

/** The certificate as PDF. @throws {UsageError} where there is no browser */
async function drawn(
  result: RunResult,
  features: readonly FeatureDigest[],
  key: KeyObject | undefined,
  told: string | undefined,
  { variables }: Environment,
): Promise<Uint8Array> {
  const facts = {
    statement: createHash('sha256').update(statementText(result, features)).digest('hex'),
    features: featureSetDigest(features),
    subject: subjectDigest(result),
    key: key === undefined ? undefined : keyId(key),
  };
  const shared = new SharedBrowser(told ?? installedBrowser(variables));
  try {
    const browser = await shared.lend(new Set()).catch((error: unknown) => {
      const [reason = ''] = reasonOf(error).split('\n', 1);
      throw new UsageError(`the PDF can't be printed: ${reason}; --no-pdf leaves it out`);
    });
    return await printPdf(browser, renderCertificate(result, facts), certificateFoot(result, facts));
  } finally {
    await shared.close();
  }
}
