/** The octets of a run that must not appear in anything we write: passwords, and what is made from them. */

import { accountSecrets } from '../client/account-secrets.ts';
import type { ServerTarget } from '../target/target.ts';

/** The secrets of all accounts of a server. */
export function secretsOf(target: Pick<ServerTarget, 'accounts' | 'spares'>): Buffer[] {
  return [...target.accounts, ...(target.spares ?? [])].flatMap(accountSecrets);
}
