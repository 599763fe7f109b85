/** SASL CRAM-MD5 (RFC 2195): the server sends a msg-id, the client its name and the keyed MD5 of that msg-id. */

import { createHmac } from 'node:crypto';
import type { ClientStep, Credentials, Directory, SaslClient, SaslServer, ServerStep } from './sasl.ts';
import { sameText } from './sasl-plain.ts';
import { saslprep } from './saslprep.ts';
import { isUtf8 } from './utf8.ts';

/**
 * The digest of RFC 2195 section 2.
 * @param challenge the server's challenge, angle brackets included
 * @returns 32 hexadecimal digits in lower case
 */
export function cramMd5Digest(challenge: Uint8Array, password: string): string {
  return createHmac('md5', Buffer.from(password, 'utf8')).update(challenge).digest('hex');
}

/** The client's side: the server speaks first. */
export function cramMd5Client({ user, password }: Credentials): SaslClient {
  let answered = false;
  return {
    initial: undefined,
    serverProved: true,
    respond(challenge: Buffer): ClientStep {
      if (answered) return { kind: 'abort', reason: 'CRAM-MD5 has one challenge only' };
      answered = true;
      return { kind: 'response', octets: Buffer.from(`${user} ${cramMd5Digest(challenge, password)}`, 'utf8') };
    },
  };
}

/**
 * The server's side.
 * @param challenge a msg-id that no other exchange had
 */
export function cramMd5Server(directory: Directory, challenge: string): SaslServer {
  const firstChallenge = Buffer.from(challenge, 'latin1');
  return {
    clientFirst: false,
    firstChallenge,
    step(response: Buffer): ServerStep {
      if (!isUtf8(response)) return { kind: 'malformed' };
      // The name may hold spaces; the digest does not. A digest of any other form is a wrong one.
      const [, name, digest] = /^(.+) ([^ ]*)$/s.exec(response.toString('utf8')) ?? [];
      if (name === undefined || digest === undefined) return { kind: 'malformed' };
      const user = saslprep(name);
      const password = user ? directory.password(user) : undefined;
      const right = sameText(digest, cramMd5Digest(firstChallenge, password ?? ''));
      if (!right || !user || password === undefined) return { kind: 'denied' };
      return { kind: 'success', identity: { authcid: user, authzid: user } };
    },
  };
}
