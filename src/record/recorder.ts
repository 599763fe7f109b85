/**
 * What goes over one connection, as a script in the conversation language, while it goes on. Secrets never get into it, and
 * no more than a line of each side is held in memory. Pure: octets and times in, lines of text out.
 */

import { Dialogue } from '../protocol/dialogue.ts';
import { octetsOf } from '../protocol/octets.ts';
import { writeAct } from '../script/acts.ts';
import { clientLine } from '../script/print.ts';
import { LONGEST_WAIT, START_TLS, type PatternPart, type TextPart } from '../script/syntax.ts';
import { LineSecrets } from '../server/live-log-secrets.ts';
import type { Side } from '../wire/transcript.ts';
import type { Outgoing } from '../wire/secret.ts';
import { clientSecrets, type ClientSecret } from './client-secrets.ts';
import { Held } from './held.ts';
import { inParts, type Placed } from './placed.ts';
import { redacted } from './redact.ts';
import { KnownSecrets, type SharedSecrets } from './secrets.ts';

export interface RecorderOptions {
  /** Takes whole lines, in ASCII. */
  readonly write: (text: string) => void;
  /** What the connections of a recording know of each other's secrets. */
  readonly secrets: SharedSecrets;
  /** Whether messages are replaced by others of the same size and the same dots. */
  readonly redactMail: boolean;
  /** Whether TLS begins with the connection. */
  readonly underTls: boolean;
}

