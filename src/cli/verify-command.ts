/** `pop3spec verify`: a certificate, checked. */

import { createHash, type KeyObject } from 'node:crypto';
import { featureDigests } from '../catalogue/feature-digests.ts';
import { ENVELOPE, isSignedBy, keyId, payloadOf, PAYLOAD_TYPE, verifyingKey, type Envelope } from '../certify/dsse.ts';
import { certificateIn, STATEMENT, STATEMENT_TYPE, type Statement } from '../certify/statement.ts';
import { checkFeatures, checkResult, checkStatement, together, type Findings } from '../certify/verify.ts';
import { EXIT } from '../verdict/summary.ts';
import type { VerifyFlags } from './certify-program.ts';
import type { Environment } from './environment.ts';
import { reasonOf, UsageError } from './errors.ts';
import { textOf } from './given-target.ts';
import { version } from './package-info.ts';
import { resultFile } from './result-file.ts';

/** What a certificate consists of, before anything of it is believed. */
interface Read {
  /** The text that was, or could have been, signed. */
  readonly payload: string;
  readonly envelope: Envelope | undefined;
}

/**
 * Runs the command.
 * @returns the exit status: 1 where something that was checked is wrong
 * @throws {UsageError} where a file is not what it is said to be
 */
export async function verifyCommand(file: string, flags: VerifyFlags, environment: Environment): Promise<number> {
  const key = flags.key === undefined ? undefined : await keyIn(flags.key);
  const read = envelopeOrStatement(await textOf('the certificate', file), file);
  const result = flags.result === undefined ? undefined : await resultFile('--result', flags.result);
  const { statement, mistakes } = statementIn(read.payload);
  const findings = together(
    checkSignature(read, key),
    ...(statement === undefined
      ? [{ holds: [], open: [], broken: mistakes }]
      : [
          checkStatement(statement),
          checkFeatures(statement, version(), await featureDigests(certificateIn(statement).role)),
          result === undefined
            ? { holds: [], open: ['the transcripts are not checked: add --result RESULT.json'], broken: [] }
            : checkResult(statement, result),
        ]),
  );
  environment.stdout.write(environment.hidden(told(read, statement, findings)));
  return findings.broken.length === 0 ? EXIT.conforming : EXIT.broken;
}

async function keyIn(file: string): Promise<KeyObject> {
  const pem = await textOf('--key', file);
  try {
    return verifyingKey(pem);
  } catch (error) {
    throw new UsageError(`--key: ${file}: ${reasonOf(error)}`);
  }
}

/** @throws {UsageError} where the file is neither */
function envelopeOrStatement(text: string, file: string): Read {
  const value = jsonIn(text);
  if (isRecord(value) && value['_type'] === STATEMENT_TYPE) return { payload: text, envelope: undefined };
  if (isRecord(value) && 'payload' in value) {
    const parsed = ENVELOPE.safeParse(value);
    if (parsed.success && parsed.data.payloadType === PAYLOAD_TYPE) {
      return { payload: payloadOf(parsed.data), envelope: parsed.data };
    }
  }
  throw new UsageError(
    `${file} is no certificate: neither an in-toto Statement nor a signed one (pop3spec certify writes them)`,
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function statementIn(payload: string): { statement: Statement | undefined; mistakes: string[] } {
  const parsed = STATEMENT.safeParse(jsonIn(payload));
  if (parsed.success) return { statement: parsed.data, mistakes: [] };
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the statement'}: ${message}`);
  return { statement: undefined, mistakes };
}

function checkSignature({ envelope }: Read, key: KeyObject | undefined): Findings {
  const outcome = { holds: [], open: [], broken: [] };
  if (envelope === undefined) {
    const unsigned = 'it is not signed: anybody could have written it';
    return key === undefined ? { ...outcome, open: [unsigned] } : { ...outcome, broken: [unsigned] };
  }
  if (key === undefined) {
    const names = envelope.signatures.map(({ keyid }) => keyid).join(', ');
    return { ...outcome, open: [`its signature is not checked: add --key PUB.pem (it names ${names})`] };
  }
  return isSignedBy(envelope, key)
    ? { ...outcome, holds: [`it is signed with ${keyId(key)}`] }
    : { ...outcome, broken: [`it is not signed with ${keyId(key)}, or was changed after it was`] };
}

/** What is said of it all, ending in a line feed. */
function told({ payload }: Read, statement: Statement | undefined, { holds, open, broken }: Findings): string {
  const lines = [
    ...(statement === undefined ? [] : about(statement)),
    `sha256 of the statement: ${createHash('sha256').update(payload).digest('hex')}`,
    ...holds.map((sentence) => `✓ ${sentence}`),
    ...open.map((sentence) => `? ${sentence}`),
    ...broken.map((sentence) => `✗ ${sentence}`),
    broken.length > 0 ? 'NOT VALID' : open.length > 0 ? 'VALID as far as it was checked' : 'VALID',
  ];
  return `${lines.join('\n')}\n`;
}

function about(statement: Statement): string[] {
  const { role, target, started, verdict, suite } = certificateIn(statement);
  const named = target.implementation === '' ? '' : ` (${target.implementation})`;
  return [`The ${role} ${target.name}${named}, tested on ${started} with pop3spec ${suite.version}: ${verdict}`];
}
