/** TLS on the two ends of a recorded connection, and nothing that waits for ever. */

import { isIP, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkServerIdentity, connect, TLSSocket, type SecureContext } from 'node:tls';
import { LF, latin1, visible } from '../protocol/octets.ts';
import type { TlsVerification } from '../wire/connection.ts';

/** How long a handshake, or an answer that the recorder itself waits for, may take, in milliseconds. */
const PATIENCE_MS = 30_000;

/** No greeting and no answer to STLS is longer. */
const LONGEST_LINE = 8 * 1024;

/** What went wrong before anything could be recorded, in words. */
export class Unrecordable extends Error {
  override readonly name = 'Unrecordable';
}

/** Begins TLS as a server. @throws {Unrecordable} */
export async function serverTls(socket: Socket, secureContext: SecureContext): Promise<TLSSocket> {
  const secured = new TLSSocket(socket, { isServer: true, secureContext });
  await settled(secured, 'secure');
  return secured;
}

/** Begins TLS as a client. @param host the name that the certificate is for @throws {Unrecordable} */
export async function clientTls(socket: Socket, host: string, verification: TlsVerification): Promise<TLSSocket> {
  const secured = connect({
    socket,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(verification.ca === undefined ? {} : { ca: verification.ca }),
    rejectUnauthorized: verification.insecure !== true,
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
  });
  await settled(secured, 'secureConnect');
  return secured;
}

/**
 * Asks a server for TLS in the client's stead (RFC 2595 section 4).
 * @returns the greeting, which the client has not seen
 * @throws {Unrecordable} where the server does not offer it
 */
export async function askForTls(socket: Socket): Promise<Buffer> {
  const greeting = await line(socket);
  socket.write('STLS\r\n');
  const answer = await line(socket);
  if (/^\+OK/i.test(latin1(answer))) return greeting;
  throw new Unrecordable(`the server answers STLS with ${visible(answer, 200)}`);
}

async function settled(socket: TLSSocket, event: 'secure' | 'secureConnect'): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (reason: string): void => reject(new Unrecordable(reason));
      const timer = setTimeout(() => fail('the handshake took too long'), PATIENCE_MS);
      socket.once(event, resolve);
      socket.once('error', (error: Error & { reason?: string }) => fail(error.reason ?? error.message));
      for (const end of ['close', 'end']) socket.once(end, () => fail('the other side ended the handshake'));
      for (const over of [event, 'error', 'close', 'end']) socket.once(over, () => clearTimeout(timer));
    });
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
  socket.removeAllListeners('end');
  // What awaits this would go on inside OpenSSL's callback, and Node 20 crashes where the socket is destroyed there.
  await nextTurn();
}

/** One line and no octet more: what is behind it stays in the socket. @throws {Unrecordable} where none comes */
async function line(socket: Socket): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  for (let length = 0; length < LONGEST_LINE;) {
    const piece: unknown = socket.read();
    if (!(piece instanceof Buffer)) {
      if (socket.readableEnded || socket.destroyed) throw new Unrecordable('the server ended the connection');
      await readable(socket, deadline);
      continue;
    }
    const end = piece.indexOf(LF) + 1;
    pieces.push(end === 0 ? piece : piece.subarray(0, end));
    length += piece.length;
    if (end === 0) continue;
    if (end < piece.length) socket.unshift(piece.subarray(end));
    return Buffer.concat(pieces);
  }
  throw new Unrecordable('the server sends a line without end');
}

async function readable(socket: Socket, deadline: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const listening = new AbortController();
    const done = (failure?: string): void => {
      listening.abort();
      if (failure === undefined) resolve();
      else reject(new Unrecordable(failure));
    };
    const { signal } = listening;
    deadline.addEventListener('abort', () => done('the server took too long'), { signal });
    const events = { readable: () => done(), end: () => done(), close: () => done('the server ended the connection') };
    for (const [event, listener] of Object.entries(events)) {
      socket.once(event, listener);
      signal.addEventListener('abort', () => socket.off(event, listener));
    }
  });
}
