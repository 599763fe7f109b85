/** The server: listens, serves each connection, and can be ended at once. */

import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { apopTimestamp } from '../protocol/apop.ts';
import { BentSession } from './bend.ts';
import type { ServerConfig, TlsConfig } from './config.ts';
import { ServerConnection } from './connection.ts';
import type { Maildrop } from './maildrop.ts';
import { BY_THE_BOOK } from './policy.ts';
import { Recorder } from './recorder.ts';
import { Session } from './session.ts';
import { Site } from './site.ts';

const LOOPBACK = '127.0.0.1';

export class Pop3Server {
  readonly #config: ServerConfig;
  readonly #site: Site;
  readonly #listener: Server;
  readonly #secureContext: SecureContext | undefined;
  readonly #connections = new Map<ServerConnection, Promise<void>>();
  readonly #faults: unknown[] = [];
  #accepted = 0;

  private constructor(config: ServerConfig) {
    this.#config = config;
    this.#site = new Site(config);
    const { tls } = config;
    this.#secureContext = tls === undefined ? undefined : secureContextOf(tls);
    // Half-open: a client that has sent its last command and closed its side still gets its answers.
    this.#listener = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  /**
   * Starts a server.
   * @throws {TypeError} where the configuration cannot be (see {@link Site}); whatever the system says where it cannot
   *   listen, or where key and certificate are not such
   */
  static async start(config: ServerConfig): Promise<Pop3Server> {
    const server = new Pop3Server(config);
    const listener = server.#listener;
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(config.port ?? 0, config.host ?? LOOPBACK, () => {
        listener.off('error', reject);
        resolve();
      });
    });
    listener.on('error', (error) => server.#faults.push(error));
    return server;
  }

  /** The address that it listens on. */
  get host(): string {
    return this.#address.address;
  }

  get port(): number {
    return this.#address.port;
  }

  /** What went wrong in the server itself, or in its bend; empty in a healthy one. */
  get faults(): readonly unknown[] {
    return this.#faults;
  }

  /**
   * Puts a message into a user's maildrop; the next session sees it.
   * @param message bare LFs in it become CRLFs, and a line end is added where the last one is missing; it is not to be
   *   changed any more
   * @throws {RangeError} where there is no such user
   */
  deliver(user: string, message: Buffer): void {
    this.#maildrop(user).deliver(message);
  }

  /** What is in a user's maildrop now. @throws {RangeError} where there is no such user */
  messages(user: string): readonly Buffer[] {
    return this.#maildrop(user).messages.map(({ octets }) => octets);
  }

  /** Waits until every connection has ended by itself. @param ms no longer than this, in milliseconds */
  async drained(ms: number): Promise<void> {
    let limit: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, ms).unref();
    });
    await Promise.race([Promise.all(this.#connections.values()), over]);
    clearTimeout(limit);
  }

  /** Ends all connections at once, and listens no more. Resolves when all of it has ended. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#listener.close(() => resolve());
    });
    for (const connection of this.#connections.keys()) connection.destroy();
    await Promise.all([closed, ...this.#connections.values()]);
  }

  get #address(): AddressInfo {
    const address = this.#listener.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return address;
  }

  #maildrop(user: string): Maildrop {
    const account = this.#site.account(user);
    if (account === undefined) throw new RangeError(`no such user: ${user}`);
    return account.maildrop;
  }

  #accept(socket: Socket): void {
    this.#accepted += 1;
    const { bend: bendFor, name, tls, transcript } = this.#config;
    const bend = bendFor?.(this.#accepted) ?? {};
    const implicit = tls?.mode === 'implicit';
    const timestamp = apopTimestamp(randomBytes(16), Date.now(), name);
    const session = new Session(this.#site, { ...BY_THE_BOOK, ...bend.policy }, timestamp, implicit);
    const bent = new BentSession(session, bend, this.#accepted);
    const witness = this.#config.witness?.(this.#accepted, peerOf(socket));
    const recorder = transcript === undefined ? undefined : new Recorder(transcript);
    const connection = new ServerConnection(socket, bent, this.#config, this.#secureContext, witness, recorder);
    const served = connection
      .serve(implicit)
      .catch((error: unknown) => {
        this.#faults.push(error);
      })
      .finally(() => {
        this.#connections.delete(connection);
      });
    this.#connections.set(connection, served);
  }
}

/** By key and certificate: to read them takes longer than to begin to listen, and many servers may show the same. */
const contexts = new Map<string, SecureContext>();

function secureContextOf({ key, cert }: TlsConfig): SecureContext {
  const identity = key + cert;
  const context = contexts.get(identity) ?? createSecureContext({ key, cert });
  contexts.set(identity, context);
  return context;
}

/** The client's address and port, an IPv6 address in brackets. It is unknown where the client has gone already. */
function peerOf({ remoteAddress, remoteFamily, remotePort }: Socket): string {
  if (remoteAddress === undefined) return 'a client that has gone';
  return `${remoteFamily === 'IPv6' ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}
