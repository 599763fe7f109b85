/**
 * What is judged on every octet that a server sends, in whatever scenario: the grammar of RFC 2449 section 3, the
 * lengths of section 4, and the rules that bind a code or a tag wherever it appears. Pure: conversations in, findings out.
 */

import { parseChallenge } from '../protocol/challenge.ts';
import { parseFirstLine } from '../protocol/first-line.ts';
import { parseGreeting } from '../protocol/greeting.ts';
import { judgeLineEnding, type Line } from '../protocol/line.ts';
import { parseUniqueIdListing } from '../protocol/listing.ts';
import { DOT, latin1, visible } from '../protocol/octets.ts';
import type { ResponseCode } from '../protocol/response-code.ts';
import type { Violation } from '../protocol/violation.ts';
import type { Side } from '../wire/transcript.ts';
import { judgeCapabilityList } from './capability-list.ts';
import { judgeCode } from './codes.ts';
import type { Conversation, Exchange } from './conversation.ts';

/** Of one requirement no more breaches are told apart: a listing may have as many lines as the peer likes. */
const MOST_SIGHTINGS = 20;

/**
 * What the run knows of the server besides the octets at hand. Each is looked up only where a judgement rests on it, so that
 * it can be told whose do.
 */
export interface Knowledge {
  /** Whether the server announces RESP-CODES, and AUTH-RESP-CODE; undefined where CAPA was not seen. */
  readonly respCodes: boolean | undefined;
  readonly authRespCode: boolean | undefined;
}

/** A violation and where it is: an offset in what one side sent over a connection. */
export interface Sighting {
  readonly connection: number;
  readonly from: Side;
  /** `offset` is from the beginning of that side's octets on this connection. */
  readonly violation: Violation;
}

export interface PassiveJudgement {
  readonly sightings: readonly Sighting[];
  /** For each requirement, how many things were judged by it: the evidence of a pass. */
  readonly judged: ReadonlyMap<string, number>;
}

/** Judges every octet of a server's side. */
export function judgePassively(conversations: readonly Conversation[], knowledge: Knowledge): PassiveJudgement {
  const ledger = new Ledger(knowledge);
  for (const conversation of conversations) ledger.conversation(conversation);
  return { sightings: ledger.sightings, judged: ledger.judged };
}

class Ledger {
  readonly sightings: Sighting[] = [];
  readonly judged = new Map<string, number>();
  readonly #knowledge: Knowledge;
  readonly #seen = new Map<string, number>();
  #connection = 0;

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  conversation({ connection, greeting, exchanges, cutOff }: Conversation): void {
    this.#connection = connection;
    if (greeting !== undefined) this.#greeting(greeting);
    for (const exchange of exchanges) this.#exchange(exchange);
    if (cutOff !== undefined) this.#found(judgeLineEnding(cutOff, '2449-3-S3'), cutOff.offset);
  }

  #greeting(line: Line): void {
    this.#count('2449-3-S1', '2449-3-S2', '2449-3-S3', '2449-3-S9', '2449-4-S3');
    const parsed = parseGreeting(line.octets, this.#knowledge);
    this.#found(parsed.ok ? parsed.remarks : parsed.violations, line.offset);
    // A "<" opens the timestamp, whether it is one or not.
    if (line.content.includes(0x3c)) this.#count('2449-3-S7');
    if (!parsed.ok) return;
    this.#code(parsed.value.code, line, undefined);
    if (parsed.value.code === undefined) this.#laterCode(latin1(parsed.value.text), line);
  }

