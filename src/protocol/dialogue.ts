/**
 * Which line of a server belongs to which command, worked out line by line from what both sides send: for whoever can't
 * keep a whole conversation in memory. Pure. Lines have one character for each octet and no line end.
 */

import { expectsLines, splitKeyword } from './registry.ts';

/** `beyond`: nobody has asked for it. */
export type ServerPart = 'greeting' | 'first line' | 'challenge' | 'list line' | 'message line' | 'dot line' | 'beyond';

/** What a line of the server is. */
export interface Told {
  readonly part: ServerPart;
  /** Of the command that it answers; empty where there is none. */
  readonly keyword: string;
  /** Whether TLS begins behind it (RFC 2595 section 4). */
  readonly beginsTls: boolean;
}

/** Lines of a client past these, all unanswered, are not followed any more: no peer that is in step comes near it. */
const MOST_OUTSTANDING = 65_536;

/** What is kept of a command. */
const LONGEST_COMMAND = 64;

export class Dialogue {
  #commands: string[] = [];
  /** What is still being answered: a challenge was sent, or the dot line is to come. */
  #open: { readonly keyword: string; readonly isMessage: boolean } | undefined;
  #inList = false;
  /** Challenges whose responses have not come yet: those are no commands (RFC 5034 section 4). */
  #responsesDue = 0;
  #isGreeted = false;
  #isBehindCrlf = true;
  #answers = 0;
  #lines = 0;

  /** How many answers have come whole, the greeting and challenges among them. */
  get answers(): number {
    return this.#answers;
  }

  /** How many lines have come behind the last whole answer. */
  get lines(): number {
    return this.#lines;
  }

  /** Where the next line of the server belongs, as far as that can be told before it is there. */
  get expects(): 'message' | 'list' | 'first line' {
    if (!this.#inList) return 'first line';
    return this.#open?.isMessage === true ? 'message' : 'list';
  }

  /** Takes a line of the client. */
  client(line: string): void {
    if (this.#responsesDue > 0) this.#responsesDue -= 1;
    else if (this.#commands.length < MOST_OUTSTANDING) this.#commands.push(line.slice(0, LONGEST_COMMAND));
  }

  /** Takes a line of the server. @param isCrlf whether it ended in CRLF */
  server(line: string, isCrlf: boolean): Told {
    const told = this.#inList ? this.#listLine(line, isCrlf) : this.#firstLine(line);
    this.#isBehindCrlf = isCrlf;
    if (told.part === 'beyond' || this.#inList) this.#lines += 1;
    else {
      this.#answers += 1;
      this.#lines = 0;
    }
    return told;
  }

  /** TLS has begun: what was outstanding is no part of what follows (RFC 2595 section 4). */
  startTls(): void {
    this.#commands = [];
    this.#open = undefined;
    this.#inList = false;
    this.#responsesDue = 0;
  }

  #listLine(line: string, isCrlf: boolean): Told {
    const { keyword = '', isMessage = false } = this.#open ?? {};
    // Inside a message a "." between bare LFs is content; a list has no content that it could be.
    const isDot = line === '.' && (!isMessage || (isCrlf && this.#isBehindCrlf));
    if (!isDot) return { part: isMessage ? 'message line' : 'list line', keyword, beginsTls: false };
    this.#open = undefined;
    this.#inList = false;
    return { part: 'dot line', keyword, beginsTls: false };
  }

  #firstLine(line: string): Told {
    if (!this.#isGreeted) {
      this.#isGreeted = true;
      return { part: 'greeting', keyword: '', beginsTls: false };
    }
    const command = this.#open === undefined ? this.#commands.shift() : this.#open.keyword;
    if (command === undefined) return { part: 'beyond', keyword: '', beginsTls: false };
    const { keyword } = splitKeyword(command);
    if (keyword === 'AUTH' && /^\+(?!OK)/i.test(line)) {
      this.#open = { keyword, isMessage: false };
      // A response that was sent with its command stands behind it already.
      if (this.#commands.shift() === undefined) this.#responsesDue += 1;
      return { part: 'challenge', keyword, beginsTls: false };
    }
    this.#open = undefined;
    this.#responsesDue = 0;
    const isPositive = /^\+OK/i.test(line);
    if (isPositive && expectsLines(command)) {
      this.#open = { keyword, isMessage: keyword === 'RETR' || keyword === 'TOP' };
      this.#inList = true;
    }
    return { part: 'first line', keyword, beginsTls: isPositive && keyword === 'STLS' };
  }
}
