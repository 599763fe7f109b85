/**
 * SASL SCRAM-SHA-256 (RFC 7677, messages as in RFC 5802) without channel binding. POP3 sends no data with +OK
 * (RFC 5034 section 4), so the server's last message is a challenge that the client answers with an empty response.
 */

import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import type { ClientStep, Credentials, Directory, SaslClient, SaslServer, ServerStep } from './sasl.ts';
import { saslprep } from './saslprep.ts';
import { isUtf8 } from './utf8.ts';

/** RFC 7677 section 4: "at least 4096 iterations". */
export const SCRAM_ITERATIONS = 4096;

/** A client computes no more than this for a server: about a second. */
const MOST_ITERATIONS = 1_000_000;

const HASH = 'sha256';
const HASH_LENGTH = 32;
const NOTHING = Buffer.alloc(0);

/** What a server keeps of a password (RFC 5802 section 3). */
export interface ScramKeys {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

const hmac = (key: Buffer, text: string): Buffer => createHmac(HASH, key).update(text, 'utf8').digest();
const hash = (octets: Buffer): Buffer => createHash(HASH).update(octets).digest();

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((octet, index) => octet ^ (right[index] ?? 0)));
}

/** So many salted passwords are remembered: a run has a handful of accounts, and each is asked for a hundred times. */
const MOST_SALTED = 16;
const salted = new Map<string, Buffer>();

/** RFC 5802 section 3, `Hi`. It is slow on purpose: what has been computed once is remembered. */
function saltedPassword(password: string, salt: Buffer, iterations: number): Buffer {
  const key = `${iterations} ${salt.toString('base64')} ${password}`;
  const known = salted.get(key);
  if (known !== undefined) return known;
  const [oldest] = salted.keys();
  if (salted.size >= MOST_SALTED && oldest !== undefined) salted.delete(oldest);
  const octets = pbkdf2Sync(password, salt, iterations, HASH_LENGTH, HASH);
  salted.set(key, octets);
  return octets;
}

/** The keys of a prepared password (RFC 5802 section 3). Costs about 2 ms with 4,096 iterations. */
export function scramKeys(password: string, salt: Buffer, iterations: number = SCRAM_ITERATIONS): ScramKeys {
  const octets = saltedPassword(password, salt, iterations);
  return { salt, iterations, storedKey: hash(hmac(octets, 'Client Key')), serverKey: hmac(octets, 'Server Key') };
}

/** Keys for a user who does not exist, the same each time, so that the exchange does not tell who exists. */
export function decoyKeys(user: string, secret: Buffer): ScramKeys {
  const derive = (purpose: string): Buffer => hmac(secret, `${purpose}\0${user}`);
  return {
    salt: derive('salt').subarray(0, 16),
    iterations: SCRAM_ITERATIONS,
    storedKey: derive('stored'),
    serverKey: derive('server'),
  };
}

/** RFC 5802 section 5.1: in a saslname "," and "=" stand as =2C and =3D. */
const escapeName = (name: string): string => name.replace(/=/g, '=3D').replace(/,/g, '=2C');

function unescapeName(text: string): string | undefined {
  if (/=(?!2C|3D)/.test(text)) return undefined;
  return saslprep(text.replace(/=2C/g, ',').replace(/=3D/g, '=')) || undefined;
}

/**
 * The client's side (RFC 5802 section 5).
 * @param nonce printable ASCII without ","
 */
export function scramClient({ user, password, authzid = '' }: Credentials, nonce: string): SaslClient {
  const header = `n,${authzid === '' ? '' : `a=${escapeName(authzid)}`},`;
  const clientFirst = `n=${escapeName(saslprep(user) ?? user)},r=${nonce}`;
  let expected: string | undefined;
  let serverProved = false;

  function final(challenge: string): ClientStep {
    const [, serverNonce = '', saltText = '', count = ''] =
      /^r=([!-+\--~]+),s=([^,]+),i=([1-9][0-9]*)(?:,|$)/.exec(challenge) ?? [];
    const salt = decodeBase64(saltText);
    if (salt === undefined || serverNonce === '') return { kind: 'abort', reason: 'not a server-first-message' };
    if (!serverNonce.startsWith(nonce) || serverNonce === nonce)
      return { kind: 'abort', reason: 'the nonce is not ours' };
    if (Number(count) > MOST_ITERATIONS) return { kind: 'abort', reason: 'too many iterations' };
    const octets = saltedPassword(saslprep(password) ?? password, salt, Number(count));
    const clientKey = hmac(octets, 'Client Key');
    const withoutProof = `c=${Buffer.from(header, 'utf8').toString('base64')},r=${serverNonce}`;
    const signed = `${clientFirst},${challenge},${withoutProof}`;
    const proof = xor(clientKey, hmac(hash(clientKey), signed));
    expected = `v=${hmac(hmac(octets, 'Server Key'), signed).toString('base64')}`;
    return { kind: 'response', octets: Buffer.from(`${withoutProof},p=${proof.toString('base64')}`, 'utf8') };
  }

  return {
    initial: Buffer.from(header + clientFirst, 'utf8'),
    get serverProved(): boolean {
      return serverProved;
    },
    respond(challenge: Buffer): ClientStep {
      const text = challenge.toString('utf8');
      if (expected === undefined) return final(text);
      if (serverProved || text.split(',')[0] !== expected) return { kind: 'abort', reason: 'the server is not proved' };
      serverProved = true;
      return { kind: 'response', octets: NOTHING };
    },
  };
}

