/** The messages in the main account's maildrop, looked at once, so that each scenario can be given one that suits it. */

import type { Answer } from '../client/answer.ts';
import { command, type Session } from '../client/session.ts';
import { readMessage } from '../judge/message.ts';
import type { ScanListing } from '../protocol/listing.ts';
import { DOT, latin1 } from '../protocol/octets.ts';
import { MARK } from './fixtures.ts';

/** We look at no more messages, and at none that is longer, so that a full maildrop costs little. */
const MOST_MESSAGES = 20;
const LONGEST_MESSAGE = 1024 * 1024;

/** A message whose "." lines are not stuffed, or one at which the server gives up, costs a session. */
const MOST_SESSIONS = 3;

export interface KnownMessage {
  readonly number: number;
  /** What LIST says, in octets. */
  readonly size: number;
  /** The id of a fixture of ours that was delivered; undefined for the user's own mail. */
  readonly fixture: string | undefined;
  /** How many lines the header has, and the body (RFC 1939 section 7: the blank line between belongs to neither). */
  readonly headerLines: number;
  readonly bodyLines: number;
  /** Whether a line arrived stuffed, that is beginning with two dots. */
  readonly dotted: boolean;
  /** Whether there are octets outside ASCII in it. */
  readonly eightBit: boolean;
}

/**
 * Retrieves the last few messages of those that LIST named (delivered ones are among them), and notes what they are like.
 * A message behind which the server is out of step comes last, so that scenarios take another where there is one.
 * @param session in the TRANSACTION state; it has ended where it did not bring all of them
 * @param again logs in anew; undefined where that can't be done
 * @param consuming whether what is retrieved is removed by QUIT (RFC 2449 section 6.7: EXPIRE 0)
 */
export async function knowMessages(
  session: Session,
  listings: readonly ScanListing[],
  again: () => Promise<Session | undefined>,
  consuming = false,
): Promise<KnownMessage[]> {
  const known: KnownMessage[] = [];
  const astray: KnownMessage[] = [];
  const waiting = listings.filter(({ octets }) => octets <= LONGEST_MESSAGE).slice(-MOST_MESSAGES);
  let current: Session | undefined = session;
  for (let sessions = 1; current !== undefined; sessions++) {
    current.consumed = consuming;
    const inStep = await retrieve(current, waiting, known, astray);
    if (inStep) {
      if (sessions > 1) await current.leave();
      break;
    }
    await current.leave();
    current = sessions < MOST_SESSIONS && waiting.length > 0 ? await again() : undefined;
  }
  return [...known, ...astray];
}

/**
 * Retrieves messages in one session.
 * @param waiting those that were retrieved, or can't be, are taken from it
 * @returns false where the session is of no use any more: it ended, or more came than was asked for
 */
async function retrieve(
  session: Session,
  waiting: ScanListing[],
  known: KnownMessage[],
  astray: KnownMessage[],
): Promise<boolean> {
  let before = false;
  for (let listing = waiting[0]; listing !== undefined; listing = waiting[0]) {
    const { message: number, octets: size } = listing;
    const outcome = await session.command(command(`RETR ${number}`));
    // A line without a status is the rest of the message before: a line of it looked like its end.
    if (outcome.kind === 'answer' && outcome.status === undefined && before) {
      astray.push(...known.splice(-1));
      return false;
    }
    waiting.shift();
    if (outcome.kind === 'none') return false;
    before = outcome.status === '+OK';
    if (before) known.push(describeMessage(number, size, outcome));
    else if (/\[UTF8\]/i.test(latin1(outcome.first.content))) known.push(withheld(number, size));
    if (session.connection.pending.length > 0) {
      if (before) astray.push(...known.splice(-1));
      return false;
    }
  }
  return true;
}

/** A message that is there and that the server keeps back until UTF8 (RFC 6856 section 5). */
function withheld(number: number, size: number): KnownMessage {
  return { number, size, fixture: undefined, headerLines: 0, bodyLines: 0, dotted: false, eightBit: true };
}

/** The header field of our fixtures (RFC 822 section 3.2: names have no case). */
const MARKED = new RegExp(`^${MARK}: *(\\S+)`, 'i');

function describeMessage(number: number, size: number, answer: Answer): KnownMessage {
  const lines = answer.lines ?? [];
  const { header, body } = readMessage(lines);
  const mark = header.map((line) => MARKED.exec(line)?.[1]).find((id) => id !== undefined);
  return {
    number,
    size,
    fixture: mark,
    headerLines: header.length,
    bodyLines: body?.length ?? 0,
    dotted: lines.some((line) => line.content[0] === DOT && line.content[1] === DOT),
    eightBit: lines.some((line) => /[\x80-\xff]/.test(latin1(line.octets))),
  };
}
