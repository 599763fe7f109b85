/** What the user of `pop3spec server` wants, from the command line and from a configuration file alike. Pure. */

import type { Account } from '../target/target.ts';
import { parseAddress } from './address.ts';
import { UsageError } from './errors.ts';
import type { ServerFlags } from './flags.ts';
import * as value from './option-values.ts';
import { judged, refuseContradictions, runSettingsOfFlags, type RunSettings } from './run-settings.ts';
import { splitWords } from './shell-words.ts';

/** What one source says, each value judged by itself; what it leaves open is undefined. */
export interface Settings extends RunSettings {
  readonly target?: string | undefined;
  /** Further accounts: the second and following. */
  readonly accounts?: readonly Account[] | undefined;
  /** The name of a PEM file. */
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
  /** The words of the command that delivers a message. */
  readonly deliver?: readonly [string, ...string[]] | undefined;
  readonly allowDelete?: boolean | undefined;
}

/** The settings of the command line. @throws {UsageError} where a value is wrong */
export function settingsOfFlags(target: string | undefined, flags: ServerFlags): Settings {
  return normalised({
    ...runSettingsOfFlags(flags),
    target,
    accounts: flags.account?.map((text) => judged('--account', value.account, text)),
    ca: judged('--ca', value.path, flags.ca),
    insecure: flags.insecure,
    deliver: judged('--deliver', splitWords, flags.deliver),
    allowDelete: flags.allowDelete,
  });
}

/**
 * The settings of one source with what its address says put beside what its other values say.
 * @throws {UsageError} where the source contradicts itself
 */
export function normalised(settings: Settings): Settings {
  refuseContradictions(settings);
  const { target, user, tls } = settings;
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
