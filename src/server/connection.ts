/** One connection of a server: octets between the socket and the session. It reads while it writes, and waits for nothing for ever. */

import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { TLSSocket, type SecureContext } from 'node:tls';
import { readersTurn } from '../wire/readers-turn.ts';
import { cutter, type Cutter } from '../wire/segmentation.ts';
import { segments, type Answer, type Pause } from './answer.ts';
import type { BentSession } from './bend.ts';
import type { ServerConfig } from './config.ts';
import { Input } from './input.ts';
import type { Recorder } from './recorder.ts';
import type { Witness } from './witness.ts';

/** Answers to pipelined commands share a write up to this many octets, and a large message is written in pieces of it. */
const WRITE_SIZE = 128 * 1024;

/**
 * So many segments are made of a write at either end, and what is between them goes out as one: a large message octet by octet
 * would take minutes, and tell no more than its first line and its last.
 */
const MOST_SEGMENTS = 128;

/** How long the client may take to close its side after ours is closed, in milliseconds. */
const LINGER_MS = 2_000;

/** Why waits end: a reason of our own, or Node makes an error with its stack for every connection. */
const GONE = 'the connection has ended';

/** The limits on waiting that a connection keeps to, and how it cuts what it sends. */
export type Patience = Pick<ServerConfig, 'autologoutMs' | 'autologoutIn' | 'handshakeMs' | 'stallMs' | 'segmentation'>;

export class ServerConnection {
  readonly #raw: Socket;
  readonly #session: BentSession;
  readonly #patience: Patience;
  readonly #secureContext: SecureContext | undefined;
  readonly #witness: Witness | undefined;
  readonly #recorder: Recorder | undefined;
  readonly #cut: Cutter | undefined;
  readonly #gone = new AbortController();
  readonly #autologout: NodeJS.Timeout;
  readonly #input = new Input();
  /** The socket, or TLS upon it. */
  #stream: Socket;
  /** Answers that are not written yet. */
  #output: Buffer[] = [];
  #outputSize = 0;
  /** What the system or TLS said first, where something went wrong. */
  #failure: string | undefined;
  /** Resolves the wait of {@link #news}. */
  #wake: () => void = () => {};
  /** Ends the wait of {@link #unlessGone}. */
  #abandon: () => void = () => {};

