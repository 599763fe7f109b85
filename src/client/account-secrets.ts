/** What must not be shown of an account, in each form in which a peer may show it. */

import { encodeBase64 } from '../protocol/base64.ts';
import { octetsOf } from '../protocol/octets.ts';
import type { Credentials } from '../protocol/sasl.ts';
import { credentialOctets, plainSecret } from './login.ts';

/** Its password, plain and in base64, and as the message of PLAIN. */
export function accountSecrets(account: Credentials): Buffer[] {
  const password = credentialOctets(account.password);
  return [plainSecret(account).octets, octetsOf(encodeBase64(password)), password];
}
