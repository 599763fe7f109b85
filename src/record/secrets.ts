/**
 * The secrets that a recording must not hold: what the client has sent as such on this connection, which has a name, and
 * what was read out of it or was sent on others, which is only hidden. Octets are one character each. Pure but for memory.
 */

import { latin1 } from '../protocol/octets.ts';
import type { TextPart } from '../script/syntax.ts';
import { echoesIn, type Secret } from '../wire/secret.ts';
import type { Placed } from './placed.ts';

/** A secret longer than this is not looked for: a server that echoes so much is none that is met. */
export const LONGEST_SECRET = 4096;

/** Secrets without a name that are remembered, the last ones. */
const MOST_UNNAMED = 64;

/** What is shorter than this may stand in any mail or listing, and means nothing there. */
const SHORTEST_PIECE = 4;

/** What all connections of a recording know. */
export type SharedSecrets = Set<string>;

export class KnownSecrets {
  readonly #named = new Map<string, string>();
  readonly #shared: SharedSecrets;
  /** The names of users: they are hidden where the server talks, not in mail. */
  readonly #users = new Set<string>();
  /** Of the SASL exchange that is going on. */
  #mechanism = '';
  #responses = 0;

  constructor(shared: SharedSecrets) {
    this.#shared = shared;
  }

  /** Notes a command, for its SASL mechanism. */
  command(line: string): void {
    const mechanism = /^[^A-Za-z]*AUTH[ \t]+([A-Za-z0-9_-]{1,20})(?:[ \t]|$)/i.exec(line)?.[1];
    if (mechanism === undefined) return;
    this.#mechanism = mechanism.toUpperCase();
    this.#responses = 0;
  }

  /** Notes a secret that the client has sent. @param isNamed whether its name stands for exactly these octets from now on */
  learn({ label, octets }: Secret, isNamed: boolean): void {
    const text = latin1(octets);
    // Whatever it is, from now on its name stands for it, and for nothing that had the name before.
    this.#named.delete(label);
    // What has no letter and no digit would be found in every answer.
    if (!/[A-Za-z0-9\x80-\xff]/.test(text) || text.length > LONGEST_SECRET) return;
    if (isNamed) this.#named.set(label, text);
    if (label === 'user') {
      this.#users.add(text);
      return;
    }
    this.#share(text);
    if (label === 'password') this.#share(octets.toString('base64'));
    if (label === 'response') this.#readResponse(text);
  }

  /** Where secrets stand in what a server sends. */
  find(text: string): Placed<TextPart>[] {
    return this.#find(
      text,
      [...this.#shared].filter(({ length }) => length >= SHORTEST_PIECE),
    );
  }

  /** The same for a line of the server's own: names of users are not told there either, while mail has them everywhere. */
  findInTalk(line: string): Placed<TextPart>[] {
    // A status is one, whatever a password is.
    const status = /^(?:\+OK|-ERR|\+)/i.exec(line)?.[0].length ?? 0;
    return this.#find(line, [...this.#shared, ...this.#users]).filter(({ start }) => start >= status);
  }

  #find(text: string, secrets: readonly string[]): Placed<TextPart>[] {
    if (secrets.length === 0) return [];
    return echoesIn(text, secrets).map(({ start, end }) => ({ start, end, part: this.#part(text.slice(start, end)) }));
  }

  /** Where a text is cut short within a secret: the end of it that may begin one. */
  remainder(text: string): Placed<TextPart> | undefined {
    const folded = text.toLowerCase();
    for (const secret of this.#shared) {
      const most = Math.min(secret.length - 1, text.length);
      for (let length = most; length >= SHORTEST_PIECE; length--) {
        if (!folded.endsWith(secret.slice(0, length).toLowerCase())) continue;
        return { start: text.length - length, end: text.length, part: { kind: 'hidden', octets: length } };
      }
    }
    return undefined;
  }

  /** A secret that has a name is written by it, so that a replay sends what its own client has sent. */
  #part(found: string): TextPart {
    for (const [name, value] of this.#named) {
      if (found === value) return { kind: 'value', name, letters: 'as they are' };
    }
    return { kind: 'hidden', octets: found.length };
  }

  #readResponse(base64: string): void {
    const turn = this.#responses;
    this.#responses += 1;
    // Also where it is not quite base64: a password is one all the same.
    const text = latin1(Buffer.from(base64, 'base64'));
    const { users, secrets } = contentsOf(this.#mechanism, turn, text);
    for (const name of users) if (name !== '') this.#users.add(name);
    for (const piece of secrets) if (piece.length >= SHORTEST_PIECE && !this.#users.has(piece)) this.#share(piece);
  }

  #share(text: string): void {
    // The newest ones last, so that the oldest are forgotten first.
    this.#shared.delete(text);
    this.#shared.add(text);
    for (const oldest of this.#shared) {
      if (this.#shared.size <= MOST_UNNAMED) break;
      this.#shared.delete(oldest);
    }
  }
}

/** What a decoded SASL response holds; of a mechanism that is not known everything between commas and controls is secret. */
function contentsOf(mechanism: string, turn: number, text: string): { users: string[]; secrets: string[] } {
  if (mechanism === 'PLAIN') {
    const [authzid = '', authcid = '', password = ''] = text.split('\0');
    return { users: [authzid, authcid], secrets: [password] };
  }
  if (mechanism === 'CRAM-MD5') {
    const space = text.lastIndexOf(' ');
    return { users: [text.slice(0, Math.max(0, space))], secrets: [text.slice(space + 1)] };
  }
  if (mechanism === 'LOGIN') return turn === 0 ? { users: [text], secrets: [] } : { users: [], secrets: [text] };
  const pieces = text.split(/[^\x20-\x2b\x2d-\xff]|Bearer /i);
  const users = pieces.flatMap((piece) => /^(?:n|user|a)=(.+)$/i.exec(piece)?.[1] ?? []);
  return { users, secrets: pieces.filter((piece) => !users.some((name) => piece.endsWith(`=${name}`))) };
}
