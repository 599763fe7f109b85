/** The client's side of a recording as it is played: what is sent when, and what is told of what comes. */

import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Dialogue } from '../protocol/dialogue.ts';
import type { Line } from '../protocol/line.ts';
import { CRLF, latin1, octetsOf } from '../protocol/octets.ts';
import { endsLine } from '../script/client-lines.ts';
import type { Connection, Silence } from '../wire/connection.ts';
import { Deadline } from '../wire/deadline.ts';
import { Secret, type Outgoing } from '../wire/secret.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { Filler } from './credentials.ts';
import { Comparison } from './comparison.ts';
import type { ReplayOutcome, ReplayTarget } from './outcome.ts';
import type { Progress, Recorded, Step } from './recorded.ts';

/** How often is looked for what has come while something is sent, in milliseconds. */
const LOOK_MS = 10;

/** Nothing more is played, for a reason. */
class Stop extends Error {
  override readonly name = 'Stop';
  /** Where it is that something did not come: why. */
  readonly silence: ReplayOutcome['silence'];

  constructor(message: string, silence?: ReplayOutcome['silence']) {
    super(message);
    this.silence = silence;
  }
}

const SILENCES: Readonly<Record<Silence, string>> = {
  closed: 'the server had closed the connection',
  reset: 'the server had reset the connection',
  timeout: 'nothing more came within the time allowed',
  overlong: 'a line without end came',
};

/** Says no number: it is one and the same thing that is wrong, however long the recording. */
const OVER = 'the server had not come to its end in the time that all of the recording may take';

/** Plays a recording on one connection. */
export class Player {
  readonly #recorded: Recorded;
  readonly #target: ReplayTarget;
  readonly #connection: Connection;
  /** Of all that is waited for, together. */
  readonly #limit: Deadline;
  readonly #dialogue = new Dialogue();
  readonly #filler: Filler;
  readonly #values: Record<string, string> = {};
  readonly #comparison: Comparison;
  readonly #remarks: string[] = [];
  readonly #secrets: Buffer[] = [];
  /** What is to be sent with the next write. */
  #outgoing: (Buffer | Secret)[] = [];
  /** The client's line as far as it is queued: without its placeholders, and as it is. */
  #line = '';
  #whole = '';
  /** Whether the filler knows the line. */
  #isNoted = false;
  #greeting = '';
  #challenge: string | undefined;
  /** Whether the server has agreed to STLS and waits for a handshake. */
  #isTlsDue = false;

  /** @param limitMs how long it may take as a whole, from now on */
  constructor(recorded: Recorded, target: ReplayTarget, connection: Connection, limitMs: number) {
    this.#recorded = recorded;
    this.#comparison = new Comparison(recorded);
    this.#target = target;
    this.#connection = connection;
    this.#limit = Deadline.after(limitMs);
    this.#filler = new Filler(target.credentials, () => randomBytes(18).toString('base64'));
  }

