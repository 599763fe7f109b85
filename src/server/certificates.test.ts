import { X509Certificate } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { connect, createSecureContext, TLSSocket, type TLSSocketOptions } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serving } from '../wire/listening.test.support.ts';
import { certificates, type Soundness } from './certificates.ts';

/** What a client that trusts the authority makes of a certificate: `good`, or the code of what is wrong with it. */
async function seen(soundness: Soundness, host: string): Promise<string> {
  const { ca, identities } = await certificates();
  const secureContext = createSecureContext(identities[soundness]);
  const options: TLSSocketOptions = { isServer: true, secureContext };
  const port = await serving((socket) => new TLSSocket(socket, options).on('error', () => undefined));
  const names = host === '127.0.0.1' ? { host } : { servername: host, host };
  const socket = connect({ socket: connectTcp({ host: '127.0.0.1', port }), ...names, ca, rejectUnauthorized: false });
  onTestFinished(() => {
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject);
  });
  return socket.authorized ? 'good' : String(socket.authorizationError);
}

describe('what a client makes of a certificate', () => {
  test.each<[Soundness, string]>([
    ['good', 'good'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not yet valid', 'CERT_NOT_YET_VALID'],
    ['wrong name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['unknown authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('%s: %s', async (soundness, code) => {
    expect(await seen(soundness, '127.0.0.1')).toBe(code);
    expect(await seen(soundness, 'localhost')).toBe(code);
  });
});

test('they are made once', async () => {
  expect(await certificates()).toBe(await certificates());
});

test('each has an EC key of its own', async () => {
  const { identities } = await certificates();
  const all = Object.values(identities);
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  for (const { cert } of all) expect(new X509Certificate(cert).publicKey.asymmetricKeyType).toBe('ec');
});
