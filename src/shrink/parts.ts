/**
 * A conversation in the parts that can be left out of it: each knows the exchange that it belongs to, so that an exchange goes
 * with its answer wherever that stands (the answers to pipelined commands come behind all of these). Pure.
 */

import { Dialogue, type ServerPart } from '../protocol/dialogue.ts';
import { endsLine } from '../script/client-lines.ts';
import type { Act, Conversation, Pattern, Text, Turn } from '../script/syntax.ts';
import { linePieces, plainText } from '../script/text-lines.ts';

/** Which exchange: its command is this line of the client, counted from 0. The greeting and what nobody asked for are none. */
export type Exchange = number | undefined;

export type Part =
  /** A line of the client, or a piece of one. `begins`: whether it is the first piece of a command. */
  | {
      readonly kind: 'client';
      readonly exchange: Exchange;
      readonly client: Pattern;
      readonly crlf: boolean;
      readonly begins: boolean;
    }
  /** A line of the server, or a piece of one. */
  | {
      readonly kind: 'server';
      readonly exchange: Exchange;
      readonly text: Text;
      readonly line: ServerPart;
      /** Of the command that it answers; empty where there is none. */
      readonly keyword: string;
      readonly begins: boolean;
    }
  | { readonly kind: 'act'; readonly exchange: Exchange; readonly act: Exclude<Act, { readonly kind: 'send' }> };

/** The parts of a conversation, in its order. */
export function partsOf({ greeting, turns }: Conversation): Part[] {
  const reader = new Reader();
  reader.acts(greeting);
  for (const turn of turns) {
    reader.client(turn);
    reader.acts(turn.acts);
  }
  return reader.result();
}

/** A conversation, and the exchange of each of its turns. */
export interface Assembled {
  readonly conversation: Conversation;
  readonly exchanges: readonly Exchange[];
}

/** The conversation that parts make. */
export function assembled(parts: readonly Part[], underTls: boolean): Assembled {
  const greeting: Act[] = [];
  const turns: Turn[] = [];
  const exchanges: Exchange[] = [];
  let acts = greeting;
  for (const part of parts) {
    if (part.kind === 'client') {
      acts = [];
      turns.push({ client: part.client, crlf: part.crlf, acts });
      exchanges.push(part.exchange);
    } else if (part.kind === 'server') acts.push({ kind: 'send', text: part.text });
    else acts.push(part.act);
  }
  return { conversation: { kind: 'conversation', underTls, greeting, turns }, exchanges };
}

/** The exchanges of which there are parts, in the order of their commands. */
export function exchangesIn(parts: readonly Part[]): number[] {
  return [...new Set(parts.flatMap(({ exchange }) => exchange ?? []))].toSorted((a, b) => a - b);
}

/** What is done at the border of two segments of a client goes with what follows it, all else with what came before. */
const BEFORE_CLIENT: readonly Act['kind'][] = ['client cut', 'client wait'];

type Writable<Value> = Value extends unknown ? { -readonly [Key in keyof Value]: Value[Key] } : never;

/** A part while it is not known whose it is. */
type Draft = Writable<Part>;

class Reader {
  readonly #parts: Draft[] = [];
  readonly #dialogue = new Dialogue();
  /** The exchange of each whole line of the client. */
  readonly #exchanges: number[] = [];
  #clientLine = '';
  #isClientLineBegun = false;
  /** The server's line that has not ended, and the parts that wait for it to be known whose it is. */
  #serverLine: Text[] = [];
  #serverParts: Draft[] = [];
  #waitingForClient: Draft[] = [];
  #last: Exchange;

  client({ client, crlf }: Turn): void {
    const begins = !this.#isClientLineBegun;
    // A response belongs to the AUTH that it is for, which was the last command (RFC 5034 section 4).
    const exchange =
      this.#dialogue.isChallenged && begins ? (this.#exchanges.at(-1) ?? 0) : this.#exchangeOfNext(begins);
    this.#put({ kind: 'client', exchange, client, crlf, begins });
    for (const part of this.#waitingForClient) part.exchange = exchange;
    this.#waitingForClient = [];
    this.#last = exchange;
    this.#isClientLineBegun = !endsLine({ client, crlf });
    this.#clientLine += client.parts.map((part) => ('octets' in part ? part.octets : '*')).join('');
    if (this.#isClientLineBegun) return;
    this.#dialogue.client(this.#clientLine.replace(/\r?\n$/, ''));
    this.#exchanges.push(exchange);
    this.#clientLine = '';
  }

  #exchangeOfNext(begins: boolean): number {
    const last = this.#parts.findLast((part) => part.kind === 'client')?.exchange;
    return begins ? this.#exchanges.length : (last ?? this.#exchanges.length);
  }

  acts(acts: readonly Act[]): void {
    for (const act of acts) {
      if (act.kind === 'send') {
        for (const { piece, ends } of linePieces(act.text)) this.#server(piece, ends);
        // A greeting that is late begins with nothing.
        if (act.text.parts.length === 0 && !act.text.crlf) this.#server(act.text, false);
        continue;
      }
      const part: Draft = { kind: 'act', exchange: this.#last, act };
      this.#put(part);
      if (BEFORE_CLIENT.includes(act.kind)) this.#waitingForClient.push(part);
      else if (this.#serverLine.length > 0) this.#serverParts.push(part);
      if (act.kind === 'start TLS') this.#dialogue.startTls();
    }
  }

  #server(text: Text, ends: boolean): void {
    const part: Draft = {
      kind: 'server',
      exchange: this.#last,
      text,
      line: 'beyond',
      keyword: '',
      begins: this.#serverLine.length === 0,
    };
    this.#put(part);
    this.#serverParts.push(part);
    this.#serverLine.push(text);
    if (!ends) return;
    const line = plainText(this.#serverLine);
    const told = this.#dialogue.server(line.replace(/\r?\n$/, ''), line.endsWith('\r\n'));
    const exchange = told.line === undefined ? undefined : this.#exchanges[told.line];
    for (const each of this.#serverParts) {
      each.exchange = exchange;
      if (each.kind !== 'server') continue;
      each.line = told.part;
      each.keyword = told.keyword;
    }
    this.#last = exchange;
    this.#serverLine = [];
    this.#serverParts = [];
  }

  #put(part: Draft): void {
    this.#parts.push(part);
  }

  result(): Part[] {
    return this.#parts;
  }
}
