/** One POP3 session as a client drives it: commands out, whole answers in. It judges nothing. */

import { splitKeyword, expectsLines } from '../protocol/registry.ts';
import { CRLF, DOT, octetsOf, visible } from '../protocol/octets.ts';
import { statusOf } from '../protocol/first-line.ts';
import type { Line } from '../protocol/line.ts';
import { Connection, type ConnectOptions, type TlsVerification } from '../wire/connection.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { Deadline } from '../wire/deadline.ts';
import { Secret, type Outgoing } from '../wire/secret.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import type { Answer, NoAnswer, Outcome } from './answer.ts';

/** An answer longer than this has no end worth waiting for. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

/** A whole answer may take this many times the time allowed for the next octets of it. */
const PATIENCE = 10;

/** The time that we give a session to end well before the connection is dropped. */
const FAREWELL_MS = 3_000;

export class Session {
  readonly connection: Connection;
  readonly #timeoutMs: number;
  /** The greeting, or why none came. */
  readonly greeting: Outcome;
  /** The state as the answers tell it (RFC 1939 section 3). */
  state: 'AUTHORIZATION' | 'TRANSACTION' = 'AUTHORIZATION';
  /** Whether a message is marked as deleted, so that QUIT would remove it. */
  marked = false;
  /** Whether QUIT would remove messages that nobody marked: RETR under EXPIRE 0 (RFC 2449 section 6.7). */
  consumed = false;
  /** Whether the last answer was a challenge, so that the next line is a SASL response and no command. */
  #challenged = false;

  private constructor(connection: Connection, timeoutMs: number, greeting: Outcome) {
    this.connection = connection;
    this.#timeoutMs = timeoutMs;
    this.greeting = greeting;
  }

  /**
   * Connects and waits for the greeting.
   * @param timeoutMs how long any answer may take, in milliseconds
   * @param tls where TLS begins with the connection (RFC 8314 section 3.3), how the certificate is verified
   * @throws {ConnectionError} where there is no connection or no TLS
   */
  static async open(options: ConnectOptions, timeoutMs: number, tls?: TlsVerification): Promise<Session> {
    const deadline = Deadline.after(timeoutMs);
    const connection = await Connection.connect(options, deadline);
    if (tls !== undefined) await connection.startTls(tls, deadline);
    const line = await connection.readLine(deadline);
    const about = { command: '', connection: connection.number };
    const greeting: Outcome =
      typeof line === 'string'
        ? { kind: 'none', ...about, silence: line, offset: connection.offset }
        : { kind: 'answer', ...about, first: line, status: statusOf(line.octets) };
    return new Session(connection, timeoutMs, greeting);
  }

