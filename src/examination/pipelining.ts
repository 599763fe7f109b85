/** Verbs on pipelining: many commands on the way at once (RFC 2449 section 6.6). */

import { contentOf, describe, textOctets, type Answer, type Outcome } from '../client/answer.ts';
import { capabilityList } from '../client/capabilities.ts';
import { credentialOctets, plainSecret } from '../client/login.ts';
import { command } from '../client/session.ts';
import { bodyLength, readMessage } from '../judge/message.ts';
import type { KnownMessage } from '../target/maildrop.ts';
import { parseDropListing, parseScanListing } from '../protocol/listing.ts';
import { CRLF, octetsOf } from '../protocol/octets.ts';
import { Deadline } from '../wire/deadline.ts';
import { Secret, type Outgoing } from '../wire/secret.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import { methodFor, needMechanism, openIn, waitForLogin } from './access.ts';
import type { Examination } from './examination.ts';
import { answered, expectOutcome, sentCommands } from './expect.ts';
import { breach, inconclusive } from './stop.ts';
import { guard, mayRemoveRetrieved } from './talk.ts';

/** What an answer must look like to be that of a command: the ones whose form is fixed can be told apart. */
const FORMS: Readonly<Record<string, (answer: Answer) => boolean>> = {
  STAT: (answer) => parseDropListing(textOctets(answer)) !== undefined,
  LIST: (answer) => (answer.lines ?? []).every((line) => parseScanListing(contentOf(line)) !== undefined),
  CAPA: (answer) =>
    capabilityList(answer) !== undefined &&
    (answer.lines ?? []).every((line) => parseScanListing(contentOf(line)) === undefined),
  RETR: (answer) => readMessage(answer.lines ?? []).header.length > 0,
};

/** The answers are positive, one for each command and in their order, and each has its command's form. */
export function expectInOrder(x: Examination): void {
  sentCommands(x).forEach((sent, index) => {
    const outcome = x.outcomes[index];
    if (outcome === undefined)
      throw breach(`command ${index + 1} of ${x.commands.length} was not answered`, {
        expected: 'an answer to each command',
      });
    const keyword = sent[0] instanceof Secret ? '' : (sent[0]?.toString('latin1').slice(0, 4) ?? '');
    const refused = keyword === 'CAPA' && x.transactionList === undefined; // alone, too: that is for 2449-5-S2
    expectOutcome(x, outcome, refused ? 'negative' : 'positive');
    if (!refused && outcome.kind === 'answer' && FORMS[keyword]?.(outcome) === false) {
      throw breach(`${keyword} was answered ${describe(outcome)}`, {
        expected: `the answer to ${keyword}, in the order of the commands`,
        actual: describe(outcome),
        at: x.position(outcome),
      });
    }
  });
}

/** A login and a short session, as far as its commands can be sent without waiting for a challenge. */
function wholeSession(x: Examination): Outgoing[] {
  const { user, password } = x.account;
  const [message] = mayRemoveRetrieved(x) ? [] : retrievable(x);
  const rest = ['STAT', 'LIST', ...(message === undefined ? [] : [`RETR ${message.number}`]), 'NOOP', 'QUIT'];
  const login: Outgoing[] =
    methodFor(x) === 'USER'
      ? [
          [octetsOf('USER '), credentialOctets(user)],
          [octetsOf('PASS '), new Secret(credentialOctets(password), 'password')],
        ]
      : [[octetsOf('AUTH PLAIN '), plainSecret(x.account)]];
  return [...login, ...rest.map((text) => command(text))];
}

/** The messages that RETR was seen to bring. */
function retrievable(x: Examination): KnownMessage[] {
  return x.messages.filter(({ headerLines }) => headerLines > 0);
}

/** Sees to it that the session can be logged in to without waiting for a challenge: by USER and PASS, else by PLAIN. */
async function needOneWayLogin(x: Examination): Promise<void> {
  if (methodFor(x) === 'USER') return;
  needMechanism(x, 'PLAIN');
  // The mechanism may be there under TLS only, and the session was opened in the clear.
  if (x.wantsTls && !x.session.connection.secured) await openIn(x, 'AUTHORIZATION');
}

/** Sends login, commands and QUIT at once. */
export async function sendWholeSession(x: Examination, segmentation: Segmentation): Promise<void> {
  await waitForLogin(x, x.account);
  await needOneWayLogin(x);
  const commands = wholeSession(x);
  x.commands = commands;
  x.outcomes = await x.session.pipeline(commands, segmentation);
  if (x.session.state === 'TRANSACTION') x.survey.logins.set(x.account.user, performance.now());
}

