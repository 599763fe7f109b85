/** Somebody who sees what goes over a connection without changing it, such as the log of `pop3spec serve`. */

import type { Line } from '../protocol/line.ts';
import type { Answer } from './answer.ts';
import type { Arrival } from './bend.ts';

/**
 * Told of one connection, in the order in which the server deals with things: a line when it is looked at, an answer when
 * its first octet goes out. So a line that was pipelined comes behind the answer to the one before it. Passwords and SASL
 * responses are among the octets: whoever shows them hides those first.
 */
export interface Witness {
  /** The server looks at a line. */
  received(arrival: Pick<Arrival, 'line' | 'segments' | 'pipelined'>): void;
  /** An answer goes out, the greeting included. */
  sent(answer: Answer): void;
  /** The TLS handshake is over. @param outcome the protocol, such as `TLSv1.3`, or why there is no TLS */
  secured(outcome: { readonly protocol: string } | { readonly failure: string }): void;
  /**
   * The connection has ended.
   * @param unanswered what had arrived by then and was never looked at, the beginning of a line included
   * @param failure what the system or TLS said, where it was an error
   */
  ended(unanswered: readonly Line[], failure: string | undefined): void;
}

/** A witness for each connection. @param connection counted from 1 @param peer the client's address and port */
export type Witnesses = (connection: number, peer: string) => Witness;
