/** One connection to the server: what is asked on it, and what ends it. */

import { visible } from '../../protocol/octets.ts';
import { Connection } from '../../wire/connection.ts';
import { ConnectionError } from '../../wire/socket-waits.ts';
import { Deadline } from '../../wire/deadline.ts';
import { hideEchoes } from '../../wire/secret.ts';
import type { Segmentation } from '../../wire/segmentation.ts';
import { describe, type Answer } from '../answer.ts';
import { credentialOctets } from '../login.ts';
import { Borders } from './borders.ts';
import { Dialogue, type Heard } from './dialogue.ts';
import { GivesUp, NO_CONNECTION, NO_TLS, NOT_UNDERSTOOD } from './exit-status.ts';
import { Knowledge, type Task } from './knowledge.ts';
import type { Manner } from './manner.ts';
import type { Pulse } from './pulse.ts';
import { secretsIn, spelt, type Kind } from './request.ts';

/** What all connections of an errand have in common. */
export interface Surroundings {
  readonly task: Task;
  readonly manner: Manner;
  readonly segmentation: Segmentation;
  /** How long a connection, a handshake, or the next line of an answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How much of one answer is held, in octets. */
  readonly mostHeld: number;
  readonly signal: AbortSignal;
  readonly pulse: Pulse;
  /** Told of each problem, in one line without a secret. */
  readonly complain: (line: string) => void;
}

export class Visit {
  readonly manner: Manner;
  readonly task: Task;
  readonly knowledge: Knowledge;
  readonly #surroundings: Surroundings;
  readonly #connection: Connection;
  readonly #dialogue: Dialogue;
  readonly #unplug: () => void;
  /** What was sent and must not be shown, beside the password. */
  readonly #secrets: Buffer[] = [];

  private constructor(
    surroundings: Surroundings,
    connection: Connection,
    borders: Borders,
    number: number,
    unplug: () => void,
  ) {
    const { manner, task } = surroundings;
    this.manner = manner;
    this.task = task;
    this.knowledge = new Knowledge(task, manner, number);
    this.#surroundings = surroundings;
    this.#connection = connection;
    this.#unplug = unplug;
    this.#dialogue = new Dialogue({ ...surroundings, connection, knowledge: this.knowledge, borders });
  }

  /**
   * Connects.
   * @param number the connection's number in the session, counted from 1
   * @throws {GivesUp} where there is no connection
   */
  static async open(surroundings: Surroundings, number: number): Promise<Visit> {
    const { task, segmentation, signal, timeoutMs, pulse } = surroundings;
    const borders = new Borders();
    // A connection listens to its signal for good, and there may be many in one errand: each has one of its own.
    const own = new AbortController();
    const abort = (): void => own.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const unplug = (): void => signal.removeEventListener('abort', abort);
    const options = { host: task.host, port: task.port, segmentation, signal: own.signal, transcript: borders };
    try {
      const connection = await pulse.busy(Connection.connect(options, Deadline.after(timeoutMs)));
      return new Visit(surroundings, connection, borders, number, unplug);
    } catch (error) {
      unplug();
      throw becauseOf(error, NO_CONNECTION);
    }
  }

  /**
   * Sends a command and waits for its answer.
   * @throws {GivesUp} where none comes, or the manner wants no more of it
   */
  async command(text: string | Buffer): Promise<Answer> {
    return await this.ask('command', typeof text === 'string' ? spelt(text) : text);
  }

  /** Waits for the answer to anything. @throws {GivesUp} as {@link command} */
  async ask(kind: Kind, line: Buffer): Promise<Answer> {
    this.#secrets.push(...secretsIn(kind, line));
    return this.#answerOf(await this.#dialogue.ask(kind, line));
  }

  /** Sends QUIT; nobody minds what comes for it. */
  async quit(): Promise<void> {
    await this.#dialogue.ask('command', spelt('QUIT'));
  }

  /**
   * Begins TLS.
   * @throws {GivesUp} where the handshake fails, or octets in the clear stand before it that the manner does not bear
   */
  async startTls(): Promise<void> {
    const { pulse, timeoutMs } = this.#surroundings;
    const clear = this.#connection.pending;
    if (clear.length > 0) {
      const treatment = this.manner.clearOctets(this.knowledge);
      if (treatment === 'give up') {
        throw new GivesUp(NO_TLS, `octets in the clear behind the +OK of STLS: ${this.shown(visible(clear, 80))}`);
      }
      if (treatment === 'drop') this.#connection.discard();
    }
    const accepts = (problem: string): boolean => this.manner.acceptsCertificate(problem, this.knowledge);
    const handshake = this.#connection.startTls({ ca: this.task.ca, accepts }, Deadline.after(timeoutMs));
    try {
      await pulse.busy(handshake);
    } catch (error) {
      throw becauseOf(error, NO_TLS);
    }
    this.knowledge.tls = true;
  }

  /** Reports a problem that ends nothing. */
  complain(what: string): void {
    this.#surroundings.complain(what);
  }

  /** What the server said, for a reader. */
  said(answer: Answer): string {
    return this.shown(describe(answer));
  }

  /** Text of the server's, who may send back what it was told: our secrets are hidden in it. */
  shown(text: string): string {
    return hideEchoes(text, [credentialOctets(this.task.password), ...this.#secrets]);
  }

  /** Ends the connection at once. */
  destroy(): void {
    this.#unplug();
    this.#connection.destroy();
  }

  #answerOf({ request, outcome }: Heard): Answer {
    const about = request.kind === 'greeting' ? 'the greeting' : request.keyword;
    if (outcome.kind === 'none') {
      throw new GivesUp(NO_CONNECTION, `no answer to ${about}: ${this.shown(describe(outcome))}`);
    }
    const reason = this.manner.givesUpAfter(outcome, request, this.knowledge);
    if (reason !== undefined) throw new GivesUp(NOT_UNDERSTOOD, reason);
    if (outcome.status === undefined) {
      throw new GivesUp(NOT_UNDERSTOOD, `what came for ${about} is no answer: ${this.said(outcome)}`);
    }
    return outcome;
  }
}

function becauseOf(error: unknown, status: number): unknown {
  return error instanceof ConnectionError ? new GivesUp(status, error.message) : error;
}
