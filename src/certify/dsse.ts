/**
 * The Dead Simple Signing Envelope (https://github.com/secure-systems-lab/dsse), with Ed25519 and nothing else: what is signed are
 * the octets of the payload and their type, so no two readers can differ in what they take for signed. Pure.
 */

import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** The type of an in-toto Statement. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: ReadonlyArray<{ readonly keyid: string; readonly sig: string }>;
}

export const ENVELOPE: z.ZodType<Envelope> = z.looseObject({
  payload: z.base64(),
  payloadType: z.string(),
  signatures: z.array(z.looseObject({ keyid: z.string(), sig: z.base64() })).min(1),
});

/** What is wrong with a key, in one sentence. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

/** A private key in PEM (PKCS#8). @throws {KeyError} where it is none that signs with Ed25519 */
export function signingKey(pem: string): KeyObject {
  if (/-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----/.test(pem))
    throw new KeyError('it is a public key: signing takes the private one');
  if (pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) {
    throw new KeyError('it is encrypted: decrypt it first (openssl pkey -in KEY.pem)');
  }
  return ed25519(() => createPrivateKey(pem), 'openssl genpkey -algorithm ed25519');
}

/** A public key in PEM. @throws {KeyError} where it is none that verifies Ed25519 */
export function verifyingKey(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY-----')) {
    throw new KeyError(
      'it is a private key, which stays with whoever signs: openssl pkey -in KEY.pem -pubout gives the public one',
    );
  }
  return ed25519(() => createPublicKey(pem), 'openssl pkey -in KEY.pem -pubout');
}

function ed25519(read: () => KeyObject, command: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new KeyError(`it holds no key in PEM; ${command} writes one`);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new KeyError(
    `it is a key for ${key.asymmetricKeyType ?? 'something else'}, and Ed25519 is wanted; ${command} writes one`,
  );
}

/** The name of a key: the SHA-256 digest of its public half (SPKI, DER). */
export function keyId(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return `sha256:${createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex')}`;
}

/** Signs a payload. */
export function seal(payload: string, key: KeyObject): Envelope {
  const octets = Buffer.from(payload, 'utf8');
  const sig = sign(null, encoded(PAYLOAD_TYPE, octets), key).toString('base64');
  return { payload: octets.toString('base64'), payloadType: PAYLOAD_TYPE, signatures: [{ keyid: keyId(key), sig }] };
}

/** Whether one of the signatures is that of the key. The key's name is a hint only, and not believed. */
export function isSignedBy({ payload, payloadType, signatures }: Envelope, key: KeyObject): boolean {
  const octets = encoded(payloadType, Buffer.from(payload, 'base64'));
  return signatures.some(({ sig }) => verify(null, octets, key, Buffer.from(sig, 'base64')));
}

/** The text of a payload. */
export function payloadOf({ payload }: Envelope): string {
  return Buffer.from(payload, 'base64').toString('utf8');
}

/** The pre-authentication encoding: what is signed. */
function encoded(type: string, payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}
