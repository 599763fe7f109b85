/**
 * A connection to a peer: octets in, lines out, each wait with a deadline, memory bounded whatever the peer sends,
 * and all of it in the transcript. Errors of the network are results, not exceptions: a peer that resets is evidence.
 */

import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import tls from 'node:tls';
import { LF } from '../protocol/octets.ts';
import { lineOf, type Line } from '../protocol/line.ts';
import type { Deadline } from './deadline.ts';
import { flatten, slice, type Outgoing } from './secret.ts';
import { cutter, type Cutter, type Segmentation } from './segmentation.ts';
import type { Recorder } from './transcript.ts';

/** No line of POP3 is longer: RFC 5034 section 4 lets a challenge have any length, so the limit is generous. */
export const LONGEST_LINE = 256 * 1024;

/** Past this much unread input we stop reading from the socket, and TCP makes the peer wait. */
const MOST_UNREAD = 512 * 1024;

const NOTHING = Buffer.alloc(0);

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

export class Connection {
  readonly number: number;
  readonly #host: string;
  readonly #transcript: Recorder;
  readonly #cut: Cutter;
  #socket: net.Socket;
  /** Without TLS upon it. */
  readonly #clear: net.Socket;
  /** What has arrived; what stands before `#start` is taken. */
  #buffered: Buffer = NOTHING;
  #start = 0;
  /** How far `#buffered` has been searched for a line end, so that one octet at a time stays linear. */
  #searched = 0;
  /** Octets taken from this connection so far: the offset of the next line in the peer's stream. */
  #taken = 0;
  #ended: 'closed' | 'reset' | undefined;
  #held = false;
  #secured = false;
  #wake: (() => void) | undefined;

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
    return this.#unread === 0 ? this.#ended : undefined;
  }

  /** Whether our own side can still send. */
  get writable(): boolean {
    return this.#socket.writable;
  }

  /** The offset, in octets, of the next line in what the peer has sent. */
  get offset(): number {
    return this.#taken;
  }

  /** What has arrived and was not taken: before a TLS handshake, octets sent in the clear behind the answer. */
  get pending(): Buffer {
    return this.#buffered.subarray(this.#start);
  }

  /** Takes the next whole line that has already arrived, if there is one. */
  takeLine(): Line | undefined {
    const end = this.#buffered.indexOf(LF, this.#searched);
    if (end === -1) {
      this.#searched = this.#buffered.length;
      return undefined;
    }
    return this.#take(end + 1 - this.#start);
  }

  /** Takes what is left when the peer has ended in the middle of a line (or sent one without end). */
  takeRest(): Line | undefined {
    return this.#unread === 0 ? undefined : this.#take(this.#unread);
  }

  /** Waits until a line can be taken, or says why none will come. */
  async readLine(deadline: Deadline): Promise<Line | Silence> {
    for (;;) {
      const line = this.takeLine();
      if (line !== undefined) return line;
      if (this.#unread > LONGEST_LINE) return 'overlong';
      if (this.#ended !== undefined) return this.#ended;
      if (this.#transcript.full) return 'overlong';
      if (!(await this.#arrival(deadline))) return 'timeout';
    }
  }

  /** Waits for the peer to end the connection; `data` where it sends something instead. */
  async readEnd(deadline: Deadline): Promise<'closed' | 'reset' | 'timeout' | 'data'> {
    for (;;) {
      if (this.#unread > 0) return 'data';
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
      start = end;
      // The peer gets its turn to read, else the next segment would join this one in its kernel.
      if (end < octets.length) await nextTurn();
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
    this.#taken += this.#unread;
    this.#keep(NOTHING);
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
      const searched = this.#searched - this.#start;
      this.#keep(this.#unread === 0 ? chunk : Buffer.concat([this.pending, chunk]), searched);
      if (!this.#hasRoom) socket.pause();
      this.#wake?.();
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

  #take(length: number): Line {
    const end = this.#start + length;
    const octets = this.#buffered.subarray(this.#start, end);
    const offset = this.#taken;
    if (end === this.#buffered.length) this.#keep(NOTHING);
    else this.#searched = this.#start = end;
    this.#taken += length;
    this.#readOn();
    return lineOf(octets, offset);
  }

  /** Keeps these octets, none of them taken, and nothing else. */
  #keep(octets: Buffer, searched = 0): void {
    this.#buffered = octets;
    this.#start = 0;
    this.#searched = searched;
  }

  get #unread(): number {
    return this.#buffered.length - this.#start;
  }

  get #hasRoom(): boolean {
    return this.#unread <= MOST_UNREAD && !this.#transcript.full;
  }

  #readOn(): void {
    if (this.#hasRoom && !this.#held && this.#socket.isPaused()) this.#socket.resume();
  }

  /** Waits for an event on the socket; false when the deadline passes first. */
  #arrival(deadline: Deadline): Promise<boolean> {
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
function settle(socket: net.Socket, event: string, deadline: Deadline, failure: string): Promise<void> {
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

/** Writes one segment and waits until it is handed to TCP. */
function flush(socket: net.Socket, octets: Buffer, deadline: Deadline): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (written: boolean): void => {
      clearTimeout(timer);
      resolve(written);
    };
    const timer = setTimeout(() => done(false), deadline.remaining);
    socket.write(octets, (error) => done(error === undefined || error === null));
  });
}
