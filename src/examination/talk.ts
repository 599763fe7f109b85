/** Verbs that send: the When of the scenarios. They record what came back and judge nothing. */

import { octetsOf, CRLF } from '../protocol/octets.ts';
import { WHOLE, type Segmentation } from '../wire/segmentation.ts';
import { flatten, type Outgoing } from '../wire/secret.ts';
import { removesRetrieved } from '../client/capabilities.ts';
import type { Examination } from './examination.ts';
import { inconclusive } from './stop.ts';

/** Sends one command, given as a step's text, and waits for its answer. */
export async function send(x: Examination, text: string, segmentation?: Segmentation): Promise<void> {
  await sendOctets(x, x.fill(text), segmentation);
}

/** Sends one command given as octets (without its CRLF) and waits for its answer. */
export async function sendOctets(x: Examination, outgoing: Outgoing, segmentation?: Segmentation): Promise<void> {
  guard(x, outgoing);
  x.commands = [outgoing];
  x.outcomes = [await x.session.command(outgoing, segmentation)];
}

/** Sends a command whose `{fill}` is as long as it takes for the command to have `length` octets, CRLF included. */
export async function sendFilled(
  x: Examination,
  text: string,
  length: number,
  segmentation?: Segmentation,
): Promise<void> {
  await sendOctets(x, filled(x, text, length), segmentation);
}

function filled(x: Examination, text: string, length: number): Outgoing {
  const [before, after] = text.split('{fill}');
  if (before === undefined || after === undefined) throw new Error('the step has no {fill}');
  const head = x.fill(before);
  const tail = x.fill(after);
  const missing = length - CRLF.length - flatten([...head, ...tail]).octets.length;
  if (missing < 1) throw new Error(`the command has more than ${length} octets already`);
  return [...head, octetsOf('x'.repeat(missing)), ...tail];
}

/** Sends a SASL response, or a line in place of one, and waits for what it brings. */
export async function respond(x: Examination, text: string): Promise<void> {
  const response = x.fill(text);
  x.commands = [response];
  x.outcomes = [await x.session.respond(response)];
}

/**
 * Sends commands, one a line, at once, and waits for the answers in turn. A step that says "in one write" means it,
 * whatever --segment says: so no verdict depends on it.
 */
export async function sendTogether(x: Examination, text: string, segmentation?: Segmentation): Promise<void> {
  const commands = text.split('\n').map((line) => x.fill(line.trim()));
  for (const command of commands) guard(x, command);
  x.commands = commands;
  x.outcomes = await x.session.pipeline(commands, segmentation);
}

/** Sends the same command many times in one write, and waits for the answers in turn. */
export async function sendTimes(x: Examination, text: string, times: number): Promise<void> {
  await sendTogether(x, Array.from({ length: times }, () => text).join('\n'), WHOLE);
}

/** Puts the last answer aside, to be compared with a later one. */
export function keepAs(x: Examination, name: string): void {
  x.kept.set(name, x.outcome);
}

/** Some commands need the user's leave: they may remove mail. @throws {Stop} inconclusive without it */
export function guard(x: Examination, outgoing: Outgoing): void {
  const keyword = flatten(outgoing).octets.toString('latin1').slice(0, 4).toUpperCase();
  if (x.target.allowDelete) {
    if (keyword === 'RETR' && expiresAtOnce(x)) x.session.consumed = true;
    return;
  }
  if (keyword === 'DELE') throw inconclusive('the scenario marks a message as deleted, which --allow-delete permits');
  if (keyword === 'RETR' && expiresAtOnce(x)) {
    throw inconclusive('the server announces EXPIRE 0, so that RETR may remove the message; --allow-delete permits it');
  }
  // Without QUIT nothing may be removed (RFC 1939 section 6), so the session will be dropped instead.
  if (keyword === 'RETR' && mayRemoveRetrieved(x)) x.session.consumed = true;
  if (keyword === 'QUIT' && x.session.consumed) {
    throw inconclusive(
      'QUIT behind RETR may remove the message, since no EXPIRE says otherwise; --allow-delete permits it',
    );
  }
}

/** Whether what is retrieved may be gone after QUIT, and the user has not said that it may. */
export function mayRemoveRetrieved(x: Examination): boolean {
  if (x.target.allowDelete) return expiresAtOnce(x);
  return removesRetrieved(x.transactionList ?? x.authorizationList) !== false;
}

/** EXPIRE 0: what is retrieved may be gone after QUIT (RFC 2449 section 6.7). */
export function expiresAtOnce(x: Examination): boolean {
  return removesRetrieved(x.transactionList ?? x.authorizationList) === true;
}
