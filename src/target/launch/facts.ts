/** What a client is told in one launch. Pure. */

import { isIPv6 } from 'node:net';
import { accountSecrets } from '../../client/account-secrets.ts';
import type { Errand } from '../client.ts';
import type { Facts } from './template.ts';

/** What the placeholders stand for. @param places the folder of the client's own things, and the file of the certificate */
export function factsOf(errand: Errand, { dir, ca }: { readonly dir: string; readonly ca: string }): Facts {
  const { host, port, user, password } = errand;
  return { host, port: `${port}`, user, password, url: urlOf(errand), dir, ca };
}

/** The URL that clients take, in the manner of RFC 2384: user and password percent-encoded, an IPv6 address in brackets. */
export function urlOf({ host, port, user, password, tls }: Errand): string {
  const scheme = tls === 'implicit' ? 'pop3s' : 'pop3';
  const authority = isIPv6(host) ? `[${host}]` : host;
  return `${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${authority}:${port}/`;
}

/** What must not be shown of what the client prints. */
export function errandSecrets(errand: Errand): Buffer[] {
  return [...accountSecrets(errand), Buffer.from(encodeURIComponent(errand.password))];
}