  /**
   * @param secureContext what TLS is begun with; absent where this connection cannot begin it
   * @param witness who sees it all; absent: nobody
   * @param recorder who keeps every octet; absent: nobody
   */
  constructor(
    socket: Socket,
    session: BentSession,
    patience: Patience,
    secureContext?: SecureContext,
    witness?: Witness,
    recorder?: Recorder,
  ) {
    this.#raw = socket;
    this.#stream = socket;
    this.#session = session;
    this.#patience = patience;
    this.#secureContext = secureContext;
    this.#witness = witness;
    this.#recorder = recorder;
    const { segmentation } = patience;
    this.#cut = segmentation === undefined || segmentation.kind === 'whole' ? undefined : cutter(segmentation);
    // RFC 1939 section 3: when the timer expires the connection is closed without a response and without removing a thing.
    this.#autologout = setTimeout(() => {
      if ((patience.autologoutIn ?? session.state) === session.state) this.destroy();
    }, patience.autologoutMs).unref();
    socket.setNoDelay(true);
    socket.on('error', this.#onError);
    socket.once('close', () => this.#end());
  }

  /**
   * Serves the connection until it has ended.
   * @param tls whether TLS begins with the connection (RFC 8314 section 3.3)
   * @throws whatever a bend throws; the connection has ended all the same
   */
  async serve(tls: boolean): Promise<void> {
    try {
      if (tls && !(await this.#startTls())) return;
      if (!tls) this.#listen();
      await this.#converse();
    } finally {
      this.destroy();
      this.#end();
    }
  }

  /** Ends the connection at once. */
  destroy(): void {
    this.#stream.destroy();
    this.#raw.destroy();
  }

  /** The lock on the maildrop is given back however the session ended (RFC 1939 section 6). */
  #end(): void {
    clearTimeout(this.#autologout);
    this.#session.end();
    if (!this.#isGone) this.#witness?.ended(this.#input.takeRest(), this.#failure);
    this.#gone.abort(GONE);
    this.#abandon();
    this.#wake();
  }

  get #isGone(): boolean {
    return this.#gone.signal.aborted;
  }

  async #converse(): Promise<void> {
    if (!(await this.#answer(await this.#unlessGone(this.#session.greet())))) return;
    while (!this.#isGone) {
      const arrival = this.#input.take();
      if (arrival === undefined) {
        // While the answers are written more may arrive: look again before waiting.
        if (this.#outputSize > 0) await this.#flush();
        else if (this.#input.ended) return await this.#close();
        else await this.#news();
        continue;
      }
      this.#autologout.refresh();
      this.#witness?.received(arrival);
      const answer = this.#session.receive(arrival);
      if (!(await this.#answer(answer instanceof Promise ? await this.#unlessGone(answer) : answer))) return;
    }
  }

  /** Sends an answer and does what follows it. @returns whether the conversation goes on */
  async #answer(answer: Answer | undefined): Promise<boolean> {
    if (answer === undefined) return false;
    if (answer.pace === undefined) {
      this.#beginAnswer(answer);
      await this.#enqueue(answer.octets);
    } else await this.#sendPaced(answer);
    if (answer.next === 'continue') return true;
    await this.#flush();
    if (answer.next === 'start-tls') {
      if (!(await this.#startTls())) return false;
      this.#session.startTls();
      return true;
    }
    if (answer.next === 'reset') {
      this.#recorder?.ended('S', 'reset');
      this.#raw.resetAndDestroy();
    } else await this.#close();
    return false;
  }

  /** What is done as the first octet of an answer goes out. */
  #beginAnswer(answer: Answer): void {
    const { discardInput = false, next } = answer;
    this.#witness?.sent(answer);
    if (discardInput) this.#input.discard();
    // What comes from now on belongs to TLS, so it is left in the socket.
    if (next === 'start-tls') this.#deafen();
    this.#input.answering();
  }

  /** What a hook gives, or undefined where the connection has gone first. */
  async #unlessGone(pending: Promise<Answer>): Promise<Answer | undefined> {
    return await new Promise((resolve, reject) => {
      this.#abandon = () => resolve(undefined);
      if (this.#isGone) this.#abandon();
      pending.then(resolve, reject);
    });
  }

  // Reading

  readonly #onData = (piece: Buffer): void => {
    this.#recorder?.received(piece);
    this.#input.push(piece);
    if (this.#input.full) this.#stream.pause();
    this.#wake();
  };

  readonly #onEnd = (): void => {
    this.#recorder?.ended('C', 'close');
    this.#input.ended = true;
    this.#wake();
  };

  #listen(): void {
    this.#stream.on('data', this.#onData);
    this.#stream.once('end', this.#onEnd);
  }

  #deafen(): void {
    this.#stream.pause();
    this.#stream.off('data', this.#onData);
    this.#stream.off('end', this.#onEnd);
  }

  /** Waits until the client has sent something, or the connection has gone. */
  async #news(): Promise<void> {
    const news = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    if (this.#stream.isPaused()) this.#stream.resume();
    if (!this.#isGone) await news;
  }

  // Writing

  async #enqueue(octets: readonly Buffer[]): Promise<void> {
    for (const buffer of octets) {
      this.#output.push(buffer);
      this.#outputSize += buffer.length;
    }
    if (this.#outputSize >= WRITE_SIZE) await this.#flush();
  }

  async #flush(): Promise<void> {
    const output = this.#output;
    const size = this.#outputSize;
    this.#output = [];
    this.#outputSize = 0;
    // Small answers in one write; large ones as they are, without a copy.
    for (const buffer of size <= WRITE_SIZE ? [Buffer.concat(output)] : output) {
      for (let start = 0; start < buffer.length; start += WRITE_SIZE) {
        await this.#writeCut(buffer.subarray(start, start + WRITE_SIZE));
      }
    }
  }

  /** Writes in the segments of the connection's own segmentation. */
  async #writeCut(octets: Buffer): Promise<void> {
    if (this.#cut === undefined) return await this.#write(octets);
    const ends = this.#cut(octets);
    if (ends.length > 2 * MOST_SEGMENTS) ends.splice(MOST_SEGMENTS, ends.length - 2 * MOST_SEGMENTS);
    let start = 0;
    for (const end of ends) {
      await this.#write(octets.subarray(start, end));
      await readersTurn(start === 0);
      start = end;
    }
  }

  async #sendPaced(answer: Answer): Promise<void> {
    await this.#flush();
    const { delayMs = 0, gapMs = 0, pauses = [] } = answer.pace ?? {};
    let sent = 0;
    for (const [index, segment] of segments(answer).entries()) {
      await this.#pause(index === 0 ? delayMs : gapMs);
      await this.#hold(pauses.filter(({ at }) => at === sent));
      if (sent === 0) this.#beginAnswer(answer);
      await this.#write(segment);
      sent += segment.length;
      await readersTurn(true);
    }
    await this.#hold(pauses.filter(({ at }) => at >= sent));
    if (sent === 0) this.#beginAnswer(answer);
  }

  /** Keeps back what is sent next. */
  async #hold(pauses: readonly Pause[]): Promise<void> {
    for (const { ms, untilMore = false } of pauses) {
      // Once TLS is about to begin nothing is read any more.
      if (!untilMore || this.#stream.listenerCount('data') === 0) await this.#pause(ms);
      else if (!this.#input.pending && !this.#input.ended && !this.#isGone) {
        const over = setTimeout(() => this.#wake(), ms).unref();
        await this.#news();
        clearTimeout(over);
      }
    }
  }

  /** Writes, and waits until the kernel has taken all of it: with TCP_NODELAY each write is a segment of its own. */
  async #write(octets: Buffer): Promise<void> {
    if (this.#isGone || !this.#stream.writable) return;
    this.#recorder?.sent(octets);
    // The callback comes with an error where the connection was destroyed; the conversation then finds it gone.
    const taken = new Promise<void>((resolve) => {
      this.#stream.write(octets, () => resolve());
    });
    // Mostly the kernel has taken all by now, and the way through the event loop can be spared.
    if (this.#stream.writableLength > 0) {
      const stalled = setTimeout(() => this.destroy(), this.#patience.stallMs).unref();
      await taken;
      clearTimeout(stalled);
    }
    // A timer that was cleared would run again.
    if (!this.#isGone) this.#autologout.refresh();
  }

  async #pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    try {
      await wait(ms, undefined, { ref: false, signal: this.#gone.signal });
    } catch {
      // The connection has gone.
    }
  }

  // Ending, and TLS

  /**
   * Closes once everything is delivered. What still arrives is read and dropped: a socket that is closed with octets
   * unread is reset, and a reset can destroy answers that the client has not read yet.
   */
  async #close(): Promise<void> {
    this.#deafen();
    const stream = this.#stream;
    if (this.#recorder !== undefined) stream.on('data', this.#recorder.received);
    this.#recorder?.ended('S', 'close');
    const received = new Promise<void>((resolve) => {
      if (stream.readableEnded || stream.destroyed) resolve();
      stream.once('end', () => {
        this.#recorder?.ended('C', 'close');
        resolve();
      });
      stream.once('close', resolve);
    });
    const sent = new Promise<void>((resolve) => {
      stream.end(resolve);
    });
    stream.resume();
    const lingering = setTimeout(() => this.destroy(), LINGER_MS).unref();
    await Promise.all([received, sent]);
    clearTimeout(lingering);
  }

  /** Begins TLS. @returns false where there was no handshake in time; the connection is of no use then */
  async #startTls(): Promise<boolean> {
    const { handshakeMs } = this.#patience;
    if (this.#secureContext === undefined || this.#isGone) return false;
    const secured = new TLSSocket(this.#raw, { isServer: true, secureContext: this.#secureContext });
    this.#stream = secured;
    secured.on('error', this.#onError);
    secured.once('close', () => this.#raw.destroy());
    this.#listen();
    return await new Promise<boolean>((resolve) => {
      let isSettled = false;
      const settle = (failure?: string): void => {
        if (isSettled) return;
        isSettled = true;
        clearTimeout(deadline);
        this.#witness?.secured(failure === undefined ? { protocol: secured.getProtocol() ?? 'TLS' } : { failure });
        if (failure === undefined) this.#recorder?.secured();
        resolve(failure === undefined);
      };
      const deadline = setTimeout(() => settle('the handshake took too long'), handshakeMs).unref();
      secured.once('secure', () => settle());
      secured.once('error', ({ message }) => settle(message));
      for (const event of ['close', 'end']) secured.once(event, () => settle('the client ended the handshake'));
    });
  }

  /** An error of a socket is followed by its close, which is what counts. */
  readonly #onError = ({ message }: Error): void => {
    this.#recorder?.ended('C', 'reset');
    this.#failure ??= message;
  };
}
