/** Command lines as words and words as command lines, by the simple ones of a shell's rules. Pure. */

import { UsageError } from './errors.ts';

/** What means something to a shell and nothing here, outside quotes. */
const OPERATORS = /[|&;<>`]/;

/**
 * Splits a command line as a shell would, without one: white space separates words; in `'...'` everything stands for
 * itself; in `"..."` a backslash escapes `"` and `\`; elsewhere it escapes what follows. Nothing is expanded.
 * @throws {UsageError} where a quote is not closed, nothing is there, or an operator asks for a real shell
 */
export function splitWords(text: string): [string, ...string[]] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const end = closingQuote(text, at);
      const quoted = text.slice(at + 1, end);
      word = (word ?? '') + (character === '"' ? quoted.replace(/\\(["\\])/g, '$1') : quoted);
      at = end;
    } else if (character === '\\') {
      at += 1;
      if (at === text.length) throw new UsageError('the command ends in a backslash that escapes nothing');
      word = (word ?? '') + text.charAt(at);
    } else {
      if (OPERATORS.test(character)) throw needsShell(character);
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  const [program, ...rest] = words;
  if (program === undefined || program === '') throw new UsageError('there is no command');
  return [program, ...rest];
}

function needsShell(operator: string): UsageError {
  return new UsageError(
    `the command is run without a shell, where "${operator}" means nothing: quote it, put the whole into a script, or write sh -c '...'`,
  );
}

function closingQuote(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    if (quote === '"' && text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote) return at;
  }
  throw new UsageError(`the quote ${quote} in the command is not closed`);
}

/**
 * A word as it can be typed into a POSIX shell: as it is where nothing in it is special, else in single quotes. A placeholder, a word in
 * braces, is nothing special.
 */
export function quoteWord(word: string): string {
  return /^(?:[\w@%+=:,./-]|\{[a-z]+\})+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
