/**
 * A connection to a peer: octets in, lines out, each wait with a deadline, memory bounded whatever the peer sends,
 * and all of it in the transcript. Errors of the network are results, not exceptions: a peer that resets is evidence.
 */

import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import tls from 'node:tls';
import type { Line } from '../protocol/line.ts';
import { LF } from '../protocol/octets.ts';
import type { Deadline } from './deadline.ts';
import { Inbox } from './inbox.ts';
import { flatten, slice, type Outgoing } from './secret.ts';
import { readersTurn } from './readers-turn.ts';
import { cutter, type Cutter, type Segmentation } from './segmentation.ts';
import { ConnectionError, flush, settle } from './socket-waits.ts';
import type { Recorder } from './transcript.ts';

/** No line of POP3 is longer: RFC 5034 section 4 lets a challenge have any length, so the limit is generous. */
export const LONGEST_LINE = 256 * 1024;

/** Past this much unread input we stop reading from the socket, and TCP makes the peer wait. */
const MOST_UNREAD = 512 * 1024;

export type TlsVerification = {
  /** PEM certificates that are trusted instead of the system's. */
  readonly ca?: string;
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** Asked about a certificate that does not hold, with OpenSSL's or Node's code for the reason; absent: it is refused. */
  readonly accepts?: (problem: string) => boolean;
};

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly segmentation: Segmentation;
  readonly transcript: Recorder;
  /** Ends the connection, and every wait on it, from outside. */
  readonly signal?: AbortSignal | undefined;
}

/** Why nothing more can be read; `overlong`: a line without end, or more than a transcript holds. */
export type Silence = 'closed' | 'reset' | 'timeout' | 'overlong';

export class Connection {
  readonly number: number;
  readonly #host: string;
  readonly #transcript: Recorder;
  readonly #cut: Cutter;
  #socket: net.Socket;
  /** Without TLS upon it. */
  readonly #clear: net.Socket;
  readonly #inbox = new Inbox();
  #ended: 'closed' | 'reset' | undefined;
  #held = false;
  #secured = false;
  #wake: (() => void) | undefined;
  /** Whether whoever waits can do nothing with a part of a line. */
  #waitsForLine = false;

  private constructor(socket: net.Socket, options: ConnectOptions) {
    this.#host = options.host;
    this.#socket = socket;
    this.#clear = socket;
    this.#transcript = options.transcript;
    this.#cut = cutter(options.segmentation);
    this.number = options.transcript.openConnection();
    options.transcript.record(this.number, 'C', 'connect');
    this.#listen();
  }

  /**
   * Opens a TCP connection.
   * @throws {ConnectionError} where it can't be opened before the deadline
   */
  static async connect(options: ConnectOptions, deadline: Deadline): Promise<Connection> {
    const socket = net.connect({ host: options.host, port: options.port, noDelay: true });
    options.signal?.addEventListener('abort', () => socket.destroy(), { once: true });
    if (options.signal?.aborted === true) socket.destroy();
    await settle(socket, 'connect', deadline, `no connection to ${options.host}:${options.port}`);
    return new Connection(socket, options);
  }

  /** Whether TLS is active. */
  get secured(): boolean {
    return this.#secured;
  }

  /** How the peer ended the connection, once everything that it sent before has been taken. */
  get ended(): 'closed' | 'reset' | undefined {
    return this.#inbox.unread === 0 ? this.#ended : undefined;
  }

  /** Whether our own side can still send. */
  get writable(): boolean {
    return this.#socket.writable;
  }

  /** The offset, in octets, of the next line in what the peer has sent. */
  get offset(): number {
    return this.#inbox.taken;
  }

  /** What has arrived and was not taken: before a TLS handshake, octets sent in the clear behind the answer. */
  get pending(): Buffer {
    return this.#inbox.pending;
  }

  /** Takes the next whole line that has already arrived, if there is one. */
  takeLine(): Line | undefined {
    return this.#taken(this.#inbox.takeLine());
  }

  /** Takes what is left when the peer has ended in the middle of a line (or sent one without end). */
  takeRest(): Line | undefined {
    return this.#taken(this.#inbox.takeRest());
  }

