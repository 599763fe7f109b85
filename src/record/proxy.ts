/** The recording proxy: a server to the client, a client to the server, and every octet between them on a tape. */

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type TlsVerification } from '../wire/connection.ts';
import { CAUSES } from '../wire/socket-waits.ts';
import { Relay, type End, type Ends, type Secured, type Tape } from './relay.ts';
import { askForTls, clientTls, Unrecordable, serverTls } from './tls-ends.ts';

/** How long the server may take to accept a connection, in milliseconds. */
const CONNECT_MS = 30_000;

export interface ProxyOptions {
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
  /**
   * How TLS begins on the client's side: never (what a client makes of STLS passes unread), when client and server agree
   * on STLS, or with the connection.
   */
  readonly tls: 'none' | 'stls' | 'implicit';
  /** What the client is shown. */
  readonly certificate: { readonly key: string; readonly cert: string };
  readonly upstream: {
    readonly host: string;
    readonly port: number;
    /** `none`: as the client begins it; `stls`: before the client says anything; `implicit`: with the connection. */
    readonly tls: 'none' | 'stls' | 'implicit';
    readonly verification: TlsVerification;
  };
  /** A tape for a connection that is about to be relayed. @param number counted from 1 */
  readonly tape: (number: number) => RecordedTape;
  readonly on: ProxyEvents;
}

/** A tape that can be brought to its end. */
export interface RecordedTape extends Tape {
  /**
   * @param reason why the recording ends before the connection does, where it does
   * @returns a sentence for the user where the recording could not be kept
   */
  readonly finish: (reason?: string) => Promise<string | undefined>;
}

/** What the proxy tells of its connections. */
export interface ProxyEvents {
  /** There was nothing to record. @param why in words */
  readonly failed: (why: string) => void;
  /** A connection has ended, and so has its tape. @param failure where the recording could not be kept, in words */
  readonly ended: (number: number, failure: string | undefined) => void;
}

export class RecordingProxy {
  readonly #options: ProxyOptions;
  readonly #listener: Server;
  readonly #secureContext: SecureContext;
  readonly #serving = new Set<Promise<void>>();
  readonly #ends = new Set<() => void>();
  readonly #faults: unknown[] = [];
  #isClosing = false;
  #recorded = 0;

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#secureContext = createSecureContext(options.certificate);
    this.#listener = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
      const serving = this.#serve(socket)
        .catch((error: unknown) => {
          this.#faults.push(error);
        })
        .finally(() => this.#serving.delete(serving));
      this.#serving.add(serving);
    });
  }

  /** @throws whatever the system says where it can't listen, or where key and certificate are not such */
  static async start(options: ProxyOptions): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(options);
    const listener = proxy.#listener;
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(options.port, options.host, () => {
        listener.off('error', reject);
        resolve();
      });
    });
    listener.on('error', (error) => proxy.#faults.push(error));
    return proxy;
  }

  /** The address that it listens on. */
  get host(): string {
    return this.#address.address;
  }

  get port(): number {
    return this.#address.port;
  }

  /** How many connections were recorded. */
  get recorded(): number {
    return this.#recorded;
  }

  /** What went wrong in the proxy itself. */
  get faults(): readonly unknown[] {
    return this.#faults;
  }

  /** Ends all connections, brings their tapes to an end, and listens no more. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => {
      this.#listener.close(() => resolve());
    });
    for (const end of this.#ends) end();
    await Promise.all([closed, ...this.#serving]);
  }

  get #address(): AddressInfo {
    const address = this.#listener.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
    return address;
  }

  async #serve(client: Socket): Promise<void> {
    const began = performance.now();
    const { tls } = this.#options;
    client.on('error', () => undefined);
    const upstream = this.#upstream();
    const sockets = [client, upstream];
    const destroy = (): void => sockets.forEach((socket) => socket.destroy());
    this.#ends.add(destroy);
    try {
      const server = await this.#server(upstream);
      const stream = tls === 'implicit' ? await towards('the client', serverTls(client, this.#secureContext)) : client;
      this.#ends.delete(destroy);
      await this.#relay({ C: { raw: client, stream }, S: server.end }, began, server.greeting);
    } catch (error) {
      destroy();
      if (!(error instanceof Unrecordable)) throw error;
      if (!this.#isClosing) this.#options.on.failed(error.message);
    } finally {
      this.#ends.delete(destroy);
    }
  }

  #upstream(): Socket {
    const { host, port } = this.#options.upstream;
    const socket = connect({ host, port, noDelay: true, allowHalfOpen: true });
    socket.pause();
    return socket;
  }

  /** The server, as far as the client is to see it. @throws {Unrecordable} where it can't be had */
  async #server(socket: Socket): Promise<{ end: End; greeting?: Buffer }> {
    const { host, port, tls, verification } = this.#options.upstream;
    await connected(socket, `${host}:${port}`);
    if (tls === 'none') return { end: { raw: socket, stream: socket } };
    const greeting = tls === 'stls' ? { greeting: await towards('the server', askForTls(socket)) } : {};
    const stream = await towards('the server', clientTls(socket, host, verification));
    return { end: { raw: socket, stream }, ...greeting };
  }

  async #relay(ends: Ends, began: number, greeting: Buffer | undefined): Promise<void> {
    this.#recorded += 1;
    const number = this.#recorded;
    const tape = this.#options.tape(number);
    const relay = new Relay(ends, tape, began, async (clear) => await this.#secure(clear));
    const destroy = (): void => relay.destroy();
    this.#ends.add(destroy);
    await relay.run(greeting);
    const failure = await tape.finish(this.#isClosing ? 'the recorder was ended here' : undefined);
    if (!this.#isClosing) await relay.delivered();
    this.#ends.delete(destroy);
    this.#options.on.ended(number, failure);
  }

  /** TLS on both ends, each with a key of its own. */
  async #secure({ C, S }: Ends): Promise<Secured> {
    const { tls, upstream } = this.#options;
    if (tls !== 'stls' || upstream.tls !== 'none') return { kind: 'unread' };
    const [client, server] = await Promise.allSettled([
      towards('the client', serverTls(C.raw, this.#secureContext)),
      towards('the server', clientTls(S.raw, upstream.host, upstream.verification)),
    ]);
    if (client.status === 'rejected') return { kind: 'failed', reason: wordsOf(client.reason) };
    if (server.status === 'rejected') return { kind: 'failed', reason: wordsOf(server.reason) };
    return {
      kind: 'secured',
      ends: { C: { raw: C.raw, stream: client.value }, S: { raw: S.raw, stream: server.value } },
    };
  }
}

async function connected(socket: Socket, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => reject(new Unrecordable(`no connection to ${address}: ${reason}`));
    const timer = setTimeout(() => fail('it took too long'), CONNECT_MS);
    socket.once('connect', resolve);
    socket.once('error', (error: Error & { code?: string }) => fail(CAUSES[error.code ?? ''] ?? error.message));
    for (const over of ['connect', 'error']) socket.once(over, () => clearTimeout(timer));
  });
  socket.on('error', () => undefined);
}

async function towards<Value>(whom: string, pending: Promise<Value>): Promise<Value> {
  try {
    return await pending;
  } catch (error) {
    throw error instanceof Unrecordable ? new Unrecordable(`towards ${whom}: ${error.message}`) : error;
  }
}

function wordsOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
