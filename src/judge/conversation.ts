/**
 * A transcript read as a conversation: which answer belongs to which command, in which state, under TLS or not.
 * It is worked out from the octets alone, so it serves a live scenario and a recording alike.
 */

import { statusOf } from '../protocol/first-line.ts';
import { LineSplitter, type Line } from '../protocol/line.ts';
import { DOT, latin1 } from '../protocol/octets.ts';
import { expectsLines, splitKeyword } from '../protocol/registry.ts';
import type { Side, WireEntry } from '../wire/transcript.ts';

export type State = 'AUTHORIZATION' | 'TRANSACTION';

/** What an exchange was held in; the peer's duties depend on it. */
export interface Circumstances {
  readonly state: State;
  readonly tls: boolean;
  /** Whether text of answers may be UTF-8: after UTF8 or LANG (RFC 6856 sections 2 and 3.2). */
  readonly utf8: boolean;
}

/** A command with what the server answered. Lines carry their offset in the stream of their side. */
export interface Exchange extends Circumstances {
  readonly command: Line;
  /** Whether the command came before the answer to the one before it, or the greeting, had been sent to its end. */
  readonly early: boolean;
  readonly keyword: string;
  /** What follows the keyword and its SP, one character for each octet. */
  readonly parameters: string;
  /** SASL challenges, before the answer (RFC 5034 section 4), and what the client sent in response, "*" included. */
  readonly challenges: readonly Line[];
  readonly responses: readonly Line[];
  /** undefined where it did not come, behind a challenge. */
  readonly answer: Line | undefined;
  readonly status: '+OK' | '-ERR' | undefined;
  /** The lines of a multi-line answer, still stuffed, without the dot line. */
  readonly lines: readonly Line[];
  /** The dot line; undefined where the answer has none or broke off. */
  readonly dotLine: Line | undefined;
}

export interface Conversation {
  readonly connection: number;
  readonly greeting: Line | undefined;
  /**
   * The commands that were answered or challenged, as far as the two sides are in step: a line that nobody asked for, and
   * all behind it until TLS begins, can't be told to belong to any command.
   */
  readonly exchanges: readonly Exchange[];
  /** The commands that nothing answers. */
  readonly unanswered: ReadonlyArray<Pick<Exchange, 'command' | 'early' | 'tls'>>;
  /** A line that the server began and did not end before it closed. (A reset loses what was on its way.) */
  readonly cutOff: Line | undefined;
}

/** Longer than any line that a live connection takes, so nothing is lost here. */
const LONGEST_LINE = 64 * 1024 * 1024;

const HANDSHAKE_RECORD = 22;

type Draft = { -readonly [K in keyof Exchange]: Exchange[K] } & {
  challenges: Line[];
  responses: Line[];
  lines: Line[];
};

/** A command that was not answered yet. */
type Waiting = Conversation['unanswered'][number];

/** Reads one connection's events, in the order of time. */
class Reader {
  readonly connection: number;
  greeting: Line | undefined;
  cutOff: Line | undefined;
  readonly exchanges: Draft[] = [];
  #splitters: Record<Side, LineSplitter> = { S: new LineSplitter(LONGEST_LINE), C: new LineSplitter(LONGEST_LINE) };
  readonly #base: Record<Side, number> = { S: 0, C: 0 };
  readonly #seen: Record<Side, number> = { S: 0, C: 0 };
  #commands: Waiting[] = [];
  #lost: Waiting[] = [];
  /** Challenges whose responses have not come yet: those are no commands (RFC 5034 section 4). */
  #responsesDue = 0;
  /** Whether the last response was "*". */
  #cancelled = false;
  /** What is still being answered: a challenge was sent, or the dot line is to come. */
  #open: Draft | undefined;
  #inList = false;
  #outOfStep = false;
  /** Whether commands were sent before the answers to others had come. */
  #pipelined = false;
  #previous: Line['terminator'] = 'CRLF';
  #state: State = 'AUTHORIZATION';
  #tls = false;
  #inHandshake = false;
  #utf8 = false;

  constructor(connection: number) {
    this.connection = connection;
  }

  get unanswered(): readonly Waiting[] {
    return [...this.#lost, ...this.#commands];
  }

  read(entry: WireEntry): void {
    switch (entry.event) {
      case 'data':
        this.#seen[entry.from] += entry.octets.length;
        if (this.#isHandshake(entry)) return;
        for (const line of this.#splitters[entry.from].push(entry.octets)) {
          const base = this.#base[entry.from];
          const placed = base === 0 ? line : { ...line, offset: line.offset + base };
          if (entry.from === 'S') this.#fromServer(placed);
          else if (this.#responsesDue > 0) this.#response(placed);
          else this.#fromClient(placed);
        }
        return;
      case 'tls':
        this.#startTls();
        return;
      case 'close':
        if (entry.from === 'S') this.#end();
        return;
      case 'connect':
      case 'reset':
        return;
    }
  }

  /**
   * Whether octets belong to a handshake of TLS that meets nobody: a server that speaks no TLS, or that has gone. It begins
   * with a record of type 22 (RFC 8446 section 5.1), which no command does.
   */
  #isHandshake({ from, octets }: WireEntry): boolean {
    if (from !== 'C' || this.#tls) return false;
    this.#inHandshake ||= octets[0] === HANDSHAKE_RECORD && this.#splitters.C.rest().length === 0;
    return this.#inHandshake;
  }

  /** Unfinished lines and commands from before TLS are no part of what follows (RFC 2595 section 4). */
  #startTls(): void {
    this.#tls = true;
    this.#inHandshake = false;
    this.#splitters = { S: new LineSplitter(LONGEST_LINE), C: new LineSplitter(LONGEST_LINE) };
    this.#base.S = this.#seen.S;
    this.#base.C = this.#seen.C;
    // What was sent in the clear behind STLS may run under TLS: then nobody can tell whose the answers are.
    this.#outOfStep = this.#behindStls() > 0;
    this.#lost.push(...this.#commands);
    this.#commands = [];
    this.#responsesDue = 0;
    this.#cancelled = false;
    this.#open = undefined;
    this.#inList = false;
    this.#state = 'AUTHORIZATION';
  }

  /** How many commands were sent in the clear behind STLS. */
  #behindStls(): number {
    const stls = this.#commands.findLastIndex(
      ({ command }) => splitKeyword(latin1(command.content)).keyword === 'STLS',
    );
    return this.#commands.length - 1 - stls;
  }

