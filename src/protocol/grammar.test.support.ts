/** Support for the property tests of the grammar: generators from the ABNF, and every corruption of one octet. */

import * as fc from 'fast-check';
import { octetsOf } from './octets.ts';
import type { Parsed, Violation } from './violation.ts';

/** One octet of the ranges, as a character; `'!-~'` stands for %x21-7E. */
export function octetIn(ranges: readonly (readonly [number, number])[]): fc.Arbitrary<string> {
  return fc
    .oneof(...ranges.map(([low, high]) => fc.integer({ min: low, max: high })))
    .map((octet) => String.fromCharCode(octet));
}

/** `least*most rule`. */
export function repeated(rule: fc.Arbitrary<string>, least: number, most: number): fc.Arbitrary<string> {
  return fc.array(rule, { minLength: least, maxLength: most }).map((parts) => parts.join(''));
}

/** Rules one after the other. */
export function sequence(...rules: (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> {
  const parts = rules.map((rule) => (typeof rule === 'string' ? fc.constant(rule) : rule));
  return fc.tuple(...parts).map((texts) => texts.join(''));
}

/** `[rule]`. */
export function optional(rule: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(fc.constant(''), rule);
}

/** Every line that differs from the given one in one octet: 255 for each of its octets. */
export function* corruptions(line: string): Generator<{ line: string; offset: number }> {
  for (let offset = 0; offset < line.length; offset += 1) {
    for (let octet = 0; octet < 256; octet += 1) {
      const character = String.fromCharCode(octet);
      if (character === line[offset]) continue;
      yield { line: line.slice(0, offset) + character + line.slice(offset + 1), offset };
    }
  }
}

/** The breaches and remarks of a parse, failures first. */
export function findings<T>(parsed: Parsed<T>): readonly Violation[] {
  return parsed.ok ? parsed.remarks : parsed.violations;
}

/** `fail 2449-3-S2@3` and the like: short enough to compare. */
export function summary<T>(parsed: Parsed<T>): string[] {
  return findings(parsed).map(({ severity, requirement, offset, reading }) => {
    const marks = [severity === 'fail' ? '' : severity, reading ?? ''].filter((mark) => mark !== '');
    return [`${requirement}@${offset}`, ...marks].join(' ');
  });
}

/** What differs between a parser and an oracle over all corruptions of a line: nothing, as it should be. */
export function disagreements<T>(
  line: string,
  parse: (octets: Buffer) => Parsed<T>,
  legal: (line: string) => boolean,
): string[] {
  const found: string[] = [];
  for (const corrupted of corruptions(line)) {
    const parsed = parse(octetsOf(corrupted.line));
    if (parsed.ok !== legal(corrupted.line)) found.push(`${JSON.stringify(corrupted.line)}: ${parsed.ok}`);
    // One wrong octet is one breach. (What destroys the CRLF can make two: it leaves an octet behind as well.)
    const failures = findings(parsed).filter(({ severity }) => severity === 'fail');
    if (failures.length > 1 && corrupted.offset < line.length - 2) {
      found.push(`${JSON.stringify(corrupted.line)}: ${summary(parsed).join(', ')}`);
    }
  }
  return found;
}

/** Octets at random, and octets at random behind beginnings that lead a parser further. */
export function hostile(...beginnings: string[]): fc.Arbitrary<Buffer> {
  const noise = fc.uint8Array({ maxLength: 700 }).map((octets) => Buffer.from(octets));
  const near = repeated(
    fc.constantFrom('[', ']', '/', '<', '>', '@', ' ', '\r', '\n', '=', '+', 'A', '\0', '\x7f', '\xe9'),
    0,
    60,
  );
  return fc.oneof(
    noise,
    fc
      .tuple(fc.constantFrom('', ...beginnings), noise)
      .map(([begin, octets]) => Buffer.concat([octetsOf(begin), octets])),
    fc.tuple(fc.constantFrom('', ...beginnings), near).map(([begin, text]) => octetsOf(`${begin}${text}\r\n`)),
  );
}