export class Recorder {
  readonly #options: RecorderOptions;
  readonly #dialogue = new Dialogue();
  readonly #lineSecrets = new LineSecrets();
  readonly #known: KnownSecrets;
  readonly #held: Readonly<Record<Side, Held>> = { S: new Held(), C: new Held() };
  /** Whether what a side sends next would share a write with what it has sent before, if nothing else were said. */
  readonly #joins: Record<Side, boolean> = { S: false, C: false };
  readonly #ended: Record<Side, boolean> = { S: false, C: false };
  /** The time up to which the recording has told of its pauses, in milliseconds. */
  #told = 0;
  #hasBegun = false;
  /** What is not handed on yet. */
  #lines = '';
  #tlsBegins = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#known = new KnownSecrets(options.secrets);
    if (options.underTls) this.#line(START_TLS);
  }

  /** Says something in a comment. */
  note(text: string): void {
    this.#flush('S');
    this.#flush('C');
    this.#line(`# ${text}`);
    this.#write();
  }

  /**
   * Takes a segment.
   * @param t milliseconds since the connection began
   * @returns whether TLS begins behind it (RFC 2595 section 4)
   */
  data(from: Side, octets: Buffer, t: number): boolean {
    if (this.#ended[from] || octets.length === 0) return false;
    this.#tlsBegins = false;
    this.#flush(other(from));
    const held = this.#held[from];
    held.push(octets, t);
    this.#take(from, held.wholeEnd);
    if (held.isFull) this.#flush(from);
    this.#write();
    return this.#tlsBegins;
  }

  /** TLS begins: what comes from now on came under it. */
  startTls(): void {
    this.#flush('S');
    this.#flush('C');
    this.#line(START_TLS);
    this.#dialogue.startTls();
    this.#joins.S = false;
    this.#joins.C = false;
    this.#write();
  }

  /** A side has ended the connection: what it sends (`close`), or all (`reset`). */
  end(from: Side, how: 'close' | 'reset', t: number): void {
    if (this.#ended[from]) return;
    this.#flush('S');
    this.#flush('C');
    this.#ended[from] = true;
    this.#begin(from, t, false);
    this.#line(from === 'S' ? how : `client ${how}`);
    this.#write();
  }

  /** Nothing more comes: what is held is written. */
  finish(): void {
    this.#flush('S');
    this.#flush('C');
    if (!this.#hasBegun) this.#line('S: \\');
    this.#write();
  }

  // When, and in which segment

  /** Says what comes before octets of a side, or before its end: a pause, or the border of a segment. */
  #begin(from: Side, t: number, isData: boolean): void {
    const pause = Math.max(0, Math.floor(t - this.#told));
    if (!this.#hasBegun && (from === 'C' || pause > 0 || !isData)) this.#line('S: \\');
    this.#hasBegun = true;
    this.#told += pause;
    for (let left = pause; left > 0; left -= LONGEST_WAIT) {
      this.#line(writeAct({ kind: from === 'S' ? 'wait' : 'client wait', ms: Math.min(left, LONGEST_WAIT) }));
    }
    if (pause === 0 && isData && this.#joins[from]) this.#line(from === 'S' ? 'cut' : 'client cut');
  }

  #line(text: string): void {
    this.#lines += `${text}\n`;
  }

  /** Hands on what there is, all at once: a message has many lines. */
  #write(): void {
    if (this.#lines !== '') this.#options.write(this.#lines);
    this.#lines = '';
  }

  // Lines

  /** Writes what is held of a side although its line has not ended. */
  #flush(from: Side): void {
    const held = this.#held[from];
    if (!held.isEmpty) this.#take(from, held.text.length);
  }

  /** Writes what is held of a side up to an offset. */
  #take(from: Side, end: number): void {
    const held = this.#held[from];
    const whole = Math.min(end, held.wholeEnd);
    // All lines at once: a message has many, and most of them hold no secret.
    const secrets = from === 'S' && whole > 0 ? this.#known.find(held.text.slice(0, whole)) : [];
    for (let start = 0; start < whole;) {
      const lineEnd = held.text.indexOf('\n', start) + 1;
      const crlf = held.text.startsWith('\r\n', lineEnd - 2);
      const content = held.text.slice(start, lineEnd - (crlf ? 2 : 1));
      const line = { start, end: lineEnd, content: start === 0 ? held.head(content) : content, crlf };
      if (from === 'C') this.#clientLine(held, line);
      else this.#serverLine(held, line, secrets);
      start = lineEnd;
    }
    if (whole > 0) held.release(whole);
    if (end > whole && from === 'C') this.#clientBeginning(held);
    else if (end > whole) this.#serverBeginning(held);
  }

  #serverLine(held: Held, line: Line, secrets: readonly Placed<TextPart>[]): void {
    const { expects } = this.#dialogue;
    this.#fromServer(held, line, beforeLineEnd(line, expects === 'first line' ? this.#talk(held, line) : secrets));
    const told = this.#dialogue.server(line.content, line.crlf);
    if (expects === 'first line') this.#lineSecrets.answered(octetsOf(told.part === 'challenge' ? '+ ' : '+OK'));
    this.#tlsBegins ||= told.beginsTls;
  }

  #serverBeginning(held: Held): void {
    const line = { start: 0, end: held.text.length };
    const isTalk = this.#dialogue.expects === 'first line';
    const secrets = isTalk ? this.#talk(held, line) : this.#known.find(held.text);
    const begun = this.#known.remainder(held.text);
    const isFound = begun === undefined || secrets.some(({ end }) => end > begun.start);
    this.#fromServer(held, line, isFound ? secrets : [...secrets, begun]);
    held.mark(line.end);
  }

  /** The secrets in a line of the server's own, or in the beginning of one. */
  #talk(held: Held, { start, end }: Range): Placed<TextPart>[] {
    const found = this.#known.findInTalk(held.text.slice(start, end));
    return found.map((each) => ({ ...each, start: each.start + start, end: each.end + start }));
  }

  #clientLine(held: Held, line: Line): void {
    const secrets = this.#clientSecrets(held, line, this.#lineSecrets.mark(octetsOf(line.content)));
    this.#fromClient(held, line, secrets);
    this.#dialogue.client(line.content);
    this.#known.command(line.content);
    // Of a line that was written in pieces nobody knows what its pattern captures.
    const isWhole = line.start > 0 || held.written === 0;
    for (const { secret } of secrets) this.#known.learn(secret, isWhole);
    this.#joins.S = false;
  }

  #clientBeginning(held: Held): void {
    const { text } = held;
    // The word behind AUTH is a mechanism or, from a broken client, a response: which of them, its end tells.
    const isMechanism = /^[^A-Za-z]*AUTH[ \t]+[^ \t]*$/i.test(text) && !held.isFull;
    const line = { start: 0, end: isMechanism ? text.search(/[^ \t]*$/) : text.length };
    // A CR at the end is half of a line end more often than part of a secret.
    const content = held.head(text.replace(/\r$/, ''));
    // What looks like a word may turn out to be more.
    const secrets = this.#clientSecrets(held, line, this.#lineSecrets.peek(octetsOf(content))).map(
      ({ part, ...others }): ClientSecret => ({ ...others, part: { kind: 'rest', name: part.name } }),
    );
    this.#fromClient(held, line, secrets);
    held.mark(line.end, secrets.at(-1)?.end === line.end);
  }

  /** @param marked the line, or what is left of its beginning, with what is secret in it */
  #clientSecrets(held: Held, { start, end }: Range, marked: Outgoing): ClientSecret[] {
    const secrets = clientSecrets(marked);
    if (!held.isHeadless || start > 0)
      return secrets.map((each) => ({ ...each, start: each.start + start, end: each.end + start }));
    const last = held.inSecret ? secrets.at(-1) : undefined;
    const rest = held.text.slice(0, end).replace(/\r?\n$/, '').length;
    return last === undefined ? [] : [{ ...last, start: -1, end: rest }];
  }

  // Octets

  #fromServer(held: Held, line: Range, secrets: readonly Placed<TextPart>[]): void {
    const isRedacted = this.#options.redactMail && this.#dialogue.expects === 'message';
    this.#pieces('S', held, line, isRedacted ? [] : secrets, ({ start, end, crlf }) => {
      const parts = isRedacted
        ? redacted(held.text.slice(start, end), start === line.start && !held.isHeadless)
        : inParts<TextPart>(held.text, start, end, secrets, (_part, octets) => [{ kind: 'hidden', octets }]);
      this.#line(writeAct({ kind: 'send', text: { parts, crlf } }));
      this.#joins.S = true;
      this.#joins.C = false;
    });
  }

  #fromClient(held: Held, line: Range, secrets: readonly Placed<PatternPart>[]): void {
    this.#pieces('C', held, line, secrets, ({ start, end, crlf }) => {
      // A secret stands where its first octet was.
      const parts = inParts<PatternPart>(held.text, start, end, secrets, (part) => (held.inSecret ? [] : [part]));
      if (parts.length > 0 || crlf) this.#line(clientLine({ client: { parts }, crlf }));
      this.#joins.C = true;
    });
  }

  /** Goes through what is not written of a line, segment by segment. No border within a secret is told. */
  #pieces(
    from: Side,
    held: Held,
    line: Range,
    secrets: readonly Range[],
    write: (piece: Range & { readonly crlf: boolean }) => void,
  ): void {
    if (secrets.length > 0)
      held.borders = held.borders.map(({ at, t }) => ({ at: moved(at, secrets, held.written), t }));
    for (let start = Math.max(line.start, held.written); start < line.end;) {
      let t: number | undefined;
      while (held.borders[0] !== undefined && held.borders[0].at <= start) t = held.borders.shift()?.t;
      if (t !== undefined) this.#begin(from, t, true);
      const next = Math.min(line.end, held.borders[0]?.at ?? line.end);
      const crlf = next - start >= 2 && held.text.startsWith('\r\n', next - 2);
      write({ start, end: crlf ? next - 2 : next, crlf });
      start = next;
    }
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A whole line. */
interface Line extends Range {
  /** Without its line end; of one that is too long, its beginning. */
  readonly content: string;
  readonly crlf: boolean;
}

/** A secret that a client has ended with a CR stands before a line end too, whose CR is not the secret's. */
function beforeLineEnd({ start, end, crlf }: Line, secrets: readonly Placed<TextPart>[]): Placed<TextPart>[] {
  const contentEnd = end - (crlf ? 2 : 1);
  return secrets.map((each) =>
    each.start >= start && each.start < contentEnd && each.end > contentEnd && each.end <= end
      ? { ...each, end: contentEnd, part: { kind: 'hidden', octets: contentEnd - each.start } }
      : each,
  );
}

/** Where a border is told: behind the secret in which it is. Where writing goes on it is a border of its own. */
function moved(at: number, secrets: readonly Range[], written: number): number {
  return secrets.find(({ start, end }) => start < at && at < end && at > written)?.end ?? at;
}

function other(side: Side): Side {
  return side === 'S' ? 'C' : 'S';
}
