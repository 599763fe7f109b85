/**
 * What a script can set of the engine by name: `engine: NAME VALUES`. Features and limits of the configuration, and
 * policies: lasting behaviour, which replacing answers cannot change.
 */

import { isMechanism, type Mechanism } from '../protocol/sasl.ts';
import { AUTH_SETTINGS } from './auth-settings.ts';
import type { Bend } from './bend.ts';
import type { AccountConfig, Feature, LoginPermissions, ServerConfig } from './config.ts';
import { ALL_FEATURES } from './default-config.ts';
import type { Policy } from './policy.ts';
import { LANGUAGES, type Language } from './texts.ts';

/** What settings change. */
export interface Engine {
  readonly config: ServerConfig;
  readonly policy: Partial<Policy>;
  /** For what neither configuration nor policy can say; made for each connection, counted from 1. */
  readonly bends: readonly ((connection: number) => Bend)[];
}

/** A setting: the engine with it, or what its values should have been, in words that follow "expected". */
export type EngineSetting = (engine: Engine, values: readonly string[]) => Engine | string;

/** A setting without values. */
function flag(change: (engine: Engine) => Engine): EngineSetting {
  return (engine, values) => (values.length === 0 ? change(engine) : 'no value');
}

/** A setting without values that changes the policy. */
export function policyFlag(policy: Partial<Policy>): EngineSetting {
  return flag((engine) => ({ ...engine, policy: { ...engine.policy, ...policy } }));
}

function configured(engine: Engine, changes: Partial<ServerConfig>): Engine {
  return { ...engine, config: { ...engine.config, ...changes } };
}

const isFeature = (value: string): value is Feature => [...ALL_FEATURES].some((feature) => feature === value);

const without: EngineSetting = (engine, values) => {
  const { features, capa } = engine.config;
  if (values.length === 0 || !values.every((value) => value === 'CAPA' || isFeature(value))) {
    return `CAPA, or of ${[...ALL_FEATURES].join(' ')}`;
  }
  return configured(engine, {
    features: new Set([...features].filter((feature) => !values.includes(feature))),
    capa: capa && !values.includes('CAPA'),
  });
};

const only: EngineSetting = (engine, values) => {
  const { features } = engine.config;
  if (!values.every(isFeature)) return `some of ${[...ALL_FEATURES].join(' ')}`;
  return configured(engine, { features: new Set([...features].filter((feature) => values.includes(feature))) });
};

/** @param places where the mechanisms are permitted */
function mechanisms(...places: readonly ('inTheClear' | 'underTls')[]): EngineSetting {
  return (engine, values) => {
    const named = values.filter((value): value is Mechanism => isMechanism(value));
    if (named.length < values.length) return 'mechanisms that the engine supports';
    const permit = (permissions: LoginPermissions): LoginPermissions => ({ ...permissions, mechanisms: named });
    const { config } = engine;
    return places.reduce((changed, place) => configured(changed, { [place]: permit(config[place]) }), engine);
  };
}

/** A setting of one value, then users: of all where none is named. @param read undefined where it is no such value */
function perUser(expected: string, read: (value: string) => Partial<AccountConfig> | undefined): EngineSetting {
  return (engine, [text = '', ...users]) => {
    const { accounts } = engine.config;
    const change = read(text);
    if (change === undefined) return `${expected}, then perhaps users`;
    if (!users.every((user) => accounts.some((account) => account.user === user))) return 'users that there are';
    const isMeant = ({ user }: AccountConfig): boolean => users.length === 0 || users.includes(user);
    return configured(engine, {
      accounts: accounts.map((account) => (isMeant(account) ? { ...account, ...change } : account)),
    });
  };
}

/** A whole number of at most nine digits. */
function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function limit(key: 'commandLimit' | 'responseLimit'): EngineSetting {
  return (engine, values) => {
    const octets = values.length === 1 ? integer(values[0]) : undefined;
    return octets === undefined ? 'a number of octets' : { ...engine, policy: { ...engine.policy, [key]: octets } };
  };
}

const languages: EngineSetting = (engine, values) => {
  const known = values.filter((value): value is Language => Object.hasOwn(LANGUAGES, value));
  const [first] = known;
  if (first === undefined || known.length < values.length) return `some of ${Object.keys(LANGUAGES).join(' ')}`;
  const { preferredLanguage } = engine.config;
  return configured(engine, {
    languages: known,
    preferredLanguage: known.includes(preferredLanguage) ? preferredLanguage : first,
  });
};

