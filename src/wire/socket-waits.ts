/** What is waited for on a socket, each with a deadline, and what its errors mean. */

import type net from 'node:net';
import type { Deadline } from './deadline.ts';

/** A failure to connect or to agree on TLS, with the reason in words. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** The error code of Node or OpenSSL where there is one, such as `ECONNREFUSED`. */
  readonly code: string;

  constructor(message: string, code = '') {
    super(message);
    this.code = code;
  }
}

/** What the commonest errors of connecting mean. */
export const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the peer reset the connection',
  EHOSTUNREACH: 'the host is unreachable',
  ENETUNREACH: 'the network is unreachable',
  ENOTFOUND: 'no host of that name is known',
  EAI_AGAIN: 'the name could not be looked up',
};

/** Waits for `event`; on an error, a close or the deadline the socket is destroyed. */
export function settle(socket: net.Socket, event: string, deadline: Deadline, failure: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: ConnectionError): void => {
      clearTimeout(timer);
      socket.off(event, succeeded).off('error', failed).off('close', closed);
      if (error === undefined) return resolve();
      socket.on('error', () => undefined); // a late error of a socket that we have given up
      socket.destroy();
      reject(error);
    };
    const succeeded = (): void => finish();
    const failed = (error: Error & { code?: string; reason?: string }): void => {
      // OpenSSL's message is a line of its source with a line end; its reason is the words in it.
      const words = error.reason ?? (error.message || error.code);
      finish(new ConnectionError(`${failure}: ${CAUSES[error.code ?? ''] ?? words}`, error.code));
    };
    const closed = (): void => finish(new ConnectionError(`${failure}: the peer closed the connection`, 'ECLOSED'));
    const timer = setTimeout(
      () => finish(new ConnectionError(`${failure} within the time allowed`, 'ETIMEDOUT')),
      deadline.remaining,
    );
    socket.on(event, succeeded).on('error', failed).on('close', closed);
  });
}

/** Writes one segment and waits until it is handed to TCP. @returns whether it was, before the deadline */
export async function flush(socket: net.Socket, octets: Buffer, deadline: Deadline): Promise<boolean> {
  const handed = new Promise<boolean>((resolve) => {
    socket.write(octets, (error) => resolve(error === undefined || error === null));
  });
  // Mostly the kernel has taken all by now, and the way through the event loop can be spared.
  if (socket.writableLength === 0 && socket.errored === null) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), deadline.remaining);
  });
  const written = await Promise.race([handed, late]);
  clearTimeout(timer);
  return written;
}
