import { describe, expect, it } from 'vitest';
import { handshakeFailure, speaksNoTls } from './handshake.ts';

describe('speaksNoTls', () => {
  it.each(['ERR_SSL_WRONG_VERSION_NUMBER', 'ECONNRESET', 'ETIMEDOUT'])('blames a peer for %s', (code) => {
    expect(speaksNoTls(code)).toBe(true);
  });

  it.each([
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_DH_KEY_TOO_SMALL',
    'CERT_HAS_EXPIRED',
    '',
  ])('does not blame it for %j', (code) => {
    expect(speaksNoTls(code)).toBe(false);
  });
});

it('tells the reason of OpenSSL, and nothing of where it comes from', () => {
  const message = '80CC:error:0A000415:SSL routines:ssl3_read_bytes:sslv3 alert certificate expired:../ssl/x.c:9:SSL\n';
  expect(handshakeFailure(message)).toBe('sslv3 alert certificate expired');
  expect(handshakeFailure('the client ended the handshake')).toBe('the client ended the handshake');
});