/** Sends RETR; when the first octets of the message have come, STAT and NOOP; then waits for all the answers. */
export async function sendWhileArriving(x: Examination): Promise<void> {
  const { session, message } = x;
  if (message === undefined) throw new Error('the scenario speaks of the message before it chooses one');
  const retrieve = command(`RETR ${message.number}`);
  const commands = [retrieve, command('STAT'), command('NOOP')];
  guard(x, retrieve);
  await session.write([...retrieve, CRLF]);
  await session.connection.readEnd(Deadline.after(x.target.timeoutMs));
  for (const later of commands.slice(1)) await session.write([...later, CRLF]);
  x.commands = commands;
  x.outcomes = await session.answersTo(commands);
}

/** The answers came in order, and the message is as long as it was before. */
export function expectInOrderWhole(x: Examination): void {
  expectInOrder(x);
  expectWhole(x, x.outcomes[0]);
}

function expectWhole(x: Examination, outcome: Outcome | undefined): void {
  if (outcome === undefined || x.message === undefined) throw inconclusive('there is no message to compare');
  const answer = answered(x, outcome);
  const lines = bodyLength(answer.lines ?? []) ?? 0;
  if (lines !== x.message.bodyLines) {
    throw breach(`the message came with ${lines} lines in its body`, {
      expected: `the ${x.message.bodyLines} lines that it had when it was retrieved alone`,
      actual: `${lines} lines`,
      at: x.position(answer),
    });
  }
}

/**
 * USER, PASS with a wrong password, STAT and QUIT were sent at once: PASS fails, STAT is refused since nobody is logged
 * in, QUIT is answered. The server may also close the connection after the failure (reading R12).
 */
export function expectLoginFailedInPipeline(x: Examination): void {
  const [user, pass, stat, quit] = x.outcomes;
  if (user === undefined) throw breach('nothing was answered', { expected: 'an answer to each command' });
  expectOutcome(x, user, 'positive or negative');
  if (pass === undefined) throw breach('PASS was not answered', { expected: 'a negative answer to PASS' });
  expectOutcome(x, pass, 'negative');
  if (stat === undefined || stat.kind === 'none') return closedAfterFailure(x, stat);
  expectOutcome(x, stat, 'negative');
  if (quit === undefined || quit.kind === 'none') return closedAfterFailure(x, quit);
  expectOutcome(x, quit, 'positive');
}

function closedAfterFailure(x: Examination, outcome: Outcome | undefined): void {
  if (outcome?.kind === 'none' && outcome.silence === 'timeout') answered(x, outcome);
  x.observe('the server closed the connection after the failed login', 'R12');
}

/** Both TCP windows together hold less than this, even after they have grown as far as they do while nobody reads. */
const BEYOND_WINDOWS = 8 * 1024 * 1024;
const MOST_RETRIEVALS = 4_000;

/** Sends as many RETRs as it takes to fill both windows many times, and stops reading before. */
export async function askAndNotRead(x: Examination): Promise<void> {
  const [longest] = retrievable(x).toSorted((a, b) => b.size - a.size);
  if (longest === undefined) throw inconclusive(`there is no message in the maildrop of ${x.account.user} to ask for`);
  x.message = longest;
  guard(x, command(`RETR ${longest.number}`));
  const times = Math.min(MOST_RETRIEVALS, Math.ceil(BEYOND_WINDOWS / Math.max(1, longest.size)));
  x.commands = Array.from({ length: times }, () => command(`RETR ${longest.number}`));
  x.session.connection.hold();
  await x.session.write(x.commands.flatMap((sent) => [...sent, CRLF]));
}

/**
 * Another session is opened, greeted and ended: the round trips of it are the while in which nothing is read, and they
 * show that one client which does not read holds up nobody else.
 */
export async function serveAnother(x: Examination): Promise<void> {
  const { commands } = x;
  await openIn(x, 'AUTHORIZATION');
  await x.session.command(command('CAPA'));
  await x.session.leave();
  x.returnTo(0);
  x.commands = commands;
}

/** Reads again, all the answers. */
export async function readAgain(x: Examination): Promise<void> {
  x.session.connection.release();
  x.outcomes = await x.session.answersTo(x.commands);
}

/** Every answer came, whole. */
export function expectEveryMessage(x: Examination): void {
  for (const [index] of sentCommands(x).entries()) {
    const outcome = x.outcomes[index];
    if (outcome === undefined)
      throw breach(`answer ${index + 1} of ${x.commands.length} did not come`, { expected: 'every answer' });
    const answer = answered(x, outcome);
    if (answer.status !== '+OK') {
      throw breach(`RETR ${index + 1} of ${x.commands.length} was answered ${describe(answer)}`, {
        expected: 'the message',
        at: x.position(answer),
      });
    }
    expectWhole(x, outcome);
  }
  x.evidence(
    `${x.commands.length} messages of ${x.message?.size ?? 0} octets came whole and in order after nothing was read for a while`,
  );
}
