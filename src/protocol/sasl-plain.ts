/** SASL PLAIN (RFC 4616): one message, `[authzid] NUL authcid NUL passwd`, all three UTF-8. */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { ClientStep, Credentials, Directory, SaslClient, SaslServer, ServerStep } from './sasl.ts';
import { saslprep } from './saslprep.ts';
import { isUtf8 } from './utf8.ts';

const NOTHING = Buffer.alloc(0);

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

/**
 * The client's message (RFC 4616 section 2).
 * @returns the octets before base64
 */
export function plainMessage({ authzid = '', user, password }: Credentials): Buffer {
  return Buffer.from(`${authzid}\0${user}\0${password}`, 'utf8');
}

/** The client's side: its only message is the initial response. */
export function plainClient(credentials: Credentials): SaslClient {
  return {
    initial: plainMessage(credentials),
    serverProved: true,
    respond: (): ClientStep => ({ kind: 'abort', reason: 'PLAIN has no challenge after its message' }),
  };
}

/** The server's side. Whether authcid may act as authzid is for the caller to say (RFC 4616 section 2). */
export function plainServer(directory: Directory): SaslServer {
  return { clientFirst: true, firstChallenge: NOTHING, step: (response) => verify(response, directory) };
}

function verify(message: Buffer, directory: Directory): ServerStep {
  if (!isUtf8(message)) return { kind: 'malformed' };
  const [authzid, authcid, password, ...more] = message.toString('utf8').split('\0');
  if (authzid === undefined || !authcid || !password || more.length > 0) return { kind: 'malformed' };
  const user = saslprep(authcid);
  const secret = saslprep(password);
  // RFC 4616 section 2: "if preparation fails or results in an empty string, verification SHALL fail".
  if (!user || !secret) return { kind: 'denied' };
  const expected = directory.password(user);
  const right = sameText(secret, expected ?? '') && expected !== undefined;
  const actsAs = authzid === '' ? user : saslprep(authzid);
  if (!right || !actsAs) return { kind: 'denied' };
  return { kind: 'success', identity: { authcid: user, authzid: actsAs } };
}
