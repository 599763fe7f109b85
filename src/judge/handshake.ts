/** What a TLS handshake that failed tells of the peer. Pure. */

/** Codes of Node and OpenSSL for a peer that speaks no TLS, or leaves in the middle of it without an alert. */
const NO_TLS: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ECONNRESET',
  'ECLOSED',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Whether a failed handshake shows a peer that did not begin TLS. With any other failure it did, and the two sides did
 * not agree on a version, a cipher, a key or a certificate: RFC 2595 does not make it a breach that a peer is old or strict.
 * @param code of the error, such as `ERR_SSL_WRONG_VERSION_NUMBER`; empty where there is none
 */
export function speaksNoTls(code: string): boolean {
  return NO_TLS.has(code);
}

/** Why a handshake failed, for a reader: of OpenSSL's own message only the reason. */
export function handshakeFailure(message: string): string {
  return /:SSL routines:[^:]*:([^:\n]+)/.exec(message)?.[1] ?? message.trim();
}