  async play(): Promise<Omit<ReplayOutcome, 'entries'>> {
    let silence: ReplayOutcome['silence'];
    try {
      for (const step of this.#recorded.steps) await this.#step(step);
      await this.#send();
      await this.#rest();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.#remarks.push(error.message);
      silence = error.silence;
    }
    // What has come of an answer that has not come whole, and where nothing has come.
    if (silence !== undefined || this.#dialogue.lines > 0)
      this.#comparison.compare(this.#dialogue.answers, this.#values);
    const { differences, overlooked } = this.#comparison;
    return {
      differences,
      remarks: this.#remarks,
      overlooked,
      ...(silence === undefined ? {} : { silence }),
      secrets: this.#secrets,
      answers: this.#dialogue.answers,
      recorded: this.#recorded.answers.length,
    };
  }

  async #step(step: Step): Promise<void> {
    switch (step.kind) {
      case 'send':
        await this.#until(step.behind);
        return this.#queue(step);
      case 'cut':
        return await this.#send();
      case 'wait':
        await this.#send();
        if (this.#target.timing) await this.#pause(step.ms);
        return;
      case 'start TLS':
        await this.#until(step.behind);
        return await this.#startTls();
      default:
        await this.#until(step.behind);
        await this.#send();
        if (step.kind === 'close') this.#connection.finish();
        else this.#connection.reset();
    }
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#target;
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch {
      throw new Stop('interrupted');
    }
  }

  // What is sent

  /** Puts a line, or a piece of one, behind what is to be sent with the next write. */
  #queue({ client, crlf, isAsked }: Extract<Step, { kind: 'send' }>): void {
    if (isAsked && this.#line === '' && this.#challenge === undefined) {
      throw new Stop('the recording answers a challenge here, and the server gave none');
    }
    let text = '';
    for (const part of client.parts) {
      if (part.kind === 'octets') {
        this.#outgoing.push(octetsOf(part.octets));
        this.#line += part.octets;
        text += part.octets;
      } else if ('name' in part) text += this.#fill(part.name);
    }
    if (crlf) this.#outgoing.push(CRLF);
    this.#whole += text;
    if (!endsLine({ client, crlf })) return;
    if (!this.#isNoted) this.#filler.command(this.#line);
    this.#dialogue.client(this.#whole.replace(/\r?\n$/, ''));
    this.#line = '';
    this.#whole = '';
    this.#isNoted = false;
  }

  #fill(name: string): string {
    if (!this.#isNoted && this.#line !== '') {
      this.#filler.command(this.#line);
      this.#isNoted = true;
    }
    const filling = this.#filler.fill(name, {
      before: this.#line,
      greeting: this.#greeting,
      challenge: this.#challenge,
    });
    if (!filling.ok) throw new Stop(filling.reason);
    this.#values[name] = filling.text;
    const secret = new Secret(octetsOf(filling.text), name);
    this.#outgoing.push(secret);
    if (name !== 'user') this.#secrets.push(secret.octets);
    return filling.text;
  }

  /** Sends what is queued, and goes on reading meanwhile: a server that is not read may not read either. */
  async #send(): Promise<void> {
    const outgoing: Outgoing = this.#outgoing;
    if (outgoing.length === 0) return;
    this.#outgoing = [];
    const state = { isWriting: true };
    const isLast = this.#isLast;
    const writing = this.#connection.write(outgoing, this.#deadline()).finally(() => {
      state.isWriting = false;
    });
    while (state.isWriting) {
      await Promise.race([writing, wait(LOOK_MS)]);
      this.#takeArrived();
    }
    if (await writing) return;
    const isOver = isLast && this.#connection.writable;
    throw new Stop(isOver ? OVER : 'the server took no more of what the client sent');
  }

  // What comes

  /** Waits until a server is as far as it was. @throws {Stop} where it never is */
  async #until({ answers, lines }: Progress): Promise<void> {
    const isThere = (): boolean => {
      const { answers: come, lines: more } = this.#dialogue;
      return come > answers || (come === answers && more >= lines);
    };
    this.#takeArrived();
    while (!isThere()) {
      await this.#send();
      const silence = await this.#next();
      if (silence !== undefined) throw new Stop(`${SILENCES[silence]} where more was recorded`, silence);
    }
  }

  /** Waits for a line. @returns why none comes */
  async #next(): Promise<Silence | undefined> {
    if (this.#isTlsDue) throw new Stop('the server agrees to STLS, and the recording has no TLS behind it');
    // A server that always has a line more is never waited for.
    if (this.#limit.remaining === 0) throw new Stop(OVER, 'over');
    const isLast = this.#isLast;
    const line = await this.#connection.readLine(this.#deadline());
    if (line === 'timeout' && isLast) throw new Stop(OVER, 'over');
    if (typeof line === 'string') return line;
    this.#take(line);
    return undefined;
  }

  /** Of the next thing that is waited for. */
  #deadline(): Deadline {
    return Deadline.after(this.#target.timeoutMs).orEarlier(this.#limit);
  }

  /** Whether with the next deadline the time for the whole is over. */
  get #isLast(): boolean {
    return this.#limit.remaining < this.#target.timeoutMs;
  }

  #takeArrived(): void {
    while (!this.#isTlsDue) {
      const line = this.#connection.takeLine();
      if (line === undefined) return;
      this.#take(line);
    }
  }

  #take(line: Line): void {
    const text = latin1(line.octets);
    const content = latin1(line.content);
    const told = this.#dialogue.server(content, line.terminator === 'CRLF');
    this.#comparison.take(text);
    if (told.part === 'greeting') this.#greeting = content;
    if (told.part !== 'list line' && told.part !== 'message line' && told.part !== 'dot line')
      this.#challenge = told.part === 'challenge' ? content : undefined;
    this.#isTlsDue = told.beginsTls;
    if (this.#dialogue.lines > 0) return;
    this.#comparison.compare(this.#dialogue.answers - 1, this.#values);
  }

  async #startTls(): Promise<void> {
    await this.#send();
    if (!this.#isTlsDue) throw new Stop('TLS was recorded to begin here, and the server does not agree to STLS');
    this.#connection.discard();
    try {
      await this.#connection.startTls(this.#target.verification, this.#deadline());
    } catch (error) {
      if (error instanceof ConnectionError) throw new Stop(error.message);
      throw error;
    }
    this.#dialogue.startTls();
    this.#isTlsDue = false;
  }

  /** What comes when everything is sent. */
  async #rest(): Promise<void> {
    await this.#until(this.#recorded.end);
    if (!this.#recorded.serverEnds) return this.#takeArrived();
    for (;;) {
      const silence = await this.#next();
      if (silence === 'closed' || silence === 'reset') return;
      if (silence !== undefined) throw new Stop('the server does not end the connection, as it was recorded to');
    }
  }
}
