/** A whole conversation from its client's side: what to send and when, and what is to come back. Pure. */

import { Dialogue, type ServerPart } from '../protocol/dialogue.ts';
import { endsLine } from '../script/client-lines.ts';
import type { Act, Conversation, Pattern, Text, Turn } from '../script/syntax.ts';
import { linePieces, plainText } from '../script/text-lines.ts';

/** How far a server is: whole answers, and lines behind the last one. */
export interface Progress {
  readonly answers: number;
  readonly lines: number;
}

/** One thing that the client does, in order. */
export type Step =
  | {
      readonly kind: 'send';
      readonly client: Pattern;
      readonly crlf: boolean;
      /** What had come by then. */
      readonly behind: Progress;
      /** Whether it answers a challenge that had come (RFC 5034 section 4). */
      readonly isAsked: boolean;
    }
  | { readonly kind: 'cut' }
  | { readonly kind: 'close' | 'reset'; readonly behind: Progress }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'start TLS'; readonly behind: Progress };

/** A line that is to come, its end included, in the pieces in which it was recorded. */
export interface ExpectedLine {
  readonly texts: readonly Text[];
  readonly part: ServerPart;
}

/** An answer, or the greeting. */
export interface ExpectedAnswer {
  /** The turn of the command, counted from 0; undefined for the greeting and for what nobody asked for. */
  readonly turn: number | undefined;
  readonly lines: readonly ExpectedLine[];
}

export interface Recorded {
  readonly steps: readonly Step[];
  readonly answers: readonly ExpectedAnswer[];
  /** Whether the last answer broke off, so that nobody knows how it would have gone on. */
  readonly isCutOff: boolean;
  /** Everything that is to come. */
  readonly end: Progress;
  /** Whether the server ended the connection, and the client had not yet done so. */
  readonly serverEnds: boolean;
}

/** What stands for the end of a pattern that says nothing of it. */
export const ANYTHING = '...';

/** What the lines of a client leave open: the names of placeholders, and {@link ANYTHING}. */
export function placeholdersIn({ turns }: Conversation): string[] {
  const open = turns.flatMap(({ client }) =>
    client.parts.flatMap((part) => {
      if (part.kind === 'octets') return [];
      return part.kind === 'anything' ? [ANYTHING] : [part.name];
    }),
  );
  return [...new Set(open)];
}

/** Reads a conversation as its client. */
export function recordedBy(conversation: Conversation): Recorded {
  const reader = new Reader();
  reader.acts(conversation.greeting);
  for (const [index, turn] of conversation.turns.entries()) {
    reader.turn(turn, index);
    reader.acts(turn.acts);
  }
  return reader.result();
}

class Reader {
  readonly #steps: Step[] = [];
  readonly #answers: ExpectedAnswer[] = [];
  readonly #dialogue = new Dialogue();
  /** In which turn each line of the client begins. */
  readonly #turns: number[] = [];
  #lines: ExpectedLine[] = [];
  /** The pieces of the lines that have not ended. */
  #server: Text[] = [];
  #client = '';
  #answering: number | undefined;
  #begun: number | undefined;
  #isClientOver = false;
  #serverEnds = false;

  turn({ client, crlf }: Turn, index: number): void {
    this.#steps.push({ kind: 'send', client, crlf, behind: this.#progress, isAsked: this.#dialogue.isChallenged });
    this.#begun ??= index;
    this.#client += client.parts
      .map((part) => ('octets' in part ? part.octets : 'name' in part ? `{${part.name}}` : ''))
      .join('');
    if (!endsLine({ client, crlf })) return;
    this.#dialogue.client(this.#client.replace(/\r?\n$/, ''));
    this.#turns.push(this.#begun);
    this.#client = '';
    this.#begun = undefined;
  }

  acts(acts: readonly Act[]): void {
    for (const act of acts) {
      switch (act.kind) {
        case 'send':
          this.#text(act.text);
          break;
        case 'client cut':
          this.#steps.push({ kind: 'cut' });
          break;
        case 'client wait':
          this.#steps.push({ kind: 'wait', ms: act.ms });
          break;
        case 'client close':
        case 'client reset':
          this.#isClientOver = true;
          this.#steps.push({ kind: act.kind === 'client close' ? 'close' : 'reset', behind: this.#progress });
          break;
        case 'close':
        case 'reset':
          this.#serverEnds = !this.#isClientOver;
          break;
        case 'start TLS':
          this.#steps.push({ kind: 'start TLS', behind: this.#progress });
          this.#dialogue.startTls();
          break;
        default:
      }
    }
  }

  result(): Recorded {
    const isCutOff = this.#lines.length > 0;
    const last = isCutOff ? [{ turn: this.#turnOf(this.#answering), lines: this.#lines }] : [];
    return {
      steps: this.#steps,
      answers: [...this.#answers, ...last],
      isCutOff,
      end: this.#progress,
      serverEnds: this.#serverEnds,
    };
  }

  get #progress(): Progress {
    return { answers: this.#dialogue.answers, lines: this.#dialogue.lines };
  }

  /** Takes what a server sends, and cuts it into lines: a text is a line, a piece of one, or several. */
  #text(text: Text): void {
    for (const { piece, ends } of linePieces(text)) {
      this.#server.push(piece);
      if (!ends) continue;
      const texts = this.#server;
      this.#server = [];
      this.#line(texts);
    }
  }

  #line(texts: readonly Text[]): void {
    const line = plainText(texts);
    const told = this.#dialogue.server(line.replace(/\r?\n$/, ''), line.endsWith('\r\n'));
    this.#lines.push({ texts, part: told.part });
    this.#answering = told.line;
    if (this.#dialogue.lines > 0) return;
    this.#answers.push({ turn: this.#turnOf(told.line), lines: this.#lines });
    this.#lines = [];
  }

  #turnOf(line: number | undefined): number | undefined {
    return line === undefined ? undefined : this.#turns[line];
  }
}
