/** The server from which a client under test fetches its mail: correct by the book, with all that a client may make use of. */

import { markedMessage } from '../judge/stored.ts';
import type { ServerConfig, TlsConfig } from '../server/config.ts';
import { ALL_FEATURES } from '../server/default-config.ts';
import type { TlsMode } from './client.ts';

/** RFC 1939 section 3: "at least 10 minutes' duration". */
const TEN_MINUTES = 10 * 60 * 1000;

/** What is in the maildrop where a scenario says nothing else. */
export const PLAIN_MAIL: readonly Buffer[] = [
  markedMessage('first', ['A message of few lines,', '', 'one of them empty.']),
  markedMessage('dots', ['.', '..', '.x', 'x.', '...', 'the end is near', '.']),
  markedMessage('last', ['The last of three.']),
];

/**
 * The configuration. PLAIN is there also in the clear, behind the others, since the server listens on loopback and some
 * clients know nothing better; STLS is there only for a client that is told to use it, since another may take it up unasked.
 */
export function plainServer(
  account: { readonly user: string; readonly password: string },
  tls: TlsMode,
  certificate: Pick<TlsConfig, 'key' | 'cert'>,
  messages: readonly Buffer[] = PLAIN_MAIL,
): ServerConfig {
  return {
    name: 'localhost',
    accounts: [{ ...account, loginDelay: 0, expire: 'NEVER', messages }],
    features: ALL_FEATURES,
    capa: true,
    inTheClear: { mechanisms: ['SCRAM-SHA-256', 'CRAM-MD5', 'PLAIN'], password: true },
    underTls: { mechanisms: ['SCRAM-SHA-256', 'CRAM-MD5', 'PLAIN'], password: true },
    utf8User: true,
    implementation: 'pop3spec',
    languages: ['en'],
    preferredLanguage: 'en',
    ...(tls === 'none' ? {} : { tls: { ...certificate, mode: tls } }),
    autologoutMs: TEN_MINUTES,
    handshakeMs: 10_000,
    stallMs: 60_000,
    clock: () => performance.now(),
  };
}
