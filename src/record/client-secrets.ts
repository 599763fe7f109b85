/** The secret stretches of a client's line, and what stands for each in a recording. Pure. */

import { latin1, octetsOf } from '../protocol/octets.ts';
import type { PatternPart } from '../script/syntax.ts';
import { Secret, type Outgoing } from '../wire/secret.ts';
import type { Placed } from './placed.ts';

/** What stands for a stretch of the line, and what the client has sent there. */
export interface ClientSecret extends Placed<Extract<PatternPart, { readonly name: string }>> {
  readonly secret: Secret;
}

/** RFC 1939 section 7. Who logs in is nobody's business who reads a bug report. */
const USER = /^([^A-Za-z]*USER[ \t]+)([^]+)$/i;
/** The same, before the digest. */
const APOP = /^([^A-Za-z]*APOP[ \t]+)([^ \t]+)(?=[ \t]+$)/i;

/** @param marked the line, without its line end, as pieces of which the secret ones are marked */
export function clientSecrets(marked: Outgoing): ClientSecret[] {
  const secrets: ClientSecret[] = [];
  let at = 0;
  for (const piece of marked) {
    const found = piece instanceof Secret ? { start: 0, secret: piece } : userIn(latin1(piece));
    const length = piece instanceof Secret ? piece.octets.length : piece.length;
    if (found !== undefined) {
      const start = at + found.start;
      secrets.push({ start, end: start + found.secret.octets.length, part: part(found.secret), secret: found.secret });
    }
    at += length;
  }
  return secrets;
}

function userIn(text: string): { start: number; secret: Secret } | undefined {
  const [, before, name] = USER.exec(text) ?? APOP.exec(text) ?? [];
  if (before === undefined || name === undefined) return undefined;
  return { start: before.length, secret: new Secret(octetsOf(name), 'user') };
}

/** A name is a word where it can be: behind that of APOP comes the digest. */
function part({ label, octets }: Secret): ClientSecret['part'] {
  return { kind: label === 'user' && !octets.includes(' ') ? 'word' : 'rest', name: label };
}
