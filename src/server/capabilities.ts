/** What CAPA says (RFC 2449 section 5), in each state, for each user, with and without TLS. */

import type { AccountConfig, Feature, LoginPermissions, Retention, ServerConfig } from './config.ts';

/** What the list depends on. */
export interface Circumstances {
  /** Who has logged in; undefined in the AUTHORIZATION state. */
  readonly account: AccountConfig | undefined;
  readonly permissions: LoginPermissions;
  /** Whether STLS would be accepted now. */
  readonly stls: boolean;
}

/**
 * The capability lines, in the order of the RFCs.
 *
 * SASL and USER stay after login (RFC 2449 section 5, RFC 5034 section 3); STLS does not, since its tag means
 * "permitted in the current state" (RFC 2595 section 4).
 */
export function capabilities(config: ServerConfig, circumstances: Circumstances): string[] {
  const { account, permissions, stls } = circumstances;
  const lines: readonly (readonly [Feature, string | undefined])[] = [
    ['TOP', 'TOP'],
    ['USER', permissions.password ? 'USER' : undefined],
    ['SASL', permissions.mechanisms.length > 0 ? ['SASL', ...permissions.mechanisms].join(' ') : undefined],
    ['RESP-CODES', 'RESP-CODES'],
    ['LOGIN-DELAY', `LOGIN-DELAY ${loginDelay(config.accounts, account)}`],
    ['PIPELINING', 'PIPELINING'],
    ['EXPIRE', `EXPIRE ${expire(config.accounts, account)}`],
    ['UIDL', 'UIDL'],
    ['IMPLEMENTATION', `IMPLEMENTATION ${config.implementation}`],
    ['STLS', stls ? 'STLS' : undefined],
    ['AUTH-RESP-CODE', 'AUTH-RESP-CODE'],
    ['UTF8', config.utf8User ? 'UTF8 USER' : 'UTF8'],
    ['LANG', 'LANG'],
  ];
  return lines.flatMap(([feature, text]) => (text !== undefined && config.features.has(feature) ? [text] : []));
}

/** RFC 2449 section 6.5: before login the largest value of any user, and "USER" where they differ. */
function loginDelay(accounts: readonly AccountConfig[], account: AccountConfig | undefined): string {
  if (account !== undefined) return String(account.loginDelay);
  const values = accounts.map((each) => each.loginDelay);
  return announce(String(Math.max(0, ...values)), values);
}

/** RFC 2449 section 6.7: before login the smallest value of any user (NEVER is the largest), and "USER" where they differ. */
function expire(accounts: readonly AccountConfig[], account: AccountConfig | undefined): string {
  if (account !== undefined) return String(account.expire);
  const values = accounts.map((each) => each.expire);
  const days = values.filter((value): value is Exclude<Retention, 'NEVER'> => value !== 'NEVER');
  return announce(days.length === 0 ? 'NEVER' : String(Math.min(...days)), values);
}

function announce(value: string, values: readonly Retention[]): string {
  return new Set(values).size > 1 ? `${value} USER` : value;
}
