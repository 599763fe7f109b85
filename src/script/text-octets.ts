/** Texts as octets: with their values, repetitions and padding. */

import { octetsOf } from '../protocol/octets.ts';
import type { Captures } from './pattern.ts';
import type { Text } from './syntax.ts';

/** A text with its values, in octets. */
export function renderText(text: Text, values: Captures): Buffer {
  return octetsOf(renderedText(text, values));
}

/** The same with one character for each octet. */
export function renderedText({ parts, crlf }: Text, values: Captures): string {
  const pieces = parts.map((part) => {
    switch (part.kind) {
      case 'octets':
        return part.octets;
      case 'value':
        return inLetters(values[part.name] ?? '', part.letters);
      case 'repeat':
        return part.octets.repeat(part.times);
      case 'hidden':
        return '*'.repeat(part.octets);
      default:
        return '';
    }
  });
  const end = crlf ? '\r\n' : '';
  const length = pieces.reduce((sum, piece) => sum + piece.length, end.length);
  const text = parts.map((part, index) =>
    part.kind === 'pad' ? 'x'.repeat(Math.max(0, part.length - length)) : (pieces[index] ?? ''),
  );
  return text.join('') + end;
}

/** ASCII letters only: other octets are no characters by themselves. */
function inLetters(octets: string, letters: 'as they are' | 'lower' | 'upper'): string {
  if (letters === 'as they are') return octets;
  return letters === 'lower'
    ? octets.replace(/[A-Z]+/g, (found) => found.toLowerCase())
    : octets.replace(/[a-z]+/g, (found) => found.toUpperCase());
}
