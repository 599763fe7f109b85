/** Patterns, read, written and matched: what the client sends, a line of a list, the first line of an answer. */

import type { Pattern, PatternPart } from './syntax.ts';
import { asHexadecimal, guardBlanks, misread, NAME, readCharacter, writeOctets, type Reading } from './notation.ts';
import { matchAt } from './text.ts';

const CAPTURE = new RegExp(String.raw`\{(${NAME})(\.\.\.|:/((?:\\.|[^\\/])+)/)?\}`, 'y');
/** What can only be meant as a capture. */
const BEGUN = new RegExp(String.raw`\{${NAME}(?:\.\.\.|:/)`, 'y');
const ANYTHING = '...';

/** What a pattern captured, by name; one character for each octet. */
export type Captures = Readonly<Record<string, string>>;

/** Reads a pattern. A regular expression in it is known to be one afterwards. */
export function readPattern(source: string): Reading<Pattern> {
  const isOpen = source.endsWith(ANYTHING);
  const spaced = isOpen && source.at(-ANYTHING.length - 1) === ' ';
  const end = source.length - (isOpen ? ANYTHING.length + (spaced ? 1 : 0) : 0);
  const read = readParts(source, end);
  if (!read.ok) return read;
  const parts: PatternPart[] = isOpen ? [...read.value, { kind: 'anything', spaced }] : read.value;
  return { ok: true, value: { parts } };
}

/** What a `C:` line says. */
export interface ClientLine {
  readonly client: Pattern;
  /** Whether CRLF follows. */
  readonly crlf: boolean;
}

/** A backslash at the end that is no second half of an escape: no CRLF follows. */
const OPEN_END = /(?<!\\)(?:\\\\)*\\$/;

/** Reads a line of the client: a pattern, and like a text with `\` at its end where no CRLF follows. */
export function readClientLine(source: string): Reading<ClientLine> {
  const crlf = !OPEN_END.test(source);
  const read = readPattern(crlf ? source : source.slice(0, -1));
  return read.ok ? { ok: true, value: { client: read.value, crlf } } : read;
}

/** The inverse of {@link readClientLine}. */
export function writeClientLine({ client, crlf }: ClientLine): string {
  return writePattern(client) + (crlf ? '' : '\\');
}

function readParts(source: string, end: number): Reading<PatternPart[]> {
  const parts: PatternPart[] = [];
  const names = new Set<string>();
  let octets = '';
  const put = (part?: PatternPart): void => {
    if (octets !== '') parts.push({ kind: 'octets', octets });
    octets = '';
    if (part !== undefined) parts.push(part);
  };
  for (let at = 0; at < end;) {
    const capture = matchAt(CAPTURE, source, at);
    if (capture === null) {
      const begun = matchAt(BEGUN, source, at);
      if (begun !== null)
        return misread(at, begun[0].length, 'a capture: {name}, {name...} or {name:/regular expression/}');
      const read = readCharacter(source.slice(0, end), at);
      if (!read.ok) return read;
      octets += read.value.octets;
      at = read.value.end;
      continue;
    }
    const [whole, name = '', rest, regex] = capture;
    if (names.has(name)) return misread(at, whole.length, 'a name that is not captured twice');
    names.add(name);
    if (regex === undefined) put({ kind: rest === undefined ? 'word' : 'rest', name });
    else {
      const wrong = wrongRegex(regex);
      if (wrong !== undefined) return misread(at, whole.length, wrong);
      put({ kind: 'regex', name, source: regex });
    }
    at += whole.length;
  }
  put();
  return { ok: true, value: parts };
}

/** What a regular expression should have been; undefined where it is right. */
function wrongRegex(source: string): string | undefined {
  if (/[^\x20-\x7e]|"/.test(source))
    return String.raw`a regular expression in printable ASCII (the rest, and ", as \xHH)`;
  const escapes = source.match(/\\./g) ?? [];
  // In the expression of the whole pattern the groups have other numbers.
  if (escapes.some((escape) => /[1-9k]/.test(escape)) || /\(\?<[^=!]/.test(source)) {
    return 'a regular expression without named groups and without references to groups';
  }
  try {
    return new RegExp(source).source === '' ? 'a regular expression' : undefined;
  } catch {
    return 'a regular expression';
  }
}

/** The inverse of {@link readPattern}. @param escaped what would mean something else where it stands, beside `{` */
export function writePattern({ parts }: Pattern, escaped = ''): string {
  const last = parts.at(-1);
  const isOpen = last?.kind === 'anything';
  const closed = guardBlanks(
    parts
      .slice(0, isOpen ? -1 : undefined)
      .map((part) => writePart(part, `{${escaped}`))
      .join(''),
  );
  if (isOpen) return `${closed}${last.spaced ? ' ' : ''}${ANYTHING}`;
  return closed.endsWith(ANYTHING) ? `${closed.slice(0, -1)}${asHexadecimal('.')}` : closed;
}

function writePart(part: PatternPart, escaped: string): string {
  switch (part.kind) {
    case 'octets':
      return writeOctets(part.octets, escaped);
    case 'word':
      return `{${part.name}}`;
    case 'rest':
      return `{${part.name}...}`;
    case 'regex':
      return `{${part.name}:/${part.source}/}`;
    default:
      return ANYTHING;
  }
}

/** The names that a pattern captures. */
export function namesIn({ parts }: Pattern): string[] {
  return parts.flatMap((part) => ('name' in part ? [part.name] : []));
}

/** A keyword is of 3 or 4 octets and compared without regard to case (RFC 2449 section 3, RFC 1939 section 3). */
const KEYWORD = /^[A-Za-z0-9]{3,4}(?= |$)/;

const toUpper = (keyword: string): string => keyword.toUpperCase();

/** Matches a pattern; see {@link compileCommand} and {@link compileLine}. */
export type Matcher = (octets: string) => Captures | undefined;

/** A matcher for commands, whose keywords are compared without regard to case. */
export function compileCommand(pattern: Pattern): Matcher {
  const [first, ...others] = pattern.parts;
  const parts =
    first?.kind === 'octets'
      ? [{ ...first, octets: first.octets.replace(KEYWORD, toUpper) }, ...others]
      : pattern.parts;
  const match = compileLine({ parts });
  return (octets) => match(octets.replace(KEYWORD, toUpper));
}

/** A matcher for whole lines, without their line ends, exactly as they are. */
export function compileLine({ parts }: Pattern): Matcher {
  const names = namesIn({ parts });
  // A name may have "-" in it, a group's must not: the groups are numbered instead.
  const groups = names.map((_, index) => `g${index}`);
  let next = 0;
  const group = (source: string): string => `(?<g${next++}>${source})`;
  const sources = parts.map((part) => {
    switch (part.kind) {
      case 'octets':
        return part.octets.replace(
          /[^A-Za-z0-9 ]/g,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      case 'word':
        return group('[^ ]+');
      case 'rest':
        return group('[^]+');
      case 'regex':
        return group(part.source);
      default:
        return part.spaced ? '(?: [^]*)?' : '[^]*';
    }
  });
  const whole = new RegExp(`^${sources.join('')}$`);
  return (octets) => {
    const found = whole.exec(octets)?.groups ?? (whole.test(octets) ? {} : undefined);
    if (found === undefined) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, found[groups[index] ?? ''] ?? '']));
  };
}