  /** Waits until a line can be taken, or says why none will come. */
  async readLine(deadline: Deadline): Promise<Line | Silence> {
    for (;;) {
      const line = this.takeLine();
      if (line !== undefined) return line;
      if (this.#inbox.unread > LONGEST_LINE) return 'overlong';
      if (this.#ended !== undefined) return this.#ended;
      if (this.#transcript.full) return 'overlong';
      if (!(await this.#arrival(deadline, true))) return 'timeout';
    }
  }

  /** Waits for the peer to end the connection; `data` where it sends something instead. */
  async readEnd(deadline: Deadline): Promise<'closed' | 'reset' | 'timeout' | 'data'> {
    for (;;) {
      if (this.#inbox.unread > 0) return 'data';
      if (this.#ended !== undefined) return this.#ended;
      if (!(await this.#arrival(deadline))) return 'timeout';
    }
  }

  /** Stops reading from the socket, so that the peer's octets pile up in both TCP windows. */
  hold(): void {
    this.#held = true;
    this.#socket.pause();
  }

  /** Reads again after {@link hold}. */
  release(): void {
    this.#held = false;
    this.#readOn();
  }

  /**
   * Sends octets, cut into segments: each write is flushed before the next, or Node would join them.
   * @param segmentation overrides the connection's own for this write
   * @returns whether everything was handed to TCP before the deadline
   */
  async write(outgoing: Outgoing, deadline: Deadline, segmentation?: Segmentation): Promise<boolean> {
    const { octets, secrets } = flatten(outgoing);
    let start = 0;
    for (const end of (segmentation === undefined ? this.#cut : cutter(segmentation))(octets)) {
      if (!this.#socket.writable) return false;
      this.#transcript.record(this.number, 'C', 'data', octets.subarray(start, end), slice(secrets, start, end));
      if (!(await flush(this.#socket, octets.subarray(start, end), deadline))) return false;
      if (end < octets.length) await readersTurn(start === 0);
      start = end;
    }
    return true;
  }

  /**
   * Begins TLS on this connection. What had arrived before stays in {@link pending} until {@link discard}.
   * @throws {ConnectionError} where the handshake fails or does not end before the deadline
   */
  async startTls({ ca, insecure = false, accepts }: TlsVerification, deadline: Deadline): Promise<void> {
    const clear = this.#socket;
    clear.removeAllListeners('data');
    clear.removeAllListeners('end');
    clear.removeAllListeners('close');
    const secure = tls.connect({
      socket: clear,
      ...(net.isIP(this.#host) === 0 ? { servername: this.#host } : {}),
      ...(ca === undefined ? {} : { ca }),
      rejectUnauthorized: !insecure && accepts === undefined,
      checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(this.#host, certificate),
    });
    this.#socket = secure;
    try {
      await settle(secure, 'secureConnect', deadline, 'the TLS handshake failed');
      if (accepts !== undefined && !secure.authorized) {
        // Node's types call it an Error; on a client's socket it is the code.
        const problem = String(secure.authorizationError);
        if (!accepts(problem)) {
          secure.on('error', () => undefined).destroy();
          throw new ConnectionError(`the TLS handshake failed: the certificate does not hold (${problem})`, problem);
        }
      }
    } catch (error) {
      this.#ended ??= 'closed';
      throw error;
    }
    this.#secured = true;
    this.#transcript.record(this.number, 'S', 'tls');
    this.#listen();
    // What awaits this would go on inside OpenSSL's callback, and Node 20 crashes where the socket is destroyed there.
    await nextTurn();
  }

  /** Drops what arrived and was not taken. */
  discard(): void {
    this.#inbox.discard();
    this.#readOn();
  }

  /** Ends what our side sends (FIN); what the peer sends is still read. */
  finish(): void {
    this.#transcript.record(this.number, 'C', 'close');
    this.#socket.end();
  }

  /** Ends the connection with a reset (RST), under TLS too. */
  reset(): void {
    this.#transcript.record(this.number, 'C', 'reset');
    this.#ended ??= 'closed';
    this.#clear.resetAndDestroy();
    this.#socket.destroy();
    this.#wake?.();
  }

  /** Closes our side at once; whatever still waits on this connection sees it closed. */
  destroy(): void {
    if (!this.#socket.destroyed && this.#ended === undefined) this.#transcript.record(this.number, 'C', 'close');
    this.#ended ??= 'closed';
    this.#socket.destroy();
    this.#wake?.();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('error', () => this.#end('reset'));
    socket.on('data', (chunk: Buffer) => {
      this.#transcript.record(this.number, 'S', 'data', chunk);
      this.#inbox.add(chunk);
      if (!this.#hasRoom) socket.pause();
      if (!this.#waitsForLine || chunk.includes(LF) || this.#isTooMuch) this.#wake?.();
    });
    socket.on('end', () => this.#end('closed'));
    socket.on('close', () => this.#end('closed'));
    if (this.#held) socket.pause();
  }

  #end(how: 'closed' | 'reset'): void {
    if (this.#ended !== undefined) return;
    this.#ended = how;
    this.#transcript.record(this.number, 'S', how === 'reset' ? 'reset' : 'close');
    this.#wake?.();
  }

  /** What was taken makes room for more. */
  #taken(line: Line | undefined): Line | undefined {
    if (line !== undefined) this.#readOn();
    return line;
  }

  get #hasRoom(): boolean {
    return this.#inbox.unread <= MOST_UNREAD && !this.#transcript.full;
  }

  #readOn(): void {
    if (this.#hasRoom && !this.#held && this.#socket.isPaused()) this.#socket.resume();
  }

  /** Whether more is not waited for, even where what came is no line. */
  get #isTooMuch(): boolean {
    return this.#inbox.unread > LONGEST_LINE || this.#transcript.full;
  }

  /**
   * Waits for an event on the socket; false when the deadline passes first.
   * @param ofLine whether a part of a line is none
   */
  #arrival(deadline: Deadline, ofLine = false): Promise<boolean> {
    this.#waitsForLine = ofLine;
    return new Promise((resolve) => {
      const done = (arrived: boolean): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve(arrived);
      };
      const timer = setTimeout(() => done(false), deadline.remaining);
      this.#wake = () => done(true);
    });
  }
}
