/**
 * Requests out, answers in, on one connection. It reads while it writes, however much is outstanding, so that it can't
 * come to a deadlock with a server that writes (RFC 2449 section 6.6). What may be sent when, and how everything is
 * read, the manner says.
 */

import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { CR, CRLF, LF } from '../../protocol/octets.ts';
import type { Line } from '../../protocol/line.ts';
import type { Connection, Silence } from '../../wire/connection.ts';
import { Deadline } from '../../wire/deadline.ts';
import type { Answer, NoAnswer, Outcome } from '../answer.ts';
import type { Borders } from './borders.ts';
import type { Knowledge } from './knowledge.ts';
import type { Manner } from './manner.ts';
import type { Pulse } from './pulse.ts';
import { bodyOf, keywordOf, spelt, type Kind, type Request } from './request.ts';

/** What a line costs beside its octets, so that an answer of empty lines is bounded as well. */
const LINE_COST = 200;

interface Asked {
  readonly request: Request;
  readonly deliver: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
}

/** A request, and what came of it. */
export interface Heard {
  readonly request: Request;
  readonly outcome: Outcome;
}

export interface DialogueOptions {
  readonly connection: Connection;
  readonly manner: Manner;
  readonly knowledge: Knowledge;
  readonly borders: Borders;
  readonly pulse: Pulse;
  /** How long the next line may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How much of one answer is held; more has no end worth waiting for. In octets, with {@link LINE_COST} for each line. */
  readonly mostHeld: number;
  readonly signal: AbortSignal;
}

export class Dialogue {
  readonly #options: DialogueOptions;
  readonly #occurrences = new Map<string, number>();
  /** Not sent yet. */
  readonly #waiting: Asked[] = [];
  /** Sent, and not answered. */
  readonly #outstanding: Asked[] = [];
  #sending: Promise<void> = Promise.resolve();
  #isReading = false;
  /** What the manner threw, in a list of one: no answer can be told from then on. */
  #failures: readonly unknown[] = [];
  /** What the manner has heard and nobody has read yet. */
  readonly #heard: Line[] = [];
  /** Once there was no answer there will be none. */
  #silence: Silence | undefined;

  constructor(options: DialogueOptions) {
    this.#options = options;
  }

