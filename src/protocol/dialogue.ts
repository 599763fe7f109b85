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
  /** Which line of the client that command is, counted from 0; undefined where there is none. */
  readonly line: number | undefined;
  /** Whether TLS begins behind it (RFC 2595 section 4). */
  readonly beginsTls: boolean;
}

/** Lines of a client past these, all unanswered, are not followed any more: no peer that is in step comes near it. */
const MOST_OUTSTANDING = 65_536;

/** What is kept of a command. */
const LONGEST_COMMAND = 64;

/** A command that is to be answered. */
interface Command {
  /** The beginning of it. */
  readonly text: string;
  readonly line: number;
}

export class Dialogue {
  #commands: Command[] = [];
  #clientLines = 0;
  /** What is still being answered: a challenge was sent, or the dot line is to come. */
  #open: (Command & { readonly isMessage: boolean }) | undefined;
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

  /** Whether the client is to answer a challenge. */
  get isChallenged(): boolean {
    return this.#responsesDue > 0;
  }

  /** Where the next line of the server belongs, as far as that can be told before it is there. */
  get expects(): 'message' | 'list' | 'first line' {
    if (!this.#inList) return 'first line';
    return this.#open?.isMessage === true ? 'message' : 'list';
  }

  /** Takes a line of the client. */
  client(line: string): void {
    if (this.#responsesDue > 0) this.#responsesDue -= 1;
    else if (this.#commands.length < MOST_OUTSTANDING)
      this.#commands.push({ text: line.slice(0, LONGEST_COMMAND), line: this.#clientLines });
    this.#clientLines += 1;
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
    const isMessage = this.#open?.isMessage === true;
    const about = aboutOf(this.#open);
    // Inside a message a "." between bare LFs is content; a list has no content that it could be.
    const isDot = line === '.' && (!isMessage || (isCrlf && this.#isBehindCrlf));
    if (!isDot) return { part: isMessage ? 'message line' : 'list line', ...about };
    this.#open = undefined;
    this.#inList = false;
    return { part: 'dot line', ...about };
  }

  #firstLine(line: string): Told {
    if (!this.#isGreeted) {
      this.#isGreeted = true;
      return { part: 'greeting', ...aboutOf(undefined) };
    }
    const command = this.#open ?? this.#commands.shift();
    if (command === undefined) return { part: 'beyond', ...aboutOf(undefined) };
    const about = aboutOf(command);
    if (about.keyword === 'AUTH' && /^\+(?!OK)/i.test(line)) {
      this.#open = { ...command, isMessage: false };
      // A response that was sent with its command stands behind it already.
      if (this.#commands.shift() === undefined) this.#responsesDue += 1;
      return { part: 'challenge', ...about };
    }
    this.#open = undefined;
    this.#responsesDue = 0;
    const isPositive = /^\+OK/i.test(line);
    if (isPositive && expectsLines(command.text)) {
      this.#open = { ...command, isMessage: about.keyword === 'RETR' || about.keyword === 'TOP' };
      this.#inList = true;
    }
    return { part: 'first line', ...about, beginsTls: isPositive && about.keyword === 'STLS' };
  }
}

function aboutOf(command: Command | undefined): Omit<Told, 'part'> {
  return {
    keyword: command === undefined ? '' : splitKeyword(command.text).keyword,
    line: command?.line,
    beginsTls: false,
  };
}
