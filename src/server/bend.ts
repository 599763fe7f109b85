/**
 * How a server is bent: a script that overrides single answers, a persona, a fault that proves the suite. The session
 * knows nothing of it; it stands between the session and the socket, and sees each exchange.
 */

import { lineOf, type Line } from '../protocol/line.ts';
import type { Answer } from './answer.ts';
import type { Policy } from './policy.ts';
import type { Session } from './session.ts';
import type { State } from './situation.ts';

/** How many different keywords are counted on a connection; there are 17 commands. */
const MOST_KEYWORDS = 64;

/** One line of the client and the moment at which the server looks at it. */
export interface Exchange {
  /** The server's connections, counted from 1. */
  readonly connection: number;
  /** The line, whole. A password or a SASL response may stand in it. */
  readonly line: Line;
  /** Upper case; empty for a SASL response. */
  readonly keyword: string;
  /** What stands behind the keyword, one character for each octet, cut at each SP. */
  readonly parameters: readonly string[];
  /** A response of a SASL exchange, not a command. */
  readonly isResponse: boolean;
  readonly state: State;
  readonly tls: boolean;
  /** Who has logged in. */
  readonly user: string | undefined;
  /** How many times this keyword came on this connection, this one counted. */
  readonly occurrence: number;
  /** In how many reads the line arrived. */
  readonly segments: number;
  /** Whether one of them ended between the line's CR and LF. */
  readonly cutInsideCrlf: boolean;
  /** Whether the line had arrived before the answer to the one before it was sent. */
  readonly pipelined: boolean;
  /** How many whole lines have arrived behind this one. */
  readonly outstanding: () => number;
  /** Lets the correct server hear another line (with its CRLF), and gives its answer, which nobody is sent. */
  readonly perform: (line: Buffer) => Answer;
}

/** What a bend does to a line before the correct server sees it. */
export type Interception =
  /** The correct server never sees the line; this is sent. */
  | { readonly answer: Answer }
  /** The correct server sees these octets instead (with their CRLF). */
  | { readonly line: Buffer };

/** Every hook is optional, and a bend without any is a correct server. */
export interface Bend {
  /** Lasting behaviour that differs. */
  readonly policy?: Partial<Policy>;
  /** Changes the greeting. @param tls whether the connection began with TLS */
  greeting?(correct: Answer, tls: boolean): Answer | Promise<Answer>;
  /** Sees a line first; undefined leaves it alone. */
  before?(exchange: Exchange): Interception | undefined | Promise<Interception | undefined>;
  /** Sees the correct answer and gives the one to send. */
  after?(exchange: Exchange, correct: Answer): Answer | Promise<Answer>;
  /** Is told that TLS has begun. */
  secured?(): void;
  /** Is told that the connection has ended, perhaps more than once. */
  ended?(): void;
}

/** What the connection knows of a line, beside its octets. */
export type Arrival = Pick<Exchange, 'line' | 'segments' | 'cutInsideCrlf' | 'pipelined' | 'outstanding'>;

/**
 * Several bends as one. Of the policies the last one counts, a line is intercepted by the first that wants to, and
 * answers go through all of them in order.
 */
export function together(bends: readonly Bend[]): Bend {
  return {
    policy: bends.reduce<Partial<Policy>>((policies, { policy }) => ({ ...policies, ...policy }), {}),
    async greeting(correct, tls) {
      let answer = correct;
      for (const bend of bends) answer = (await bend.greeting?.(answer, tls)) ?? answer;
      return answer;
    },
    async before(exchange) {
      for (const bend of bends) {
        const interception = await bend.before?.(exchange);
        if (interception !== undefined) return interception;
      }
      return undefined;
    },
    async after(exchange, correct) {
      let answer = correct;
      for (const bend of bends) answer = (await bend.after?.(exchange, answer)) ?? answer;
      return answer;
    },
    secured() {
      for (const bend of bends) bend.secured?.();
    },
    ended() {
      for (const bend of bends) bend.ended?.();
    },
  };
}

/** A session and its bend: what a connection talks to. */
export class BentSession {
  readonly #session: Session;
  readonly #bend: Bend;
  readonly #connection: number;
  readonly #occurrences = new Map<string, number>();

  /** @param connection counted from 1 */
  constructor(session: Session, bend: Bend, connection: number) {
    this.#session = session;
    this.#bend = bend;
    this.#connection = connection;
  }

  get state(): State {
    return this.#session.state;
  }

  /** The greeting to send. */
  async greet(): Promise<Answer> {
    const correct = this.#session.greet();
    return (await this.#bend.greeting?.(correct, this.#session.tls)) ?? correct;
  }

  /** The answer to one line; a promise only where a hook may take its time. */
  receive(arrival: Arrival): Answer | Promise<Answer> {
    const bent = this.#bend.before !== undefined || this.#bend.after !== undefined;
    return bent ? this.#override(arrival) : this.#session.receive(arrival.line);
  }

  async #override(arrival: Arrival): Promise<Answer> {
    const exchange = this.#exchange(arrival);
    const interception = await this.#bend.before?.(exchange);
    if (interception !== undefined && 'answer' in interception) return interception.answer;
    const correct = this.#session.receive(interception === undefined ? arrival.line : lineOf(interception.line));
    return (await this.#bend.after?.(exchange, correct)) ?? correct;
  }

  /** TLS has begun. */
  startTls(): void {
    this.#session.startTls();
    this.#bend.secured?.();
  }

  /** The connection has ended, in whatever way. */
  end(): void {
    this.#session.end();
    this.#bend.ended?.();
  }

  #exchange(arrival: Arrival): Exchange {
    const { line } = arrival;
    const session = this.#session;
    const isResponse = session.inSaslExchange;
    const [keyword = '', ...parameters] = isResponse ? [] : line.content.toString('latin1').split(' ');
    const upper = keyword.toUpperCase();
    const occurrence = (this.#occurrences.get(upper) ?? 0) + 1;
    // A peer may invent keywords without end: only so many of them are counted.
    if (occurrence > 1 || this.#occurrences.size < MOST_KEYWORDS) this.#occurrences.set(upper, occurrence);
    return {
      ...arrival,
      connection: this.#connection,
      keyword: upper,
      parameters,
      isResponse,
      state: session.state,
      tls: session.tls,
      user: session.user,
      occurrence,
      perform: (octets) => session.receive(lineOf(octets)),
    };
  }
}
