/**
 * What is secret in the lines of a client, told from what goes over the wire alone: a whole conversation is played without
 * an engine that would know. In doubt a line is secret; a log that hides too much is still a log. Pure.
 */

import { latin1, octetsOf } from '../protocol/octets.ts';
import { knownCommand } from '../protocol/registry.ts';
import { echoes, Secret, type Outgoing } from '../wire/secret.ts';

/** A keyword that ends where one does: base64 may begin with the letters of one. */
const KEYWORD = /^[^A-Za-z]*([A-Za-z0-9]+)(?:[ \t]|$)/;

/** The octets before the keyword are no part of any command, but a client that sends them still sends its password. */
const PASS = /^([^A-Za-z]*PASS[ \t]?)([^]+)$/i;
/** RFC 1939 section 7: a name, and the digest. Where there is one word it may be either. */
const APOP = /^([^A-Za-z]*APOP[ \t]+(?:[^ \t]+[ \t]+)?)([^]+)$/i;
/** RFC 5034 section 4: a mechanism, and perhaps the initial response. */
const AUTH = /^([^A-Za-z]*AUTH[ \t]+)([^ \t]+)(?:([ \t]+)([^]+))?$/i;

/** RFC 4422 section 3.1. Base64 has letters in both cases, so what has them is perhaps a response that lost its mechanism. */
const MECHANISM = /^(?:[A-Z0-9_-]{1,20}|[a-z0-9_-]{1,20})$/;

/** The secrets of one connection. */
export class LineSecrets {
  /** Whether the server's last answer was a challenge (RFC 5034 section 4). */
  #isChallenged = false;
  /** Whether AUTH was sent and no command since: a client that does not wait sends its responses all the same. */
  #isAuthenticating = false;
  readonly #known: readonly Buffer[];

  /** @param known what is secret whatever it stands in: a client may send its password in a command that nobody knows */
  constructor(known: readonly Buffer[] = []) {
    this.#known = known;
  }

  /**
   * Notes an answer of the server.
   * @param octets at least its first four
   */
  answered(octets: Uint8Array): void {
    if (octets.length > 0) this.#isChallenged = /^\+(?!OK)/i.test(latin1(octets.subarray(0, 4)));
  }

  /** A line of the client, without its line end, as pieces of which the secret ones are marked. */
  mark(content: Uint8Array): Outgoing {
    const { pieces, isAuthenticating } = this.#read(content);
    this.#isChallenged = false;
    this.#isAuthenticating = isAuthenticating;
    return this.#covered(pieces);
  }

  /** The same for the beginning of a line that is still coming; the line is to be marked once it is there. */
  peek(content: Uint8Array): Outgoing {
    return this.#covered(this.#read(content).pieces);
  }

  /** Pieces without what is known to be secret. The keyword of a command stays one, even where a password is called so. */
  #covered(pieces: Outgoing): Outgoing {
    return pieces.flatMap((piece): Outgoing => {
      if (piece instanceof Secret) return [piece];
      const keyword = KEYWORD.exec(latin1(piece))?.[1] ?? '';
      const behind = knownCommand(keyword) === undefined ? 0 : keyword.length;
      const found = echoes(piece, this.#known).filter(({ start }) => start >= behind);
      const begins = [0, ...found.map(({ end }) => end)];
      return begins.flatMap((begin, index): Outgoing => {
        const { start, end } = found[index] ?? { start: piece.length, end: piece.length };
        const shown = piece.subarray(begin, start);
        return start === end ? [shown] : [shown, new Secret(piece.subarray(start, end), 'secret')];
      });
    });
  }

  #read(content: Uint8Array): { pieces: Outgoing; isAuthenticating: boolean } {
    const text = latin1(content);
    const isAuthenticating = this.#isAuthenticating;
    // RFC 5034 section 4: "*" cancels the exchange.
    if (text === '' || text === '*') return { pieces: [Buffer.from(content)], isAuthenticating };
    if (this.#isChallenged) return { pieces: [secret(text, 'response')], isAuthenticating };
    const keyword = KEYWORD.exec(text)?.[1] ?? '';
    const marked = markedCommand(text);
    const pieces = marked ?? [Buffer.from(content)];
    if (keyword.toUpperCase() === 'AUTH') return { pieces, isAuthenticating: true };
    if (marked !== undefined || knownCommand(keyword) !== undefined) return { pieces, isAuthenticating: false };
    return isAuthenticating ? { pieces: [secret(text, 'response')], isAuthenticating } : { pieces, isAuthenticating };
  }
}

/** A command that holds a secret; undefined for any other line. */
function markedCommand(text: string): Outgoing | undefined {
  const [, pass, password] = PASS.exec(text) ?? [];
  if (pass !== undefined && password !== undefined) return [octetsOf(pass), secret(password, 'password')];
  const [, apop, digest] = APOP.exec(text) ?? [];
  if (apop !== undefined && digest !== undefined) return [octetsOf(apop), secret(digest, 'digest')];
  const [, auth, mechanism = '', blanks = '', response = ''] = AUTH.exec(text) ?? [];
  if (auth === undefined) return undefined;
  if (!MECHANISM.test(mechanism)) return [octetsOf(auth), secret(mechanism + blanks + response, 'response')];
  // RFC 5034 section 4: "=" is an initial response of no octets.
  if (response === '' || response === '=') return [octetsOf(text)];
  return [octetsOf(auth + mechanism + blanks), secret(response, 'response')];
}

function secret(text: string, label: string): Secret {
  return new Secret(octetsOf(text), label);
}
