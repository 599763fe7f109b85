/** From the login to the end of the session: what is there, fetched. */

import type { Answer } from '../answer.ts';
import { contentOf, textOctets } from '../answer.ts';
import { askCapa } from './approach.ts';
import { octetsIn } from './dialogue.ts';
import { GivesUp, NOT_UNDERSTOOD } from './exit-status.ts';
import type { Mailbox } from './mailbox.ts';
import type { Visit } from './visit.ts';

/** So many messages are asked for in one go. How many of the commands are sent before an answer comes is the manner's business. */
const BATCH = 1000;

/**
 * Fetches what is in the maildrop and is not in the mailbox yet, and ends the session.
 * @throws {GivesUp} where the server breaks off, or what it says can't be understood
 */
export async function collect(visit: Visit, mailbox: Mailbox): Promise<void> {
  const { manner, knowledge } = visit;
  await askCapa(visit, 'login');
  const listings = manner.fetches(knowledge) ? manner.lists(knowledge) : [];
  const [stat, ...answers] = await Promise.all(['STAT', ...listings].map(async (text) => await visit.command(text)));
  const count = stat === undefined ? undefined : countIn(visit, stat);
  if (manner.fetches(knowledge)) {
    const byListing = new Map(listings.map((listing, index) => [listing, answers[index]]));
    const there = messagesIn(visit, count, byListing.get('LIST'));
    await fetch(visit, mailbox, there, uniqueIdsIn(visit, byListing.get('UIDL')));
  }
  if (manner.quits(knowledge)) await visit.quit();
}

/** RFC 1939 section 5: what follows the two numbers is nobody's business. */
function countIn(visit: Visit, stat: Answer): number | undefined {
  const listing = stat.status === '+OK' ? visit.manner.dropListing(textOctets(stat)) : undefined;
  if (listing === undefined) visit.complain(`the answer to STAT is not understood: ${visit.said(stat)}`);
  return listing?.messages;
}

/** The numbers of the messages: those that LIST names, or as many as STAT has counted. */
function messagesIn(visit: Visit, count: number | undefined, list: Answer | undefined): Iterable<number> {
  if (list?.lines !== undefined) {
    return list.lines.flatMap((line) => {
      const listing = visit.manner.scanListing(contentOf(line));
      if (listing === undefined) visit.complain('a line of the answer to LIST is not understood');
      return listing?.message ?? [];
    });
  }
  if (count === undefined) throw new GivesUp(NOT_UNDERSTOOD, 'neither STAT nor LIST says what there is');
  return upTo(count);
}

/** One at a time: what a server counts may be more than anybody can hold. */
function* upTo(count: number): Iterable<number> {
  for (let message = 1; message <= count; message += 1) yield message;
}

function uniqueIdsIn({ manner }: Visit, uidl: Answer | undefined): ReadonlyMap<number, string> {
  const listings = (uidl?.lines ?? []).map((line) => manner.uniqueId(contentOf(line)));
  return new Map(listings.flatMap((listing) => (listing === undefined ? [] : [[listing.message, listing.uniqueId]])));
}

async function fetch(
  visit: Visit,
  mailbox: Mailbox,
  there: Iterable<number>,
  uniqueIds: ReadonlyMap<number, string>,
): Promise<void> {
  let batch: Promise<void>[] = [];
  for (const message of there) {
    const uniqueId = uniqueIds.get(message);
    if (mailbox.has(uniqueId)) continue;
    batch.push(fetchOne(visit, mailbox, message, uniqueId));
    if (batch.length < BATCH) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}

/** Each message is put away as it comes: a maildrop may be larger than the memory. */
async function fetchOne(visit: Visit, mailbox: Mailbox, message: number, uniqueId: string | undefined): Promise<void> {
  const { manner, knowledge } = visit;
  const answer = await visit.command(manner.retrieval(message, knowledge));
  if (answer.lines === undefined) {
    // One message may be out of reach while the others are not (RFC 6856 section 2.1, say).
    return visit.complain(`message ${message} did not come: ${visit.said(answer)}`);
  }
  mailbox.add(manner.message(octetsIn(answer), knowledge), uniqueId);
  if (manner.deletes(message, knowledge)) await visit.command(`DELE ${message}`);
}
