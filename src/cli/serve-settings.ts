/** What the user of `pop3spec serve` wants: the command line, each value judged by itself. Pure. */

import type { Account } from '../target/target.ts';
import { UsageError } from './errors.ts';
import * as value from './option-values.ts';
import { judged } from './run-settings.ts';
import type { ServeFlags } from './serve-program.ts';

/** Where the behaviour comes from. */
export type Behaviour =
  | { readonly kind: 'built in' }
  | { readonly kind: 'script'; readonly file: string }
  | { readonly kind: 'persona'; readonly name: string };

export interface ServeSettings {
  readonly behaviour: Behaviour;
  readonly host: string;
  readonly port: number;
  readonly tls: value.TlsMode;
  /** The names of PEM files; absent: a certificate is made. */
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly passwordFile: string | undefined;
  readonly accounts: readonly Account[];
  readonly maildir: string | undefined;
  readonly messages: readonly string[];
  readonly once: boolean;
  readonly log: boolean;
}

/** Where nobody else can connect. */
export const LOOPBACK = '127.0.0.1';

/** The settings of the command line. @throws {UsageError} where a value is wrong, or two contradict each other */
export function serveSettings(script: string | undefined, flags: ServeFlags): ServeSettings {
  const tls = judged('--tls', (text) => value.oneOf(value.TLS_MODES, text), flags.tls) ?? 'stls';
  const password = judged('--password', value.password, flags.password);
  const passwordFile = judged('--password-file', value.path, flags.passwordFile);
  if (password !== undefined && passwordFile !== undefined) {
    throw new UsageError('--password and --password-file are both given: one of them is too many');
  }
  return {
    behaviour: behaviour(script, flags.persona),
    host: judged('--host', address, flags.host) ?? LOOPBACK,
    port: judged('--port', port, flags.port) ?? 0,
    tls,
    certificate: certificateFiles(flags, tls),
    user: judged('--user', value.userName, flags.user),
    password,
    passwordFile,
    accounts: flags.account?.map((text) => judged('--account', value.account, text)) ?? [],
    maildir: judged('--maildir', value.path, flags.maildir),
    messages: flags.message?.map((text) => judged('--message', value.path, text)) ?? [],
    once: flags.once ?? false,
    log: flags.log ?? false,
  };
}

function behaviour(script: string | undefined, persona: string | undefined): Behaviour {
  if (script !== undefined && persona !== undefined) {
    throw new UsageError(`the script ${script} and the persona ${persona} are both given: one of them is too many`);
  }
  if (script !== undefined) return { kind: 'script', file: script };
  return persona === undefined ? { kind: 'built in' } : { kind: 'persona', name: persona };
}

/** The files of a certificate and its key; undefined where one is to be made. @throws {UsageError} */
export function certificateFiles(
  { cert, key }: Pick<ServeFlags, 'cert' | 'key'>,
  tls: value.TlsMode,
): ServeSettings['certificate'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new UsageError('--cert and --key go together: give both, or none for a certificate made on the spot');
  }
  if (tls === 'none') throw new UsageError('--cert and --key are for TLS, which --tls none switches off');
  return { cert: judged('--cert', value.path, cert) ?? cert, key: judged('--key', value.path, key) ?? key };
}

/** A port to listen on. @throws {UsageError} */
export function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= 65_535) return number;
  throw new UsageError(`"${text}" is not a port: a number from 0 (any that is free) to 65535`);
}

/** An address to listen on. @throws {UsageError} */
export function address(text: string): string {
  if (/^[\w.:%-]+$/.test(text)) return text;
  throw new UsageError(`"${text}" is not an address to listen on, such as 127.0.0.1, ::1 or 0.0.0.0`);
}
