/**
 * The conversations of a server as text, while they go on. What is written of one connection is, without the number before
 * each line, a whole conversation in the conversation language: a server can play it again.
 */

import type { Line } from '../protocol/line.ts';
import { latin1, LF, visible } from '../protocol/octets.ts';
import { writeAct } from '../script/acts.ts';
import { writePattern } from '../script/pattern.ts';
import type { PatternPart } from '../script/syntax.ts';
import { echoes, Secret, type Outgoing } from '../wire/secret.ts';
import { octetsIn, type Answer } from './answer.ts';
import { LineSecrets } from './live-log-secrets.ts';
import type { Witness } from './witness.ts';

/** Octets of a line that are shown. */
const LONGEST_LINE = 512;
/** Lines of an answer that are shown, beside the last one. */
const MOST_LINES = 40;
/** Secrets of a client that are remembered, and how much of each: what a server echoes is hidden too. */
const MOST_SECRETS = 16;
const LONGEST_SECRET = 4096;

export class LiveLog {
  readonly #write: (line: string) => void;
  readonly #secrets: readonly Buffer[];

  /**
   * @param write takes one line, printable ASCII without a line end
   * @param secrets what is hidden wherever it stands, such as the passwords of the accounts; a connection takes those that
   *   are in it when it begins
   */
  constructor(write: (line: string) => void, secrets: readonly Buffer[]) {
    this.#write = write;
    this.#secrets = secrets;
  }

  /** Follows a connection. @param connection counted from 1 @param peer the client's address and port */
  witness(connection: number, peer: string): Witness {
    const write = (line: string): void => this.#write(`[${connection}] ${line}`);
    write(`# connected from ${shown(peer)}`);
    return new LoggedConnection(write, this.#secrets);
  }

  /** Says something of a connection, in our words. */
  note(connection: number, text: string): void {
    this.#write(`[${connection}] # ${shown(text)}`);
  }
}

class LoggedConnection implements Witness {
  readonly #write: (line: string) => void;
  readonly #lineSecrets = new LineSecrets();
  readonly #known: readonly Buffer[];
  /** The secrets that came on this connection, right or wrong, the last ones. */
  #learned: Buffer[] = [];
  #secrets: readonly Buffer[];

  constructor(write: (line: string) => void, secrets: readonly Buffer[]) {
    this.#write = write;
    this.#known = secrets;
    this.#secrets = secrets;
  }

  received({ line, segments, pipelined }: Parameters<Witness['received']>[0]): void {
    const remarks = [
      ...(pipelined ? ['before the answer to the line before it'] : []),
      ...(segments > 1 ? [`in ${segments} segments`] : []),
    ];
    if (remarks.length > 0) this.#write(`# sent ${remarks.join(', ')}:`);
    this.#client(line);
  }

  sent(answer: Answer): void {
    const octets = octetsIn(answer);
    this.#lineSecrets.answered(octets);
    this.#server(octets);
    const { next, discardInput = false } = answer;
    // TLS begins with an empty buffer in any case (RFC 2595 section 4).
    if (discardInput && next !== 'start-tls') this.#write(writeAct({ kind: 'drop the rest' }));
    if (next === 'start-tls') this.#write(writeAct({ kind: 'start TLS' }));
    else if (next !== 'continue') this.#write(writeAct({ kind: next }));
  }

  secured(outcome: Parameters<Witness['secured']>[0]): void {
    if ('protocol' in outcome) this.#write(`# ${shown(outcome.protocol)}`);
    else this.#write(`# no TLS: ${shown(outcome.failure)}`);
  }

  ended(unanswered: readonly Line[], failure: string | undefined): void {
    if (unanswered.length > 0) this.#write('# sent, and not answered:');
    for (const line of unanswered) this.#client(line);
    this.#write(failure === undefined ? '# ended' : `# ended: ${shown(failure)}`);
  }

  #client({ content, terminator, omitted = 0 }: Line): void {
    const pieces = this.#lineSecrets.mark(content);
    const parts = pieces.flatMap((piece) => this.#part(piece));
    this.#write(`C: ${writePattern({ parts })}`.trimEnd());
    const isSecretAtEnd = pieces.at(-1) instanceof Secret;
    this.#omission(pieces.reduce((sum, piece) => sum + beyond(piece), isSecretAtEnd ? 0 : omitted));
    // Of a line that was too long to be kept the end is not known.
    if (terminator !== 'CRLF' && omitted === 0) {
      this.#write(`# ended by ${terminator === 'LF' ? 'a bare LF' : 'nothing'}`);
    }
    this.#learn(pieces);
  }

  /** What stands for a piece: a secret matches whatever its client sends there, and tells nothing of it. */
  #part(piece: Buffer | Secret): PatternPart[] {
    if (piece instanceof Secret) return [{ kind: 'rest', name: piece.label }];
    const octets = this.#covered(piece);
    return octets === '' ? [] : [{ kind: 'octets', octets }];
  }

  #server(octets: Buffer): void {
    const ends = lineEnds(octets);
    const hidden = ends.length - MOST_LINES - 1;
    let start = 0;
    for (const [index, end] of ends.entries()) {
      if (hidden <= 0 || index < MOST_LINES || index === ends.length - 1) this.#serverLine(octets.subarray(start, end));
      else if (index === MOST_LINES) this.#write(`# and ${hidden} lines more, not shown`);
      start = end;
    }
  }

  #serverLine(octets: Buffer): void {
    const isCrlf = latin1(octets.subarray(-2)) === '\r\n';
    const content = isCrlf ? octets.subarray(0, -2) : octets;
    const shownOctets = this.#covered(content);
    const left = beyond(content);
    const parts = shownOctets === '' ? [] : [{ kind: 'octets' as const, octets: shownOctets }];
    this.#write(writeAct({ kind: 'send', text: { parts, crlf: isCrlf && left === 0 } }));
    this.#omission(left);
  }

  #omission(octets: number): void {
    if (octets > 0) this.#write(`# and ${octets} octets more, not shown`);
  }

  /** The octets that are shown, one character for each, with what is secret in them covered. */
  #covered(octets: Buffer): string {
    // A little more is searched than is shown: a secret that is cut in two would not be found.
    const searched = octets.subarray(0, LONGEST_LINE + LONGEST_SECRET);
    let text = latin1(searched);
    for (const { start, end } of echoes(searched, this.#secrets)) {
      text = text.slice(0, start) + '*'.repeat(end - start) + text.slice(end);
    }
    return text.slice(0, LONGEST_LINE);
  }

  #learn(pieces: Outgoing): void {
    for (const piece of pieces) {
      if (piece instanceof Secret) this.#learned.push(piece.octets.subarray(0, LONGEST_SECRET));
    }
    this.#learned = this.#learned.slice(-MOST_SECRETS);
    this.#secrets = [...this.#known, ...this.#learned];
  }
}

/** How many octets of a piece are not shown. */
function beyond(piece: Buffer | Secret): number {
  return piece instanceof Secret ? 0 : Math.max(0, piece.length - LONGEST_LINE);
}

/** Where the lines of an answer end, whatever stands before their LFs; the last one perhaps without. */
function lineEnds(octets: Buffer): number[] {
  const ends: number[] = [];
  for (let at = octets.indexOf(LF); at !== -1; at = octets.indexOf(LF, at + 1)) ends.push(at + 1);
  if ((ends.at(-1) ?? 0) < octets.length) ends.push(octets.length);
  return ends;
}

/** Text of the system or of TLS, fit for a terminal. */
function shown(text: string): string {
  return visible(Buffer.from(text, 'utf8'));
}