  /** Sends octets as they are, without waiting for anything. */
  async write(outgoing: Outgoing, segmentation?: Segmentation): Promise<boolean> {
    return await this.connection.write(outgoing, Deadline.after(this.#timeoutMs), segmentation);
  }

  /** Sends one command (without its CRLF) and waits for its whole answer. */
  async command(outgoing: Outgoing, segmentation?: Segmentation): Promise<Outcome> {
    await this.write([...outgoing, CRLF], segmentation);
    return await this.answerTo(outgoing);
  }

  /** Sends the commands (without their CRLFs) in one write, and waits for the answers in turn until one does not come. */
  async pipeline(commands: readonly Outgoing[], segmentation?: Segmentation): Promise<Outcome[]> {
    await this.write(
      commands.flatMap((each) => [...each, CRLF]),
      segmentation,
    );
    return await this.answersTo(commands);
  }

  /** Waits for the answers to commands already sent, in turn, until one does not come. */
  async answersTo(commands: readonly Outgoing[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const each of commands) {
      const outcome = await this.answerTo(each);
      outcomes.push(outcome);
      if (outcome.kind === 'none') break;
    }
    return outcomes;
  }

  /** Waits for the whole answer to a command already sent. */
  async answerTo(outgoing: Outgoing): Promise<Outcome> {
    const sent = spell(outgoing);
    const about = { command: sent, connection: this.connection.number };
    const overall = Deadline.after(this.#timeoutMs * PATIENCE);
    const none = (silence: NoAnswer['silence'], first?: Line): NoAnswer => ({
      kind: 'none',
      ...about,
      silence,
      offset: this.connection.offset,
      ...(first === undefined ? {} : { first }),
    });
    const first = await this.connection.readLine(Deadline.after(this.#timeoutMs));
    if (typeof first === 'string') return none(first);
    const status = statusOf(first.octets);
    this.#challenged = status === '+';
    this.#follow(sent, status);
    if (status !== '+OK' || !expectsLines(sent)) return { kind: 'answer', ...about, first, status };
    const lines = await this.#multiLine(sent, overall);
    return Array.isArray(lines) ? { kind: 'answer', ...about, first, status, lines } : none(lines, first);
  }

  /** The lines up to the dot line, or why it did not come. */
  async #multiLine(sent: string, overall: Deadline): Promise<Line[] | NoAnswer['silence']> {
    const lines: Line[] = [];
    // Inside a message a bare LF is content (RFC 2449 section 3: dot-stuffed = *CHAR CRLF), so only CRLF.CRLF ends one.
    const strict = /^(RETR|TOP)\b/i.test(sent);
    let size = 0;
    let previous: Line['terminator'] = 'CRLF';
    for (;;) {
      const line =
        this.connection.takeLine() ??
        (await this.connection.readLine(Deadline.after(this.#timeoutMs).orEarlier(overall)));
      if (typeof line === 'string') return line;
      const dot = line.content.length === 1 && line.content[0] === DOT;
      if (dot && (!strict || (previous === 'CRLF' && line.terminator === 'CRLF'))) return lines;
      previous = line.terminator;
      lines.push(line);
      size += line.octets.length;
      if (size > LONGEST_ANSWER) return 'overlong';
    }
  }

  #follow(sent: string, status: Answer['status']): void {
    if (status !== '+OK') return;
    const { keyword, parameters } = splitKeyword(sent);
    // A bare AUTH that some servers answer with a list of mechanisms is not a login.
    const login = keyword === 'PASS' || keyword === 'APOP' || (keyword === 'AUTH' && parameters !== '');
    if (login) this.state = 'TRANSACTION';
    if (keyword === 'DELE') this.marked = true;
    if (keyword === 'RSET') this.marked = false;
  }

  /** A line of a SASL exchange (RFC 5034 section 4) and what it brings. The command's keyword decides what success means. */
  async respond(response: Outgoing): Promise<Outcome> {
    await this.write([...response, CRLF]);
    const outcome = await this.answerTo([octetsOf('AUTH RESPONSE')]);
    return { ...outcome, command: spell(response) };
  }

  /**
   * Sends STLS and begins TLS after its +OK.
   * @returns the answer to STLS
   * @throws {ConnectionError} where the handshake fails, or octets in the clear came behind the answer: taken as answers
   *   under TLS they would be whatever somebody on the way has put there
   */
  async startTls(verification: TlsVerification): Promise<Outcome> {
    const outcome = await this.command([octetsOf('STLS')]);
    if (outcome.kind === 'none' || outcome.status !== '+OK') return outcome;
    const { pending } = this.connection;
    if (pending.length > 0) {
      this.connection.destroy();
      throw new ConnectionError(`behind the +OK of STLS came octets in the clear: ${visible(pending, 80)}`);
    }
    await this.handshake(verification);
    return outcome;
  }

  /** Begins TLS now. @throws {ConnectionError} where the handshake fails */
  async handshake(verification: TlsVerification): Promise<void> {
    await this.connection.startTls(verification, Deadline.after(this.#timeoutMs));
  }

  /**
   * Ends the session so that the maildrop is free for the next one and nothing is removed from it: marks are taken
   * back first, and where that can't be done the connection is dropped (RFC 1939 section 6: then nothing may be removed).
   */
  async leave(): Promise<void> {
    const deadline = Deadline.after(Math.min(this.#timeoutMs, FAREWELL_MS));
    const { connection } = this;
    if (connection.writable && connection.ended === undefined && !this.consumed) {
      if (this.#challenged) {
        await connection.write([octetsOf('*'), CRLF], deadline);
        await connection.readLine(deadline);
      }
      if (this.marked) {
        await connection.write([octetsOf('RSET'), CRLF], deadline);
        const line = await connection.readLine(deadline);
        this.marked = typeof line === 'string' || statusOf(line.octets) !== '+OK';
      }
      if (!this.marked) {
        await connection.write([octetsOf('QUIT'), CRLF], deadline);
        while (typeof (await connection.readLine(deadline)) !== 'string') connection.discard();
      }
    }
    connection.destroy();
  }
}

/** A command as text with its secrets as labels and every octet visible. */
export function spell(outgoing: Outgoing): string {
  return outgoing.map((piece) => (piece instanceof Secret ? piece.toString() : visible(piece))).join('');
}

/** The octets of a text command; one character is one octet. */
export function command(text: string): Outgoing {
  return [octetsOf(text)];
}