  #fromClient(command: Line): void {
    const early = this.#commands.length > 0 || this.#open !== undefined;
    if (early) this.#pipelined = true;
    this.#commands.push({ command, early: early || this.#isAnswering, tls: this.#tls });
  }

  /** Whether the greeting, or the answer to the last command, has not been sent to its end. */
  get #isAnswering(): boolean {
    return this.greeting === undefined || this.#splitters.S.rest().length > 0;
  }

  #end(): void {
    const rest = this.#splitters.S.rest();
    if (rest.length === 0) return;
    const offset = this.#seen.S - rest.length;
    this.cutOff = { octets: rest, content: rest, terminator: 'none', offset };
  }

  #fromServer(line: Line): void {
    if (this.greeting === undefined && this.exchanges.length === 0) {
      this.greeting = line;
      return;
    }
    if (this.#outOfStep) return;
    if (this.#open !== undefined && this.#inList) return this.#listLine(this.#open, line);
    const exchange = this.#open ?? (this.#isRest(line) ? undefined : this.#next());
    if (exchange === undefined) {
      this.#outOfStep = true; // the scenarios' business
      return;
    }
    const status = statusOf(line.octets);
    if (status === '+' && exchange.keyword === 'AUTH') {
      exchange.challenges.push(line);
      this.#open = exchange;
      this.#responsesDue += 1;
      // A response that was sent with its command stands behind it already.
      const response = this.#commands.shift();
      if (response !== undefined) this.#response(response.command);
      return;
    }
    this.#responsesDue = 0;
    exchange.answer = line;
    exchange.status = status === '+' ? undefined : status;
    this.#open = undefined;
    if (exchange.status === '+OK' && !this.#cancelled) this.#accepted(exchange);
    this.#cancelled = false;
  }

  /** A line of a SASL exchange. Who cancels it is not logged in, whatever the answer (RFC 5034 section 4). */
  #response(line: Line): void {
    this.#open?.responses.push(line);
    this.#responsesDue -= 1;
    this.#cancelled = latin1(line.content) === '*';
  }

  /**
   * Whether a line has no status of any spelling where it may belong to something else: to a message in which an
   * unstuffed "." looked like its end, or to the answer of a pipelined command, when one before it was lost.
   */
  #isRest(line: Line): boolean {
    const before = this.exchanges.at(-1);
    const message = (before?.keyword === 'RETR' || before?.keyword === 'TOP') && before.dotLine !== undefined;
    return (message || this.#pipelined) && !/^([+-]?(OK|ERR)|\+)/i.test(latin1(line.content.subarray(0, 8)));
  }

  #accepted(exchange: Draft): void {
    const { keyword, parameters } = exchange;
    if (expectsLines(`${keyword} ${parameters}`.trimEnd())) {
      this.#open = exchange;
      this.#inList = true;
      this.#previous = 'CRLF';
    }
    if (keyword === 'PASS' || keyword === 'APOP' || (keyword === 'AUTH' && parameters !== ''))
      this.#state = 'TRANSACTION';
    // TLS begins behind it (RFC 2595 section 4): what still comes in the clear is no answer to anything.
    if (keyword === 'STLS') this.#outOfStep = true;
    if (keyword === 'UTF8' || (keyword === 'LANG' && parameters !== '')) {
      this.#utf8 = true;
      exchange.utf8 = true; // the answer that selects a language is already in it (RFC 6856 section 3.3)
    }
  }

  #listLine(exchange: Draft, line: Line): void {
    const dot = line.content.length === 1 && line.content[0] === DOT;
    const strict = exchange.keyword === 'RETR' || exchange.keyword === 'TOP';
    if (dot && (!strict || (this.#previous === 'CRLF' && line.terminator === 'CRLF'))) {
      exchange.dotLine = line;
      this.#open = undefined;
      this.#inList = false;
      return;
    }
    this.#previous = line.terminator;
    exchange.lines.push(line);
  }

  #next(): Draft | undefined {
    const waiting = this.#commands.shift();
    if (waiting === undefined) return undefined;
    const { command, early } = waiting;
    const { keyword, parameters } = splitKeyword(latin1(command.content));
    const draft: Draft = {
      command,
      early,
      keyword,
      parameters,
      state: this.#state,
      tls: this.#tls,
      utf8: this.#utf8,
      challenges: [],
      responses: [],
      answer: undefined,
      status: undefined,
      lines: [],
      dotLine: undefined,
    };
    this.exchanges.push(draft);
    return draft;
  }
}

/** The conversations of a transcript, one for each connection. */
export function conversations(entries: readonly WireEntry[]): Conversation[] {
  const readers = new Map<number, Reader>();
  for (const entry of entries) {
    let reader = readers.get(entry.connection);
    if (reader === undefined) readers.set(entry.connection, (reader = new Reader(entry.connection)));
    reader.read(entry);
  }
  return [...readers.values()];
}
