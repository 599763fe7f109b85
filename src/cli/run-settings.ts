/** What a user may want of any test, of a server or of a client: from the command line and from a configuration file alike. Pure. */

import { KINDS, type EmitKind } from '../emit/kinds.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import { reasonOf, UsageError } from './errors.ts';
import type { RunFlags } from './flags.ts';
import * as value from './option-values.ts';

/** What one source says, each value judged by itself; what it leaves open is undefined. */
export interface RunSettings {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly tls?: value.TlsMode | undefined;
  readonly only?: readonly string[] | undefined;
  readonly strict?: boolean | undefined;
  /** The file of the known failures, and whether it is to be revised. */
  readonly baseline?: string | undefined;
  readonly updateBaseline?: boolean | undefined;
  readonly shard?: value.Part | undefined;
  readonly parallel?: number | undefined;
  readonly segmentation?: Segmentation | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxWaitMs?: number | undefined;
  readonly features?: string | undefined;
  readonly out?: string | undefined;
  readonly html?: string | undefined;
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly messages?: string | undefined;
  readonly cucumberHtml?: string | undefined;
  /** What a file is written of for each scenario that failed. */
  readonly emit?: EmitKind | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** Judges one value, where it is given; where it is wrong, says of which option. @throws {UsageError} */
export function judged<Value>(option: string, judge: (text: string) => Value, text: string): Value;
export function judged<Value>(
  option: string,
  judge: (text: string) => Value,
  text: string | undefined,
): Value | undefined;
export function judged<Value>(
  option: string,
  judge: (text: string) => Value,
  text: string | undefined,
): Value | undefined {
  if (text === undefined) return undefined;
  try {
    return judge(text);
  } catch (error) {
    throw new UsageError(`${option}: ${reasonOf(error)}`);
  }
}

/** What the command line says. @throws {UsageError} where a value is wrong */
export function runSettingsOfFlags(flags: RunFlags): RunSettings {
  return {
    user: judged('--user', value.userName, flags.user),
    password: judged('--password', value.password, flags.password),
    passwordFile: judged('--password-file', value.path, flags.passwordFile),
    tls: judged('--tls', (text) => value.oneOf(value.TLS_MODES, text), flags.tls),
    only: flags.only,
    strict: flags.strict,
    baseline: judged('--baseline', value.path, flags.baseline),
    updateBaseline: flags.updateBaseline,
    shard: judged('--shard', value.part, flags.shard),
    parallel: judged('--parallel', value.lanes, flags.parallel),
    segmentation: judged('--segment', value.segmentation, flags.segment),
    timeoutMs: judged('--timeout', value.positiveTime, flags.timeout),
    maxWaitMs: judged('--max-wait', value.waitingTime, flags.maxWait),
    features: judged('--features', value.path, flags.features),
    out: judged('--out', value.path, flags.out),
    html: judged('--html', value.path, flags.html),
    json: judged('--json', value.path, flags.json),
    junit: judged('--junit', value.path, flags.junit),
    messages: judged('--messages', value.path, flags.messages),
    cucumberHtml: judged('--cucumber-html', value.path, flags.cucumberHtml),
    emit: judged('--emit', (text) => value.oneOf(KINDS, text), flags.emit),
    quiet: flags.quiet,
    verbose: flags.verbose,
  };
}

/** @throws {UsageError} where one source contradicts itself */
export function refuseContradictions({ password, passwordFile, quiet, verbose }: RunSettings): void {
  if (password !== undefined && passwordFile !== undefined) {
    throw new UsageError('a password and a password file are given: one of them is too many');
  }
  if (quiet === true && verbose === true) throw new UsageError('quiet and verbose are both wanted: choose one');
}

/** Values that speak of one thing: a source that gives one of them leaves nothing of the others to the source below. */
const TOGETHER: ReadonlyArray<readonly string[]> = [
  ['password', 'passwordFile'],
  ['quiet', 'verbose'],
  ['ca', 'insecure'],
  ['command', 'driver'],
];

/** Two sources as one: what `above` leaves open, `below` says. */
export function merged<Settings extends RunSettings>(below: Settings, above: Settings): Settings {
  const given = Object.entries(above).filter(([, each]) => each !== undefined);
  const keys = new Set(given.map(([key]) => key));
  const hidden = TOGETHER.filter((group) => group.some((key) => keys.has(key))).flat();
  return {
    ...below,
    ...Object.fromEntries(hidden.map((key) => [key, undefined])),
    ...Object.fromEntries(given),
  };
}
