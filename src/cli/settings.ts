/** What the user wants, from the command line and from a configuration file alike. Pure. */

import type { Account } from '../target/target.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import { parseAddress } from './address.ts';
import { reasonOf, UsageError } from './errors.ts';
import type { ServerFlags } from './flags.ts';
import * as value from './option-values.ts';
import { splitWords } from './shell-words.ts';

/** What one source says, each value judged by itself; what it leaves open is undefined. */
export interface Settings {
  readonly target?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly passwordFile?: string | undefined;
  /** Further accounts: the second and following. */
  readonly accounts?: readonly Account[] | undefined;
  readonly tls?: value.TlsMode | undefined;
  /** The name of a PEM file. */
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
  /** The words of the command that delivers a message. */
  readonly deliver?: readonly [string, ...string[]] | undefined;
  readonly allowDelete?: boolean | undefined;
  readonly only?: readonly string[] | undefined;
  readonly strict?: boolean | undefined;
  /** The file of the known failures, and whether it is to be revised. */
  readonly baseline?: string | undefined;
  readonly updateBaseline?: boolean | undefined;
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
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** Judges one value and, where it is wrong, says of which option. */
function judged<Value>(option: string, judge: (text: string) => Value, text: string | undefined): Value | undefined {
  if (text === undefined) return undefined;
  try {
    return judge(text);
  } catch (error) {
    throw new UsageError(`${option}: ${reasonOf(error)}`);
  }
}

/** The settings of the command line. @throws {UsageError} where a value is wrong */
export function settingsOfFlags(target: string | undefined, flags: ServerFlags): Settings {
  return normalised({
    target,
    user: judged('--user', value.userName, flags.user),
    password: judged('--password', value.password, flags.password),
    passwordFile: judged('--password-file', value.path, flags.passwordFile),
    accounts: flags.account?.flatMap((text) => judged('--account', value.account, text) ?? []),
    tls: judged('--tls', (text) => value.oneOf(value.TLS_MODES, text), flags.tls),
    ca: judged('--ca', value.path, flags.ca),
    insecure: flags.insecure,
    deliver: judged('--deliver', splitWords, flags.deliver),
    allowDelete: flags.allowDelete,
    only: flags.only,
    strict: flags.strict,
    baseline: judged('--baseline', value.path, flags.baseline),
    updateBaseline: flags.updateBaseline,
    segmentation: judged('--segment', value.segmentation, flags.segment),
    timeoutMs: judged('--timeout', value.answerTime, flags.timeout),
    maxWaitMs: judged('--max-wait', value.waitingTime, flags.maxWait),
    features: judged('--features', value.path, flags.features),
    out: judged('--out', value.path, flags.out),
    html: judged('--html', value.path, flags.html),
    json: judged('--json', value.path, flags.json),
    junit: judged('--junit', value.path, flags.junit),
    messages: judged('--messages', value.path, flags.messages),
    cucumberHtml: judged('--cucumber-html', value.path, flags.cucumberHtml),
    quiet: flags.quiet,
    verbose: flags.verbose,
  });
}

/**
 * The settings of one source with what its address says put beside what its other values say.
 * @throws {UsageError} where the source contradicts itself
 */
export function normalised(settings: Settings): Settings {
  const { target, user, tls, password, passwordFile, quiet, verbose } = settings;
  if (password !== undefined && passwordFile !== undefined) {
    throw new UsageError('a password and a password file are given: one of them is too many');
  }
  if (quiet === true && verbose === true) throw new UsageError('quiet and verbose are both wanted: choose one');
  if (target === undefined) return settings;
  const address = parseAddress(target);
  if (address.user !== undefined && user !== undefined && address.user !== user) {
    throw new UsageError(`the address names the user ${address.user}, and the option the user ${user}: choose one`);
  }
  if (address.implicitTls) refuseOtherTls(tls);
  return {
    ...settings,
    ...(address.user === undefined ? {} : { user: value.userName(address.user) }),
    ...(address.implicitTls ? { tls: 'implicit' } : {}),
  };
}

/** @throws {UsageError} where `tls` is not what `pop3s://` means */
export function refuseOtherTls(tls: value.TlsMode | undefined): void {
  if (tls === undefined || tls === 'implicit') return;
  throw new UsageError(`pop3s:// is TLS from the first octet, which contradicts --tls ${tls}; for that write pop3://`);
}

/** Values that speak of one thing: a source that gives one of them leaves nothing of the others to the source below. */
const TOGETHER: ReadonlyArray<ReadonlyArray<keyof Settings>> = [
  ['password', 'passwordFile'],
  ['quiet', 'verbose'],
  ['ca', 'insecure'],
];

/** Two sources as one: what `above` leaves open, `below` says. */
export function merged(below: Settings, above: Settings): Settings {
  const entries = Object.entries(above).filter(([, each]) => each !== undefined);
  const given = new Set(entries.map(([key]) => key));
  const hidden = new Set<string>(TOGETHER.filter((group) => group.some((key) => given.has(key))).flat());
  const kept = Object.entries(below).filter(([key]) => !hidden.has(key));
  return Object.fromEntries([...kept, ...entries]);
}
