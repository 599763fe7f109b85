/** The octets of a run that must not appear in anything we write: passwords, and what is made from them. */

import { credentialOctets, plainSecret } from '../client/login.ts';
import { encodeBase64 } from '../protocol/base64.ts';
import { octetsOf } from '../protocol/octets.ts';
import type { ServerTarget } from '../target/target.ts';

/** The secrets of all accounts, plain and in base64. */
export function secretsOf(target: ServerTarget): Buffer[] {
  return target.accounts.flatMap((account) => {
    const password = credentialOctets(account.password);
    return [plainSecret(account).octets, octetsOf(encodeBase64(password)), password];
  });
}
