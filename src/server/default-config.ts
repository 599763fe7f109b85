/** The server that is built in: everything switched on, and the defaults that the RFCs recommend. */

import { selfSigned } from './certificates.ts';
import type { Feature, ServerConfig } from './config.ts';
import { SAMPLES, TINY } from './sample-messages.ts';

/** RFC 1939 section 3: "at least 10 minutes' duration". */
const TEN_MINUTES = 10 * 60 * 1000;

/** Every feature that there is. */
export const ALL_FEATURES: ReadonlySet<Feature> = new Set<Feature>([
  'TOP',
  'USER',
  'SASL',
  'RESP-CODES',
  'LOGIN-DELAY',
  'PIPELINING',
  'EXPIRE',
  'UIDL',
  'IMPLEMENTATION',
  'STLS',
  'AUTH-RESP-CODE',
  'UTF8',
  'LANG',
  'APOP',
]);

/**
 * The configuration of the built-in server. Its users differ in LOGIN-DELAY and EXPIRE, so that CAPA says in the
 * AUTHORIZATION state the largest and the smallest value with USER (RFC 2449 sections 6.5 and 6.7). PLAIN is there only
 * under TLS (RFC 5034 section 4); USER and PASS also without, since it listens on loopback.
 */
export async function builtInConfig(): Promise<ServerConfig> {
  return {
    name: 'localhost',
    accounts: [
      { user: 'alice', password: 'wonderland', loginDelay: 0, expire: 'NEVER', messages: SAMPLES, language: 'de' },
      { user: 'bob', password: 'builder', loginDelay: 0, expire: 60, messages: SAMPLES },
      { user: 'carol', password: 'christmas', loginDelay: 1, expire: 30, messages: [TINY] },
      { user: 'dave', password: 'december', loginDelay: 1, expire: 30, messages: [TINY] },
      { user: 'erin', password: 'equinox', loginDelay: 1, expire: 30, messages: [TINY] },
    ],
    features: ALL_FEATURES,
    capa: true,
    inTheClear: { mechanisms: ['CRAM-MD5', 'SCRAM-SHA-256'], password: true },
    underTls: { mechanisms: ['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256'], password: true },
    utf8User: true,
    implementation: 'pop3spec',
    languages: ['en', 'de', 'fr'],
    preferredLanguage: 'en',
    tls: { ...(await selfSigned()), mode: 'stls' },
    autologoutMs: TEN_MINUTES,
    handshakeMs: 10_000,
    stallMs: TEN_MINUTES,
    clock: () => performance.now(),
  };
}
