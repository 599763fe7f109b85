import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { isSignedBy, keyId, payloadOf, seal, signingKey, verifyingKey, type Envelope } from './dsse.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');

function pem(key: KeyObject): string {
  return String(key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }));
}

describe('an envelope', () => {
  const envelope = seal('{"a":"ä"}', signingKey(pem(privateKey)));

  it('is that of its key, and of no other', () => {
    expect(isSignedBy(envelope, verifyingKey(pem(publicKey)))).toBe(true);
    expect(isSignedBy(envelope, generateKeyPairSync('ed25519').publicKey)).toBe(false);
    expect(payloadOf(envelope)).toBe('{"a":"ä"}');
    expect(envelope.signatures[0]?.keyid).toBe(keyId(publicKey));
  });

  it.each<[string, (envelope: Envelope) => Envelope]>([
    ['its payload', (each) => ({ ...each, payload: Buffer.from('{"a":"b"}').toString('base64') })],
    ['its type', (each) => ({ ...each, payloadType: 'text/plain' })],
    ['its signature', (each) => ({ ...each, signatures: [{ keyid: '', sig: Buffer.alloc(64).toString('base64') }] })],
  ])('is not signed any more with %s changed', (_what, change) => {
    expect(isSignedBy(change(envelope), publicKey)).toBe(false);
  });

  it('is encoded as the specification has it', () => {
    const payloadType = 'http://example.com/HelloWorld';
    const encoded = Buffer.from('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    const sig = sign(null, encoded, privateKey).toString('base64');
    const payload = Buffer.from('hello world').toString('base64');
    expect(isSignedBy({ payload, payloadType, signatures: [{ keyid: '', sig }] }, publicKey)).toBe(true);
  });
});

describe('a key', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const locked = privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' });

  it.each([
    ['an RSA key', pem(rsa.privateKey), /it is a key for rsa, and Ed25519 is wanted; openssl genpkey/],
    ['a public key', pem(publicKey), /it is a public key/],
    ['an encrypted key', String(locked), /it is encrypted/],
    ['no key', 'hello', /it holds no key in PEM/],
  ])('that signs is not %s', (_what, text, message) => {
    expect(() => signingKey(text)).toThrow(message);
  });

  it.each([
    ['an RSA key', pem(rsa.publicKey), /it is a key for rsa/],
    ['a private key', pem(privateKey), /it is a private key, which stays/],
    ['no key', '', /it holds no key in PEM/],
  ])('that verifies is not %s', (_what, text, message) => {
    expect(() => verifyingKey(text)).toThrow(message);
  });
});
