/** Text that is sent, read and written: octets, values, repetitions, padding. */

import { LARGEST_PART, type Text, type TextPart } from './syntax.ts';
import { guardBlanks, misread, NAME, readCharacter, readOctets, writeOctets, type Reading } from './notation.ts';

const VALUE = new RegExp(String.raw`\{(?:(lower|upper) )?(${NAME})\}`, 'y');
const HIDDEN = /\{hidden (\d{1,9})\}/y;
const PAD = /\{pad (\d{1,9})\}/y;
const REPEAT = /\{((?:\\.|[^\\{}])+)\*(\d{1,9})\}/y;

/** Octets that stand for themselves; a long message is made of such. */
const PLAIN = /[\x20-\x5b\x5d-\x7a\x7c-\x7e]+/y;
const ALL_PLAIN = /^[\x20-\x5b\x5d-\x7a\x7c-\x7e]+$/;

/** A match at exactly this place. */
export function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

/**
 * Reads a text.
 * @param isKnown whether a name has a value here
 */
export function readText(source: string, isKnown: (name: string) => boolean): Reading<Text> {
  // A recorded message may have a million lines, nearly all of them so: an array that has grown takes five times the room.
  if (ALL_PLAIN.test(source)) return { ok: true, value: { parts: [{ kind: 'octets', octets: source }], crlf: true } };
  const parts: TextPart[] = [];
  let octets = '';
  const put = (part?: TextPart): void => {
    if (octets !== '') parts.push({ kind: 'octets', octets });
    octets = '';
    if (part !== undefined) parts.push(part);
  };
  for (let at = 0; at < source.length;) {
    const plain = matchAt(PLAIN, source, at)?.[0];
    if (plain !== undefined) {
      octets += plain;
      at += plain.length;
      continue;
    }
    if (at === source.length - 1 && source[at] === '\\') {
      put();
      return { ok: true, value: { parts, crlf: false } };
    }
    const braces = source[at] === '{' ? readBraces(source, at, isKnown) : undefined;
    if (braces === undefined) {
      const read = readCharacter(source, at);
      if (!read.ok) return read;
      octets += read.value.octets;
      at = read.value.end;
      continue;
    }
    if (!braces.ok) return braces;
    const { part, end } = braces.value;
    if (part.kind === 'pad' && parts.some(({ kind }) => kind === 'pad')) {
      return misread(at, end - at, 'one {pad N} in a text');
    }
    put(part);
    at = end;
  }
  put();
  return { ok: true, value: { parts, crlf: true } };
}

/** What the brace at `at` begins; undefined where it stands for itself. */
function readBraces(
  source: string,
  at: number,
  isKnown: (name: string) => boolean,
): Reading<{ part: TextPart; end: number }> | undefined {
  const value = matchAt(VALUE, source, at);
  if (value !== null) {
    const [whole, how, name = ''] = value;
    const letters = how === 'lower' || how === 'upper' ? how : 'as they are';
    if (!isKnown(name)) return misread(at, whole.length, String.raw`a name that has a value here (a brace is \{)`);
    return { ok: true, value: { part: { kind: 'value', name, letters }, end: at + whole.length } };
  }
  const hidden = matchAt(HIDDEN, source, at);
  if (hidden !== null) {
    const count = Number(hidden[1]);
    if (count > LARGEST_PART) return misread(at, hidden[0].length, `at most ${LARGEST_PART} octets`);
    return { ok: true, value: { part: { kind: 'hidden', octets: count }, end: at + hidden[0].length } };
  }
  const pad = matchAt(PAD, source, at);
  if (pad !== null) {
    const length = Number(pad[1]);
    if (length > LARGEST_PART) return misread(at, pad[0].length, `at most ${LARGEST_PART} octets`);
    return { ok: true, value: { part: { kind: 'pad', length }, end: at + pad[0].length } };
  }
  const repeat = matchAt(REPEAT, source, at);
  return repeat === null ? undefined : readRepeat(repeat, at);
}

function readRepeat(
  [whole, content = '', count]: RegExpExecArray,
  at: number,
): Reading<{ part: TextPart; end: number }> {
  const read = readOctets(content);
  if (!read.ok) return { ...read, at: at + 1 + read.at };
  const times = Number(count);
  if (read.value.length * times > LARGEST_PART) return misread(at, whole.length, `at most ${LARGEST_PART} octets`);
  return { ok: true, value: { part: { kind: 'repeat', octets: read.value, times }, end: at + whole.length } };
}

/** The inverse of {@link readText}. */
export function writeText({ parts, crlf }: Text): string {
  return guardBlanks(parts.map(writePart).join('')) + (crlf ? '' : '\\');
}

function writePart(part: TextPart): string {
  switch (part.kind) {
    case 'octets':
      return writeOctets(part.octets, '{');
    case 'value':
      return part.letters === 'as they are' ? `{${part.name}}` : `{${part.letters} ${part.name}}`;
    case 'repeat':
      return `{${writeOctets(part.octets, '{}')}*${part.times}}`;
    case 'hidden':
      return `{hidden ${part.octets}}`;
    default:
      return `{pad ${part.length}}`;
  }
}