  /**
   * Asks for something. What is asked in one go is sent in one go, as far as it may be.
   * @param line without its CRLF
   */
  async ask(kind: Kind, line: Buffer): Promise<Heard> {
    const request = this.#request(kind, line);
    const { manner, knowledge } = this.#options;
    for (const text of manner.sendsFirst(request, knowledge)) {
      this.#waiting.push(this.#idle(this.#request('command', spelt(text))));
    }
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      this.#waiting.push({ request, deliver: resolve, fail: reject });
      // Behind this turn, so that what is asked together goes out together.
      queueMicrotask(() => void this.#converse());
    });
    return { request, outcome };
  }

  #request(kind: Kind, line: Buffer): Request {
    const keyword = keywordOf(kind, line);
    const name = `${kind} ${keyword}`;
    const occurrence = (this.#occurrences.get(name) ?? 0) + 1;
    this.#occurrences.set(name, occurrence);
    return { kind, keyword, line, body: bodyOf(kind, line), occurrence };
  }

  /** A request whose answer nobody looks at; an exchange that nobody wanted is cancelled. */
  #idle(request: Request): Asked {
    const deliver = (outcome: Outcome): void => {
      if (outcome.kind === 'none' || outcome.status !== '+') return;
      this.#waiting.unshift(this.#idle(this.#request('response', spelt('*'))));
    };
    return { request, deliver, fail: () => {} };
  }

  /** Sends what may be sent and reads what is owed, until there is nothing more of either. */
  async #converse(): Promise<void> {
    try {
      for (const failure of this.#failures) throw failure;
      this.#pump();
      if (this.#isReading) return;
      this.#isReading = true;
      await this.#readAll();
      this.#isReading = false;
    } catch (error) {
      this.#failures = [error];
      for (const { fail } of this.#takeAll()) fail(error);
    }
  }

  // Sending

  #pump(): void {
    const { manner, knowledge } = this.#options;
    const pieces: Buffer[] = [];
    let isOne = true;
    if (this.#silence !== undefined) return this.#fall();
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const outstanding = this.#outstanding.map(({ request }) => request);
      if (!manner.mayFollow(next.request, outstanding, knowledge)) break;
      this.#waiting.shift();
      this.#outstanding.push(next);
      const { kind, line } = next.request;
      const sent = manner.sends(kind === 'greeting' ? line : Buffer.concat([line, CRLF]), next.request, knowledge);
      if (!Buffer.isBuffer(sent)) isOne = false;
      pieces.push(...(Buffer.isBuffer(sent) ? [sent] : sent));
    }
    const octets = pieces.filter((piece) => piece.length > 0);
    if (octets.length > 0) this.#send(isOne ? [Buffer.concat(octets)] : octets);
  }

  #send(pieces: readonly Buffer[]): void {
    const { connection, pulse, timeoutMs } = this.#options;
    const before = this.#sending;
    const send = async (): Promise<void> => {
      await before;
      for (const piece of pieces) {
        // A server that has gone is noticed where its answer is missing.
        await connection.write([piece], Deadline.after(timeoutMs));
        if (pieces.length > 1) await nextTurn();
      }
    };
    this.#sending = pulse.busy(send());
  }

  // Reading

  async #readAll(): Promise<void> {
    const { manner, knowledge } = this.#options;
    while (this.#outstanding.length > 0 && this.#silence === undefined) {
      if (this.#waiting.length > 0 && !manner.readsWhileSending(knowledge)) return await this.#standStill();
      await this.#readAnswer();
      this.#pump();
    }
  }

  async #readAnswer(): Promise<void> {
    const { manner, knowledge } = this.#options;
    const expected = this.#outstanding[0];
    if (expected === undefined) return;
    const first = await this.#line(expected.request, 'first line');
    if (typeof first === 'string') {
      this.#silence = first;
      return;
    }
    const status = manner.status(first, expected.request, knowledge);
    const requests = this.#outstanding.map(({ request }) => request);
    const asked = this.#outstanding[manner.belongsTo(status, requests, knowledge)] ?? expected;
    const { keyword, body } = asked.request;
    const about = { command: keyword, connection: knowledge.connection };
    const lines = status === '+OK' && body !== 'none' ? await this.#body(asked.request) : undefined;
    // Until its last line has come it is outstanding, and without PIPELINING nothing follows it.
    this.#outstanding.splice(this.#outstanding.indexOf(asked), 1);
    if (typeof lines === 'string') {
      this.#silence = lines;
      return asked.deliver(this.#none(asked.request, first));
    }
    asked.deliver({ kind: 'answer', ...about, first, status, ...(lines === undefined ? {} : { lines }) });
  }

  async #body(request: Request): Promise<Line[] | Silence> {
    const { manner, mostHeld } = this.#options;
    const lines: Line[] = [];
    let size = 0;
    let isStart = true;
    let last = LF;
    for (;;) {
      const line = await this.#line(request, 'body');
      if (typeof line === 'string') return line;
      if (manner.ends(line, isStart, request)) return lines;
      lines.push(line);
      size += line.octets.length + LINE_COST;
      if (size > mostHeld) return 'overlong';
      // A line that is too long for the connection comes in parts, and one of them may end within its CRLF.
      isStart = line.terminator === 'CRLF' || (last === CR && line.terminator === 'LF' && line.content.length === 0);
      last = line.octets.at(-1) ?? LF;
    }
  }

  /** The next line as the manner hears it, or why there is none. */
  async #line(request: Request, part: 'first line' | 'body'): Promise<Line | Silence> {
    for (let line = this.#heard.shift(); ; line = this.#heard.shift()) {
      if (line !== undefined) return line;
      const read = await this.#readLine(request.body === 'message' && part === 'body');
      if (typeof read === 'string') return read;
      const { manner, knowledge, borders } = this.#options;
      const hearing = { request, part, borders: borders.take(read.offset, read.octets.length) };
      const heard = manner.hears(read, hearing, knowledge);
      this.#heard.push(...(Array.isArray(heard) ? heard : [heard]));
    }
  }

  /** @param inParts whether a line that is too long for the connection comes in parts */
  async #readLine(inParts: boolean): Promise<Line | Silence> {
    const { connection, pulse, timeoutMs } = this.#options;
    const read = connection.takeLine() ?? (await pulse.reading(connection.readLine(Deadline.after(timeoutMs))));
    return read === 'overlong' && inParts ? (connection.takeRest() ?? read) : read;
  }

  // Silence

  /** Waits for what can't come, since nobody reads it: a deadlock. */
  async #standStill(): Promise<void> {
    const { pulse, timeoutMs, signal } = this.#options;
    await pulse.reading(pause(timeoutMs, undefined, { signal }).catch(() => undefined));
    this.#silence = 'timeout';
    this.#fall();
  }

  /** Nobody waits for an answer that will not come. */
  #fall(): void {
    for (const { request, deliver } of this.#takeAll()) deliver(this.#none(request));
  }

  #takeAll(): Asked[] {
    return [...this.#outstanding.splice(0), ...this.#waiting.splice(0)];
  }

  #none(request: Request, first?: Line): NoAnswer {
    const { connection, knowledge } = this.#options;
    return {
      kind: 'none',
      command: request.keyword,
      connection: knowledge.connection,
      silence: this.#silence ?? 'closed',
      offset: connection.offset,
      ...(first === undefined ? {} : { first }),
    };
  }
}

/** The octets of a multi-line part as they came. */
export function octetsIn(answer: Answer): Buffer {
  return Buffer.concat((answer.lines ?? []).map(({ octets }) => octets));
}
