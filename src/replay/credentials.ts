/** What a recording does not tell, filled in from an account: names, passwords, digests and SASL responses. */

import { apopDigest } from '../protocol/apop.ts';
import { decodeBase64 } from '../protocol/base64.ts';
import { isMechanism, saslClient, type Credentials, type SaslClient } from '../protocol/sasl.ts';

/** What stands for a placeholder; or why nothing can, in words. */
export type Filling = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** What is known when a line is about to be sent. */
export interface Moment {
  /** The octets before the placeholder in its line, one character each. */
  readonly before: string;
  readonly greeting: string;
  /** The server's last line, where it is a challenge. */
  readonly challenge: string | undefined;
}

/** The placeholders that can be filled in. */
export const FILLED = ['user', 'password', 'digest', 'response'] as const;

const filled = (text: string): Filling => ({ ok: true, text });
const unknown = (reason: string): Filling => ({ ok: false, reason });

/** Fills in the placeholders of one connection. */
export class Filler {
  readonly #credentials: Credentials | undefined;
  readonly #nonce: () => string;
  #mechanism = '';
  #sasl: SaslClient | undefined;
  #responses = 0;

  /** @param nonce gives text that no other exchange had */
  constructor(credentials: Credentials | undefined, nonce: () => string) {
    this.#credentials = credentials;
    this.#nonce = nonce;
  }

  /** Notes a line that is about to be sent, without its placeholders, for its SASL mechanism. */
  command(line: string): void {
    const mechanism = /^[^A-Za-z]*AUTH[ \t]+([A-Za-z0-9_-]{1,20})(?:[ \t]|$)/i.exec(line)?.[1];
    if (mechanism === undefined || this.#credentials === undefined) return;
    this.#mechanism = mechanism.toUpperCase();
    this.#responses = 0;
    this.#sasl = isMechanism(this.#mechanism)
      ? saslClient(this.#mechanism, this.#credentials, this.#nonce())
      : undefined;
  }

  /** What stands for a placeholder. */
  fill(name: string, moment: Moment): Filling {
    const credentials = this.#credentials;
    if (credentials === undefined) return unknown(`{${name}} has no value: no account is given`);
    if (name === 'user') return filled(octets(credentials.user));
    if (name === 'password') return filled(octets(credentials.password));
    if (name === 'digest') return digest(moment.greeting, credentials.password);
    if (name === 'response') return this.#response(moment, credentials);
    return unknown(`{${name}} has no value: a client fills in ${FILLED.map((each) => `{${each}}`).join(', ')}`);
  }

  #response({ before, challenge }: Moment, credentials: Credentials): Filling {
    const turn = this.#responses;
    this.#responses += 1;
    if (this.#mechanism === 'LOGIN')
      return filled(base64(Buffer.from(turn === 0 ? credentials.user : credentials.password, 'utf8')));
    const sasl = this.#sasl;
    if (sasl === undefined)
      return unknown(`what a client answers under ${this.#mechanism || 'no mechanism'} can't be computed`);
    const isInitial = before !== '';
    if (turn === 0 && sasl.initial !== undefined)
      return filled(isInitial && sasl.initial.length === 0 ? '=' : base64(sasl.initial));
    const data = decodeBase64((challenge ?? '').replace(/^\+ ?/, ''));
    if (challenge === undefined || data === undefined)
      return unknown('the recording answers a challenge here, and the server gave none');
    const step = sasl.respond(data);
    return step.kind === 'response'
      ? filled(base64(step.octets))
      : unknown(`the challenge can't be answered: ${step.reason}`);
  }
}

function digest(greeting: string, password: string): Filling {
  const timestamp = /<[^<>\s]+>/.exec(greeting)?.[0];
  return timestamp === undefined
    ? unknown('the greeting has no timestamp for APOP')
    : filled(apopDigest(timestamp, password));
}

function octets(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function base64(data: Buffer): string {
  return data.toString('base64');
}
