/** Answers that are held back until the client has demonstrably had the chance to send more: whoever waits sends nothing. */

import type { Bend, Exchange } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import type { RunningClient } from './client.ts';

/** The longest that an answer is held back for a client of which nobody can see whether it waits, in milliseconds. */
export const HOLD_MS = 400;

/** What a client gets beyond that in one launch that can be seen, and is still at work: the machine may be busy. */
const PATIENCE_MS = 2_000;

/** Which answers are held back; the greeting, where there is no exchange yet. */
export type Holds = (exchange: Exchange | undefined) => boolean;

/** All of them. */
export const HOLDS_ALL: Holds = () => true;

export class Holding {
  /** How often an answer was held back. */
  times = 0;
  /** How often the client was then seen to wait for it. */
  seen = 0;
  /** How often the time ran out before anybody knew. */
  unknown = 0;
  #patience = PATIENCE_MS;
  readonly #client: Promise<RunningClient | undefined>;
  readonly #holds: Holds;
  readonly #unanswered: () => number;

  /**
   * @param client undefined where it could not be started
   * @param unanswered how many octets of the client have come since it was last sent some
   */
  constructor(client: Promise<RunningClient | undefined>, holds: Holds, unanswered: () => number) {
    this.#client = client;
    this.#holds = holds;
    this.#unanswered = unanswered;
  }

  /** The same server, whose answers wait. */
  around(bends: ServerConfig['bend']): NonNullable<ServerConfig['bend']> {
    return (connection) => this.#around(bends?.(connection) ?? {});
  }

  #around(inner: Bend): Bend {
    return {
      ...(inner.policy === undefined ? {} : { policy: inner.policy }),
      greeting: async (correct, tls) => {
        const greeting = (await inner.greeting?.(correct, tls)) ?? correct;
        await this.#hold(undefined);
        return greeting;
      },
      before: async (exchange) => {
        const interception = await inner.before?.(exchange);
        // The hook below never sees what is answered here.
        if (interception !== undefined && 'answer' in interception) await this.#hold(exchange);
        return interception;
      },
      after: async (exchange, correct) => {
        const answer = (await inner.after?.(exchange, correct)) ?? correct;
        await this.#hold(exchange);
        return answer;
      },
    };
  }

  async #hold(exchange: Exchange | undefined): Promise<void> {
    if (!this.#holds(exchange)) return;
    const client = await this.#client;
    this.times += 1;
    if (client === undefined) return;
    const began = performance.now();
    const outcome = await client.settled(client.canBeSeen ? HOLD_MS + this.#patience : HOLD_MS, this.#unanswered);
    this.#patience = Math.max(0, this.#patience - Math.max(0, performance.now() - began - HOLD_MS));
    if (outcome === 'waiting') this.seen += 1;
    else if (outcome === 'unknown') this.unknown += 1;
  }
}
