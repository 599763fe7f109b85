/** What Python's poplib prints with `set_debuglevel(2)`: bytes literals behind *put* and *get*. Pure. */

import { readLines, type Log } from './heard.ts';

export function readPoplib(source: string): Log {
  const conversations = readLines(source, {
    heard: (line) => {
      const [, word, quoted] = /^\*(put|get)\* b(['"].*['"])$/.exec(line) ?? [];
      if (word === undefined || quoted === undefined) return undefined;
      const octets = bytes(quoted.slice(1, -1));
      return word === 'put'
        ? { kind: 'octets', from: 'C', octets: `${octets}\r\n` }
        : { kind: 'octets', from: 'S', octets };
    },
    begins: () => false,
    saysTls: () => false,
  });
  return {
    conversations,
    filledIn: [
      'the log does not tell how the client’s lines end: CRLF is filled in',
      'nor how anything was cut into segments, and when it came',
    ],
    hasMessages: true,
  };
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The octets of a bytes literal, without its quotes. */
function bytes(literal: string): string {
  return literal.replace(
    /\\(?:x([0-9a-f]{2})|(.))/g,
    (_all, hexadecimal: string | undefined, letter: string | undefined) =>
      hexadecimal === undefined
        ? (ESCAPED[letter ?? ''] ?? letter ?? '')
        : String.fromCharCode(Number.parseInt(hexadecimal, 16)),
  );
}
