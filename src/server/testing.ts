/** A small POP3 client for the tests of the server: it sends what it is told and reads whole lines. */

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished } from 'vitest';
import { builtInConfig } from './default-config.ts';
import { Pop3Server } from './listener.ts';
import type { Feature, ServerConfig } from './config.ts';

/** How long a wait may take before a test is told that it failed, in milliseconds. */
const DEADLINE_MS = 10_000;

let shared: Promise<ServerConfig> | undefined;

/** The configuration of the built-in server, made once. */
export async function defaults(): Promise<ServerConfig> {
  shared ??= builtInConfig();
  return await shared;
}

/** Starts the built-in server with some of its configuration changed; it ends with the test, which fails where it found a fault of its own. */
export async function startServer(changes: Partial<ServerConfig> = {}): Promise<Pop3Server> {
  const server = await Pop3Server.start({ ...(await defaults()), ...changes });
  onTestFinished(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });
  return server;
}

/** A client, greeted, of a server of its own. */
export async function openClient(changes: Partial<ServerConfig> = {}): Promise<TestClient> {
  return await TestClient.open(await startServer(changes));
}

/** A client, logged in as alice, of a server of its own. */
export async function openMaildrop(changes: Partial<ServerConfig> = {}): Promise<TestClient> {
  const client = await openClient(changes);
  expect(await client.logIn()).toMatch(/^\+OK/);
  return client;
}

/** The default accounts, with these messages in alice's maildrop. */
export async function withMessages(...texts: readonly string[]): Promise<Pick<ServerConfig, 'accounts'>> {
  const messages = texts.map((text) => Buffer.from(text, 'utf8'));
  const { accounts } = await defaults();
  return { accounts: accounts.map((account) => (account.user === 'alice' ? { ...account, messages } : account)) };
}

/** The default features without some. */
export async function without(...features: readonly Feature[]): Promise<Pick<ServerConfig, 'features'>> {
  return { features: new Set([...(await defaults()).features].filter((feature) => !features.includes(feature))) };
}

/** Base64 of text. */
export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** A multi-line answer, one character for each octet. */
export interface Lines {
  readonly first: string;
  /** Still dot-stuffed; empty where the first line is negative. */
  readonly lines: readonly string[];
}

export class TestClient {
  #socket: Socket;
  #received = '';
  #ended = false;
  #wake: () => void = () => {};
  /** How the connection ended, where that was an error. */
  error: NodeJS.ErrnoException | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen(socket);
  }

  /** Connects and reads the greeting. */
  static async open(server: Pop3Server, tls = false): Promise<TestClient & { greeting: string }> {
    const client = TestClient.connect(server, tls);
    return Object.assign(client, { greeting: await client.line() });
  }

  /** Connects, and reads nothing yet. */
  static connect(server: Pop3Server, tls = false): TestClient {
    const { host, port } = server;
    const socket = tls ? connectTls({ host, port, rejectUnauthorized: false }) : connectTcp({ host, port });
    socket.setNoDelay(true);
    return new TestClient(socket);
  }

  /** Sends octets as they are; text is latin-1. */
  send(octets: Buffer | string): void {
    this.#socket.write(octets, 'latin1');
  }

  /** Sends each octet in a write of its own. */
  async sendByOctet(text: string): Promise<void> {
    for (const octet of text) {
      await new Promise<void>((resolve) => {
        this.#socket.write(octet, 'latin1', () => setImmediate(resolve));
      });
    }
  }

  /** Reads one line, without its CRLF. @throws where the connection ends first */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf('\r\n');
      if (end !== -1) {
        const line = this.#received.slice(0, end);
        this.#received = this.#received.slice(end + 2);
        return line;
      }
      if (this.#ended) throw new Error(`the connection ended, with ${JSON.stringify(this.#received)} unread`);
      await this.#news();
    }
  }

  /** Sends a command and reads one line. */
  async command(text: string): Promise<string> {
    this.send(`${text}\r\n`);
    return await this.line();
  }

  /** Sends commands one after the other and reads one line for each. */
  async commands(...texts: readonly string[]): Promise<string[]> {
    const answers: string[] = [];
    for (const text of texts) answers.push(await this.command(text));
    return answers;
  }

  /** Reads a multi-line answer. */
  async lines(): Promise<Lines> {
    const first = await this.line();
    const lines: string[] = [];
    if (!first.startsWith('+OK')) return { first, lines };
    for (let line = await this.line(); line !== '.'; line = await this.line()) lines.push(line);
    return { first, lines };
  }

  /** Sends a command and reads a multi-line answer. */
  async listing(text: string): Promise<Lines> {
    this.send(`${text}\r\n`);
    return await this.lines();
  }

  /** Logs in with USER and PASS, and gives the answer to PASS. */
  async logIn(user = 'alice', password = 'wonderland'): Promise<string> {
    await this.command(`USER ${user}`);
    return await this.command(`PASS ${password}`);
  }

  /** Reads until the server has closed its side. */
  async rest(): Promise<string> {
    while (!this.#ended) await this.#news();
    return this.#received;
  }

  /** Begins TLS on the connection. @throws where the handshake fails */
  async startTls(): Promise<void> {
    const raw = this.#socket;
    raw.removeAllListeners('data');
    raw.removeAllListeners('end');
    const secured = connectTls({ socket: raw, rejectUnauthorized: false });
    this.#socket = secured;
    this.#listen(secured);
    await new Promise<void>((resolve, reject) => {
      secured.once('secureConnect', resolve);
      secured.once('close', () => reject(this.error ?? new Error('the connection ended in the handshake')));
    });
  }

  /** Stops reading until {@link resume}, so that TCP's windows fill. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Closes our side; the server's goes on. */
  halfClose(): void {
    this.#socket.end();
  }

  /** Ends the connection with RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #listen(socket: Socket): void {
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('data', (octets: Buffer) => {
      this.#received += octets.toString('latin1');
      this.#wake();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.error = error;
    });
    socket.once('end', end);
    socket.once('close', end);
  }

  async #news(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error('nothing came from the server')), DEADLINE_MS);
      this.#wake = () => {
        clearTimeout(deadline);
        resolve();
      };
    });
  }
}

/** Tries until it succeeds: for what another connection's end brings about. */
export async function eventually<T>(attempt: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const value = await attempt();
    if (isRight(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
  }
}
