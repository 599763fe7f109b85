/**
 * Command texts in features: `{user}`, `{password}` and other placeholders, and `\r \n \t \\ \xHH` for octets that can't
 * be written. What stands for a secret stays one.
 */

import { octetsOf } from '../protocol/octets.ts';
import type { Outgoing, Secret } from '../wire/secret.ts';

/** What the placeholders of a scenario stand for. */
export type Values = ReadonlyMap<string, Outgoing>;

const TOKEN = /\{([a-z][a-z0-9 -]*)\}|\\(r|n|t|\\|x[0-9A-Fa-f]{2})|([^\\{]+|[\\{])/g;
const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '\\': '\\' };

/** Octets of a command text. @throws {Error} for a placeholder without a value and a character above U+00FF: faults of the feature */
export function fillIn(text: string, values: Values): Outgoing {
  const pieces: (Buffer | Secret)[] = [];
  for (const [, name, escape, literal] of text.matchAll(TOKEN)) {
    if (name !== undefined) {
      const value = values.get(name);
      if (value === undefined) throw new Error(`the step uses {${name}}, and nothing gives it a value here`);
      pieces.push(...value);
    } else if (escape !== undefined) {
      pieces.push(octetsOf(ESCAPES[escape] ?? String.fromCharCode(Number.parseInt(escape.slice(1), 16))));
    } else if (literal !== undefined) {
      if (/[^\0-\xff]/.test(literal)) throw new Error(`the step has characters that are no octets: ${literal}`);
      pieces.push(octetsOf(literal));
    }
  }
  return pieces;
}