const autologout: EngineSetting = (engine, values) => {
  const [, number, unit, when] = /^(\d{1,6})(ms|s)(?: (before|after)-login)?$/.exec(values.join(' ')) ?? [];
  if (number === undefined) return 'a time such as 5s or 200ms, and "before-login" or "after-login" behind it';
  const autologoutMs = Number(number) * (unit === 's' ? 1000 : 1);
  if (when === undefined) return configured(engine, { autologoutMs });
  return configured(engine, { autologoutMs, autologoutIn: when === 'before' ? 'AUTHORIZATION' : 'TRANSACTION' });
};

/** Only these spellings of their keywords are known; all others are unknown commands (RFC 1939 section 3: any case is right). */
const spellings: EngineSetting = (engine, values) => {
  if (values.length === 0) return 'keywords as they are to be spelt';
  const keywords = new Set(values.map((value) => value.toUpperCase()));
  const bend: Bend = {
    before({ keyword, isResponse, line }) {
      if (isResponse || !keywords.has(keyword)) return undefined;
      const spelt = line.content.toString('latin1', 0, keyword.length);
      return values.includes(spelt) ? undefined : { line: Buffer.from('?\r\n') };
    },
  };
  return { ...engine, bends: [...engine.bends, () => bend] };
};

/** The settings that there are, by name. Others may be added for what only one suite of faults needs. */
export const ENGINE_SETTINGS: ReadonlyMap<string, EngineSetting> = new Map<string, EngineSetting>([
  ['without', without],
  ['only', only],
  ['mechanisms', mechanisms('inTheClear', 'underTls')],
  ['clear-mechanisms', mechanisms('inTheClear')],
  ['tls-mechanisms', mechanisms('underTls')],
  [
    'no-clear-passwords',
    flag((engine) => configured(engine, { inTheClear: { ...engine.config.inTheClear, password: false } })),
  ],
  [
    'implementation',
    (engine, values) => (values.length === 0 ? 'a name' : configured(engine, { implementation: values.join(' ') })),
  ],
  [
    'login-delay',
    perUser('a number of seconds', (text) => {
      const loginDelay = integer(text);
      return loginDelay === undefined ? undefined : { loginDelay };
    }),
  ],
  [
    'expire',
    perUser('a number of days or NEVER', (text) => {
      const expire = text === 'NEVER' ? text : integer(text);
      return expire === undefined ? undefined : { expire };
    }),
  ],
  ['languages', languages],
  ['spellings', spellings],
  ['autologout', autologout],
  ['command-limit', limit('commandLimit')],
  ['response-limit', limit('responseLimit')],
  ['no-locks', policyFlag({ locks: false })],
  ['no-delays', policyFlag({ delays: false })],
  ['no-stuffing', policyFlag({ stuff: (octets) => octets })],
  ['no-ascii-guard', policyFlag({ guardsAscii: false })],
  ['same-timestamp', policyFlag({ timestamp: () => '<1896.697170952@localhost>' })],
  ['lenient-utf8', policyFlag({ decodeText: (octets) => octets.toString('utf8').replaceAll('\u{fffd}', '') })],
  ['acts-for-anybody', policyFlag({ mayActAs: () => true })],
  ['executes-clear-input', policyFlag({ clearBehindStls: 'execute' })],
  ['remembers-across-tls', policyFlag({ remembersAcrossStls: true })],
  ['keeps-name', policyFlag({ keepsName: () => true })],
  ['delays-at-user', policyFlag({ delaysAtUser: true })],
  ['locks-before-password', policyFlag({ locksBeforePassword: true })],
  [
    'deletes-retrieved',
    policyFlag({
      removedAtEnd: (maildrop, ending) =>
        ending === 'update' ? [...new Set([...maildrop.marked(), ...maildrop.retrieved()])] : [],
    }),
  ],
  ['deletes-nothing', policyFlag({ removedAtEnd: () => [] })],
  ['deletes-without-quit', policyFlag({ removedAtEnd: (maildrop) => maildrop.marked() })],
  ...AUTH_SETTINGS,
]);
