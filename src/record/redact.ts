/** Mail without its content: what is left is how long its lines are, how they end, and which begin with dots. Pure. */

import type { TextPart } from '../script/syntax.ts';

/**
 * A stretch of a line of a message.
 * @param begins whether the line begins here: its dots are what stuffing is about (RFC 1939 section 3)
 */
export function redacted(text: string, begins: boolean): TextPart[] {
  const dots = begins ? (/^\.+/.exec(text)?.[0] ?? '') : '';
  const kept = text.slice(dots.length).match(/[\r\n]+|[^\r\n]+/g) ?? [];
  const parts = kept.map((piece): TextPart => {
    const isLineEnd = /^[\r\n]/.test(piece);
    return isLineEnd ? { kind: 'octets', octets: piece } : { kind: 'hidden', octets: piece.length };
  });
  const [first, ...others] = parts;
  if (dots === '') return parts;
  // Octets that stand side by side are one part.
  if (first?.kind === 'octets') return [{ kind: 'octets', octets: dots + first.octets }, ...others];
  return [{ kind: 'octets', octets: dots }, ...parts];
}
