/**
 * Text for a reader. What a peer sent finds its way into reasons, greetings and names; here it loses the
 * power to do anything but be read: no escape sequence, no line break of its own, no turned writing direction.
 */

/**
 * Controls (C0, DEL, C1), format characters (bidi overrides, zero-width ones, tags), line and paragraph
 * separators, lone surrogates, private use and what is not assigned (the noncharacters among them).
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

/** Nearly all text is this, and to look for the above takes a while. */
const ASCII = /^[ -~]*$/;

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}

/**
 * One line of text that is safe to print anywhere: each character that is not itself a mark on the paper
 * becomes `\x1B` or `\u{202E}`. Backslashes stay as they are, since what comes here may be escaped already.
 */
export function printable(text: string): string {
  return ASCII.test(text) ? text : text.replace(UNPRINTABLE, escapeOf);
}

/** Our own text in one line: runs of white space become one space, and the rest is as {@link printable}. */
export function folded(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim());
}

/** How long something took, for a reader: `0.4 ms`, `12 ms`, `3.2 s`, `10 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 119_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1 octet`, `2 octets`: a count with its noun, which takes an s where no other plural is given. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `2026-01-02 03:04:05 UTC` for an ISO 8601 time in UTC; any other text as it is. */
export function moment(iso: string): string {
  return iso.replace(/^([\d-]+)T([\d:]+)(?:\.\d+)?Z$/, '$1 $2 UTC');
}
