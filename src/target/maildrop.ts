/** The messages in the main account's maildrop, looked at once, so that each scenario can be given one that suits it. */

import type { Answer } from '../client/answer.ts';
import { command, type Session } from '../client/session.ts';
import { unstuff } from '../protocol/dot-stuffing.ts';
import type { ScanListing } from '../protocol/listing.ts';
import { latin1 } from '../protocol/octets.ts';
import { MARK } from './fixtures.ts';

/** We look at no more messages, and at none that is longer, so that a full maildrop costs little. */
const MOST_MESSAGES = 20;
const LONGEST_MESSAGE = 1024 * 1024;

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

/** Retrieves the first and the last few messages of those that LIST named, and notes what they are like. */
export async function knowMessages(session: Session, listings: readonly ScanListing[]): Promise<KnownMessage[]> {
  const known: KnownMessage[] = [];
  const suitable = listings.filter(({ octets }) => octets <= LONGEST_MESSAGE);
  const chosen = suitable.length <= MOST_MESSAGES ? suitable : suitable.slice(-MOST_MESSAGES);
  for (const { message: number, octets: size } of chosen) {
    const outcome = await session.command(command(`RETR ${number}`));
    if (outcome.kind === 'none') break;
    if (outcome.status === '+OK') known.push(describeMessage(number, size, outcome));
    else if (/\[UTF8\]/i.test(latin1(outcome.first.content))) known.push(withheld(number, size));
  }
  return known;
}

/** A message that is there and that the server keeps back until UTF8 (RFC 6856 section 5). */
function withheld(number: number, size: number): KnownMessage {
  return { number, size, fixture: undefined, headerLines: 0, bodyLines: 0, dotted: false, eightBit: true };
}

function describeMessage(number: number, size: number, answer: Answer): KnownMessage {
  const lines = answer.lines ?? [];
  const raw = Buffer.concat(lines.map((line) => line.octets));
  const text = latin1(unstuff(raw));
  const blank = lines.findIndex((line) => line.content.length === 0);
  const headerLines = blank === -1 ? lines.length : blank;
  const mark = new RegExp(`^${MARK}: *(\\S+)`, 'im').exec(text.slice(0, 64 * 1024));
  return {
    number,
    size,
    fixture: mark?.[1],
    headerLines,
    bodyLines: blank === -1 ? 0 : lines.length - blank - 1,
    dotted: lines.some((line) => line.content[0] === 0x2e && line.content[1] === 0x2e),
    eightBit: raw.some((octet) => octet > 0x7f),
  };
}