interface ClientFirst {
  readonly header: string;
  readonly bare: string;
  readonly user: string;
  readonly authzid: string;
  readonly nonce: string;
}

/** RFC 5802 section 7, client-first-message; undefined also where channel binding ("p") or an extension ("m") is demanded. */
function parseClientFirst(message: Buffer): ClientFirst | undefined {
  if (!isUtf8(message)) return undefined;
  const pattern = /^([ny],(?:a=([^,\0]+))?,)(n=([^,\0]+),r=([!-+\--~]+)(?:,[^\0]*)?)$/;
  const [, header, rawAuthzid, bare, rawUser, nonce] = pattern.exec(message.toString('utf8')) ?? [];
  if (header === undefined || bare === undefined || rawUser === undefined || nonce === undefined) return undefined;
  const user = unescapeName(rawUser);
  const authzid = rawAuthzid === undefined ? user : unescapeName(rawAuthzid);
  return user === undefined || authzid === undefined ? undefined : { header, bare, user, authzid, nonce };
}

/** RFC 5802 section 7, client-final-message, as text before the proof and the proof. */
function parseClientFinal(
  message: Buffer,
  header: string,
  nonce: string,
): { signed: string; proof: Buffer } | undefined {
  if (!isUtf8(message)) return undefined;
  const [, withoutProof, binding, echoed, proofText] =
    /^(c=([^,]*),r=([^,]*)(?:,[^\0]*)?),p=([^,]*)$/.exec(message.toString('utf8')) ?? [];
  if (withoutProof === undefined || binding === undefined || proofText === undefined) return undefined;
  const proof = decodeBase64(proofText);
  const sameHeader = decodeBase64(binding)?.equals(Buffer.from(header, 'utf8')) ?? false;
  if (!sameHeader || echoed !== nonce || proof?.length !== HASH_LENGTH) return undefined;
  return { signed: withoutProof, proof };
}

function toChallenge(text: string): ServerStep {
  return { kind: 'challenge', octets: Buffer.from(text, 'utf8') };
}

/**
 * The server's side (RFC 5802 section 5).
 * @param unique our part of the nonce: printable ASCII without ","
 */
export function scramServer(directory: Directory, unique: string): SaslServer {
  let first: ClientFirst | undefined;
  let serverFirst = '';
  let verified = false;

  function verify({ bare, user, header, nonce }: ClientFirst, message: Buffer): ServerStep {
    const final = parseClientFinal(message, header, nonce + unique);
    if (final === undefined) return { kind: 'malformed' };
    const keys = directory.scramKeys(user);
    const signed = `${bare},${serverFirst},${final.signed}`;
    const clientKey = xor(final.proof, hmac(keys.storedKey, signed));
    // A decoy's stored key is nobody's hash, so the proof cannot fit; who exists is asked all the same.
    const right = timingSafeEqual(hash(clientKey), keys.storedKey);
    if (!right || directory.password(user) === undefined) return { kind: 'denied' };
    verified = true;
    return toChallenge(`v=${hmac(keys.serverKey, signed).toString('base64')}`);
  }

  return {
    clientFirst: true,
    firstChallenge: NOTHING,
    step(response: Buffer): ServerStep {
      if (first === undefined) {
        first = parseClientFirst(response);
        if (first === undefined) return { kind: 'malformed' };
        const { salt, iterations } = directory.scramKeys(first.user);
        serverFirst = `r=${first.nonce}${unique},s=${salt.toString('base64')},i=${iterations}`;
        return toChallenge(serverFirst);
      }
      if (!verified) return verify(first, response);
      if (response.length > 0) return { kind: 'malformed' };
      return { kind: 'success', identity: { authcid: first.user, authzid: first.authzid } };
    },
  };
}
