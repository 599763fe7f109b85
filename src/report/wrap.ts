/** Text in columns. */

/** A text's width in columns, at most: characters outside ASCII may be wide, and then count for two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character > '\u02af' && !NARROW.has(character) ? 2 : 1;
  return width;
}

/** The marks of our own that are known to take one column. */
const NARROW: ReadonlySet<string> = new Set('…✓✗–○┊“”█░›');

/** The text cut to `width` columns, with an ellipsis where something is missing. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    kept += character;
  }
  return width > 0 ? `${kept}…` : '';
}

/** The words of `text` in lines of at most `width` columns; a word that is longer than a line is broken. */
export function wrapped(text: string, width: number): string[] {
  const room = Math.max(width, 10);
  const lines: string[] = [];
  // Undefined before the first word: an empty "word" is a space more, and spaces may be what a reader has to see.
  let line: string | undefined;
  for (const word of text.split(' ').flatMap((each) => broken(each, room))) {
    if (line === undefined) {
      line = word;
    } else if (widthOf(line) + 1 + widthOf(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = `${line} ${word}`;
    }
  }
  return [...lines, line ?? ''];
}

function broken(word: string, width: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (widthOf(part) + widthOf(character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