  #exchange(exchange: Exchange): void {
    for (const challenge of exchange.challenges) {
      this.#count('5034-4-S2', '2449-3-S3');
      const parsed = parseChallenge(challenge.octets);
      this.#found(parsed.ok ? parsed.remarks : parsed.violations, challenge.offset);
    }
    if (exchange.answer === undefined) return;
    const wellFormed = this.#firstLine(exchange, exchange.answer);
    if (exchange.status !== '+OK') return;
    if (exchange.dotLine !== undefined) this.#multiLine(exchange, exchange.dotLine);
    else if (exchange.keyword === 'UIDL' && exchange.parameters !== '' && wellFormed) {
      this.#uniqueId(exchange.answer, '+OK '.length);
    }
  }

  /** The lines behind a first line. Without their dot line nobody knows which belong to the answer, so then none is judged. */
  #multiLine(exchange: Exchange, dotLine: Line): void {
    this.#count('2449-3-S4');
    if (exchange.keyword === 'RETR' || exchange.keyword === 'TOP') {
      // Inside a message a bare CR or LF is content (section 3: `*CHAR CRLF`), so only the stuffing is judged.
      this.#unstuffed(exchange.lines, true);
      return;
    }
    if (exchange.keyword === 'CAPA') this.#capabilities(exchange);
    else this.#listing(exchange);
    this.#count('2449-3-S3');
    this.#found(judgeLineEnding(dotLine, '2449-3-S3'), dotLine.offset);
  }

  /** @returns whether nothing is wrong with it */
  #firstLine(exchange: Exchange, line: Line): boolean {
    this.#count('2449-3-S2', '2449-3-S3', '2449-3-S9', '2449-4-S3');
    const knowledge = this.#knowledge;
    const parsed = parseFirstLine(line.octets, {
      utf8: exchange.utf8,
      get respCodes() {
        return knowledge.respCodes;
      },
    });
    this.#found(parsed.ok ? parsed.remarks : parsed.violations, line.offset);
    if (!parsed.ok) return false;
    this.#code(parsed.value.code, line, exchange);
    // A unique-id is no text: it may have any octets in it.
    const text = exchange.keyword !== 'UIDL' || exchange.status !== '+OK';
    if (text && parsed.value.code === undefined) this.#laterCode(latin1(parsed.value.text), line);
    return true;
  }

  /** RFC 2449 section 8: a code stands "at the beginning of the human readable text". */
  #laterCode(text: string, line: Line): void {
    const misplaced = /.\[(LOGIN-DELAY|IN-USE|SYS\/TEMP|SYS\/PERM|AUTH|UTF8)\]/i.exec(text);
    if (misplaced === null) return;
    this.#count('2449-8-S2');
    const at = line.content.length - text.length + misplaced.index + 1;
    this.#found(
      [
        {
          requirement: '2449-8-S2',
          severity: 'advice',
          offset: at,
          expected: 'a response code at the very beginning of the text',
          actual: visible(line.content.subarray(at, at + 40)),
        },
      ],
      line.offset,
    );
  }

  #code(code: ResponseCode | undefined, line: Line, exchange: Exchange | undefined): void {
    // Without RESP-CODES text in brackets is text; that it looks like a code was said before (reading R7).
    if (code === undefined || this.#knowledge.respCodes === false) return;
    this.#count('2449-3-S8', '2449-8-S1', '2449-8-S2', '2449-9-S1');
    if (this.#knowledge.respCodes === true) this.#count('2449-6.4-S1');
    const name = code.levels[0]?.toUpperCase();
    if (name === 'LOGIN-DELAY') this.#count('2449-8.1.1-S1');
    if (name === 'IN-USE') this.#count('2449-8.1.2-S1');
    if (name === 'SYS') this.#count('3206-4-S1');
    if (name === 'AUTH') this.#count('3206-6-S2');
    const start = line.content.indexOf(0x5b);
    this.#found(judgeCode(code, start, exchange, this.#knowledge), line.offset);
  }

  #capabilities(exchange: Exchange): void {
    const { violations, judged } = judgeCapabilityList(exchange.lines, exchange.state);
    for (const requirement of judged) this.#count(requirement);
    for (const { line, violation } of violations) this.#found([violation], line.offset);
    this.#count('2449-3-S5');
  }

  #listing(exchange: Exchange): void {
    this.#unstuffed(exchange.lines, false);
    for (const line of exchange.lines) {
      this.#count('2449-3-S3');
      const ending = judgeLineEnding(line, '2449-3-S3');
      this.#found(ending, line.offset);
      // A stray CR is one breach, and not that of a unique-id too.
      if (exchange.keyword === 'UIDL' && (ending.length === 0 || line.terminator === 'LF')) this.#uniqueId(line, 0);
    }
  }

  /** @param start where the listing begins in the line: behind the status, or at its beginning */
  #uniqueId(line: Line, start: number): void {
    this.#count('2449-6.8-S1');
    if (parseUniqueIdListing(line.content.subarray(start)) !== undefined) return;
    const violation: Violation = {
      requirement: '2449-6.8-S1',
      severity: 'fail',
      offset: start,
      expected: 'a message-number, SP, and a unique-id of 1 to 70 octets from 0x21 to 0x7E',
      actual: visible(line.octets, 120),
    };
    this.#found([violation], line.offset);
  }

  /** A line that begins with the termination octet has it doubled (RFC 1939 section 3). */
  #unstuffed(lines: readonly Line[], message: boolean): void {
    let previous: Line['terminator'] = 'CRLF';
    for (const line of lines) {
      const begins = !message || previous === 'CRLF'; // behind a bare LF a message has no new line
      previous = line.terminator;
      if (!begins || line.content[0] !== DOT || line.content[1] === DOT) continue;
      const violation: Violation = {
        requirement: '2449-3-S4',
        severity: 'fail',
        offset: 0,
        expected: 'a second "." before a line that begins with "."',
        actual: visible(line.octets, 60),
      };
      return this.#found([violation], line.offset); // the first will do
    }
  }

  #count(...requirements: string[]): void {
    for (const requirement of requirements) this.judged.set(requirement, (this.judged.get(requirement) ?? 0) + 1);
  }

  #found(violations: readonly Violation[], base: number): void {
    for (const violation of violations) {
      const kind = `${violation.requirement} ${violation.severity}`;
      const seen = (this.#seen.get(kind) ?? 0) + 1;
      this.#seen.set(kind, seen);
      if (seen > MOST_SIGHTINGS) continue;
      this.sightings.push({
        connection: this.#connection,
        from: 'S',
        violation: { ...violation, offset: violation.offset + base },
      });
    }
  }
}
