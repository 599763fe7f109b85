/** What the commands that listen have in common: why they can't, where they do, and until when. */

import { isIPv6 } from 'node:net';
import { reasonOf, UsageError } from './errors.ts';

/** An address to listen on, or that is listened on. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/**
 * Starts something that listens.
 * @param start throws what the system says where it can't
 * @throws {UsageError} where the system does not let it listen, or an account or a certificate can't be one
 */
export async function listening<Listener>({ host, port }: Place, start: () => Promise<Listener>): Promise<Listener> {
  try {
    return await start();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('ERR_OSSL')) throw new UsageError('--cert and --key do not fit together, or are broken');
    if (/^E[A-Z]+$/.test(code))
      throw new UsageError(`${host} port ${port} can't be listened on: ${listenReason(error)}`);
    if (error instanceof TypeError) throw new UsageError(reasonOf(error));
    throw error;
  }
}

/** Why the system does not let it listen: without the call, its code and the address, which the sentence names. */
function listenReason(error: unknown): string {
  const reason = reasonOf(error);
  return /^listen E[A-Z]+: (.*) \S+$/.exec(reason)?.[1] ?? reason;
}

/** `host:port`, an IPv6 address in brackets. */
export function authority({ host, port }: Place): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** Resolves when the signal is aborted. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
