/** The octets of a run that must not appear in anything we write: passwords, and what is made from them. */

import { credentialOctets, plainSecret } from '../client/login.ts';
import { encodeBase64 } from '../protocol/base64.ts';
import { octetsOf } from '../protocol/octets.ts';
import type { Account, ServerTarget } from '../target/target.ts';

/** The secrets of one account: the password, plain and in base64, and what PLAIN makes of it (RFC 4616). */
export function accountSecrets(account: Account): Buffer[] {
  const password = credentialOctets(account.password);
  return [plainSecret(account).octets, octetsOf(encodeBase64(password)), password];
}

/** The secrets of all accounts of a server. */
export function secretsOf(target: Pick<ServerTarget, 'accounts'>): Buffer[] {
  return target.accounts.flatMap(accountSecrets);
}
