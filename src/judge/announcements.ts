/** What a client may know of a server's capabilities: the lists that it has read, on whichever of its connections. Pure. */

import { latin1 } from '../protocol/octets.ts';
import type { Conversation, Exchange } from './conversation.ts';

/** A list as it was sent: tags and parameters in upper case (tags are compared so, RFC 2449 section 5). */
type Lines = ReadonlyArray<readonly string[]>;

export class Announcements {
  readonly #conversations: readonly Conversation[];

  /** @param conversations of one launch: what a client has learnt on one connection it may still know on the next */
  constructor(conversations: readonly Conversation[]) {
    this.#conversations = conversations;
  }

  /** What is known along one connection: all that the others brought, and what came on this one so far. */
  along(connection: number): Along {
    const elsewhere = this.#conversations
      .filter((conversation) => conversation.connection !== connection)
      .flatMap(({ exchanges }) => exchanges);
    return new Along(elsewhere);
  }
}

class Along {
  #lines: Lines;
  #asked: boolean;

  /** @param elsewhere what was exchanged on the other connections */
  constructor(elsewhere: readonly Exchange[]) {
    this.#lines = elsewhere.flatMap(linesOf);
    this.#asked = elsewhere.some(isAnsweredCapa);
  }

  /** Whether a list was asked for, and answered: with a list, or by a server that has none. */
  get asked(): boolean {
    return this.#asked;
  }

  /** An answer has come. */
  answered(exchange: Exchange): void {
    this.#lines = [...this.#lines, ...linesOf(exchange)];
    this.#asked ||= isAnsweredCapa(exchange);
  }

  /** Whether a capability was announced, with that parameter where one is asked for. */
  announces(tag: string, parameter?: string): boolean {
    const wanted = parameter?.toUpperCase();
    return this.#lines.some(
      ([first, ...parameters]) => first === tag && (wanted === undefined || parameters.includes(wanted)),
    );
  }
}

/** The lines of a capability list; none for any other answer. */
export function linesOf({ keyword, status, lines }: Exchange): string[][] {
  if (keyword !== 'CAPA' || status !== '+OK') return [];
  return lines.map(({ content }) => latin1(content).toUpperCase().split(' '));
}

function isAnsweredCapa({ keyword, status }: Exchange): boolean {
  return keyword === 'CAPA' && status !== undefined;
}
