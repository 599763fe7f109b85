/** The whole errand: connections, sessions, polls, and how it all ends. */

import { setTimeout as pause } from 'node:timers/promises';
import { approach } from './approach.ts';
import { authenticate } from './authenticate.ts';
import { collect } from './collect.ts';
import { FETCHED, GivesUp } from './exit-status.ts';
import type { Mailbox } from './mailbox.ts';
import type { Delays, Manner } from './manner.ts';
import { NewConnection } from './new-connection.ts';
import { Visit, type Surroundings } from './visit.ts';

/** How often the client looks for new mail. */
export interface Polls {
  /** From the +OK of one login to the next login, where the server does not want more. */
  readonly intervalMs: number;
  readonly count: number;
}

export const ONCE: Polls = { intervalMs: 0, count: 1 };

/** Connections for one session, whatever the manner wants. */
const MOST_CONNECTIONS = 4;

/** When the last login succeeded, and what LOGIN-DELAY said around it. */
interface LastLogin {
  readonly at: number;
  readonly delays: Delays;
}

/**
 * Fetches the mail, as often as it is told to.
 * @returns the exit status: that of the last session that failed, or that all went well
 */
export async function fetchMail(surroundings: Surroundings, mailbox: Mailbox, polls: Polls = ONCE): Promise<number> {
  const errand = new Errands(surroundings, mailbox);
  let status = FETCHED;
  for (let poll = 1; poll <= polls.count && !surroundings.signal.aborted; poll += 1) {
    if (poll > 1) await errand.rest(polls.intervalMs);
    const ending = await errand.session();
    if (ending !== FETCHED) status = ending;
  }
  return status;
}

class Errands {
  readonly #surroundings: Surroundings;
  readonly #mailbox: Mailbox;
  #last: LastLogin = { at: performance.now(), delays: { beforeLogin: undefined, afterLogin: undefined } };

  constructor(surroundings: Surroundings, mailbox: Mailbox) {
    this.#surroundings = surroundings;
    this.#mailbox = mailbox;
  }

  /** Waits until the next login is due. */
  async rest(intervalMs: number): Promise<void> {
    const { manner, signal, pulse } = this.#surroundings;
    const due = this.#last.at + manner.rests(intervalMs, this.#last.delays);
    // A timer may fire a little early.
    for (let left = due - performance.now(); left > 0 && !signal.aborted; left = due - performance.now()) {
      await pulse.busy(pause(Math.ceil(left), undefined, { signal }).catch(() => undefined));
    }
  }

  /** One session, on as many connections as it takes. @returns its exit status */
  async session(): Promise<number> {
    let { tls } = this.#surroundings.task;
    for (let attempt = 1; ; attempt += 1) {
      const task = { ...this.#surroundings.task, tls };
      try {
        await this.#visit({ ...this.#surroundings, task }, attempt);
        return FETCHED;
      } catch (error) {
        if (error instanceof NewConnection && attempt < MOST_CONNECTIONS) {
          tls = error.tls ?? tls;
          continue;
        }
        const reason = error instanceof NewConnection ? error.because : error;
        if (!(reason instanceof GivesUp)) throw error;
        this.#surroundings.complain(reason.message);
        return reason.status;
      }
    }
  }

  async #visit(surroundings: Surroundings, attempt: number): Promise<void> {
    const visit = await Visit.open(surroundings, attempt);
    try {
      await approach(visit);
      await authenticate(visit);
      const at = performance.now();
      this.#last = { at, delays: delaysOf(visit) };
      await collect(visit, this.#mailbox);
      this.#last = { at, delays: delaysOf(visit) };
    } catch (error) {
      if (error instanceof GivesUp && error.takesLeave && surroundings.manner.quits(visit.knowledge))
        await visit.quit();
      throw error;
    } finally {
      visit.destroy();
    }
  }
}

function delaysOf({ manner, knowledge }: { manner: Manner; knowledge: Visit['knowledge'] }): Delays {
  const { beforeLogin, capabilities } = knowledge;
  const delay = (list: typeof capabilities): number | undefined =>
    manner.loginDelay(manner.announced(list, 'LOGIN-DELAY', knowledge), knowledge);
  return { beforeLogin: delay(beforeLogin), afterLogin: delay(capabilities) };
}
