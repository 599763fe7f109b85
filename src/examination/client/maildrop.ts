/** What is in the maildrop of the fake server, and what the client has made of it. */

import { deletionsOfRefused, sentAs } from '../../judge/sent-messages.ts';
import { isStoredAs, markedMessage, textStored } from '../../judge/stored.ts';
import { visible } from '../../protocol/octets.ts';
import { PLAIN_MAIL } from '../../target/plain-server.ts';
import { breach, inconclusive, notApplicable } from '../stop.ts';
import type { ClientExamination } from './client-examination.ts';
import { labelOf, lastSent } from './expect-fetch.ts';

/** The maildrop holds this message, behind those that were put there before; the mail of a plain server is not there. */
export function putIntoMaildrop(c: ClientExamination, name: string, text: string): void {
  const { messages } = c.choices;
  const before = messages === PLAIN_MAIL ? [] : messages;
  c.choices.messages = [...before, markedMessage(name, text.split('\n'))];
}

/** The maildrop holds so many messages of one line each. */
export function fillMaildrop(c: ClientExamination, count: number): void {
  c.choices.messages = Array.from({ length: count }, (_, index) => markedMessage(`number ${index + 1}`, ['A line.']));
}

/** Nothing is in the maildrop. */
export function emptyMaildrop(c: ClientExamination): void {
  c.choices.messages = [];
}

/**
 * The client has come to the message. It may give up before: it keeps nothing of the message then, and ends otherwise than
 * with a plain correct server.
 */
export function needNotGivenUp(c: ClientExamination, name: string): void {
  const { stored, status, endedByUs } = c.last.ending;
  const isSuccess = status === c.survey.fetched.ending.status;
  if (isSuccess || endedByUs !== undefined || textStored(stored, name) !== undefined) return;
  throw notApplicable(`the client gives up before it comes to the message "${name}" (exit status ${status})`);
}

/**
 * What the client has kept of a message is what the server sent for it, its lines unstuffed (RFC 1939 section 3). Line ends
 * are the client's own business, and so is what it adds around the text.
 */
export function expectStoredAsSent(c: ClientExamination, name: string): void {
  const launch = c.last;
  const { stored } = launch.ending;
  const sent = sentAs(launch.conversations, name);
  if (sent === undefined) throw inconclusive(`the client did not retrieve the message "${name}" as a whole`);
  if (!isStoredAs(stored, sent.octets, name)) {
    const kept = textStored(stored, name);
    const words = kept === undefined ? 'nothing of it' : `${kept.length} lines: ${shown(kept)}`;
    throw breach(`${labelOf(launch)}the client did not keep the message "${name}" as it was sent`, {
      expected: `${sent.text.length} lines: ${shown(sent.text)}`,
      actual: words,
      at: { ...sent.at, from: 'S' },
    });
  }
  c.evidence(`the message "${name}" is among what the client left behind, as it was sent`, lastSent(launch));
}

/**
 * No message is deleted whose retrieval was refused, by a client that has been told so (RFC 2449 section 6.6: answers are
 * matched to commands in order). DELE that was sent along with RETR could not know.
 */
export function expectNoRefusedDeleted(c: ClientExamination): void {
  const deleted = deletionsOfRefused(c.last.conversations, c.transcript.entries);
  const [first] = deleted;
  if (first !== undefined) {
    throw breach('the client deleted a message whose retrieval was refused', {
      expected: 'a message deleted only where it has come',
      actual: `DELE ${first.message}, and RETR ${first.message} was refused`,
      at: { ...first.at, from: 'C' },
    });
  }
}

function shown(lines: readonly string[]): string {
  return visible(Buffer.from(lines.join('\n'), 'latin1'), 200);
}
