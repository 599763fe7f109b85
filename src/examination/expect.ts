/** Verbs that judge the last answers: the Then that many scenarios share. */

import { codeOf, describe, linesOf, textOctets, type Answer, type Outcome } from '../client/answer.ts';
import { command, spell } from '../client/session.ts';
import { parseDropListing } from '../protocol/listing.ts';
import { capabilityList } from '../client/capabilities.ts';
import { Deadline } from '../wire/deadline.ts';
import type { Outgoing } from '../wire/secret.ts';
import type { Examination } from './examination.ts';
import { breach, inconclusive } from './stop.ts';

/** What an answer can be expected to be. */
export const EXPECTED = ['positive or negative', 'positive', 'negative', 'a capability list', 'a challenge'] as const;

export type Expected = (typeof EXPECTED)[number];

const FITS: Readonly<Record<Expected, (answer: Answer) => boolean>> = {
  positive: (answer) => answer.status === '+OK',
  negative: (answer) => answer.status === '-ERR',
  'positive or negative': (answer) => answer.status === '+OK' || answer.status === '-ERR',
  'a capability list': (answer) => capabilityList(answer) !== undefined,
  'a challenge': (answer) => answer.status === '+',
};

/** Codes of refusals that have nothing to do with what is tested: a delay, a lock, a fault of the system. */
const EXCUSES: readonly string[] = ['LOGIN-DELAY', 'IN-USE', 'SYS/TEMP'];

/** The outcome as an answer. @throws {Stop} a breach where none came */
export function answered(x: Examination, outcome: Outcome): Answer {
  if (outcome.kind === 'answer') return outcome;
  if (x.afterFailure && (outcome.silence === 'closed' || outcome.silence === 'reset')) {
    throw inconclusive(`the server ended the session after a failure, as it may: ${naming(outcome)} was not answered`);
  }
  throw breach(`${naming(outcome)} was not answered: ${describe(outcome)}`, {
    expected: 'an answer',
    actual: describe(outcome),
    at: x.position(outcome),
  });
}

/** The last answer is of the kind expected. */
export function expectAnswer(x: Examination, expected: Expected): void {
  expectOutcome(x, x.outcome, expected);
}

/** The login that was tried is accepted, whatever a refusal would say. */
export function expectAccepted(x: Examination): void {
  const answer = answered(x, x.outcome);
  if (answer.status !== '+OK') {
    throw breach(`the login was answered ${describe(answer)}`, {
      expected: 'a positive answer',
      actual: describe(answer),
      at: x.position(answer),
    });
  }
  x.evidence(`the login was answered ${describe(answer)}`, x.position(answer));
}

/** An outcome is of the kind expected. */
export function expectOutcome(x: Examination, outcome: Outcome, expected: Expected): void {
  const answer = answered(x, outcome);
  if (expected === 'positive' && answer.status === '-ERR' && EXCUSES.includes(codeOf(answer).join('/'))) {
    throw inconclusive(`${naming(answer)} was refused for a cause that is not judged here: ${describe(answer)}`);
  }
  if (!FITS[expected](answer)) {
    throw breach(`${naming(answer)} was answered ${describe(answer)}`, {
      expected: expected.startsWith('a ') ? expected : `a ${expected} answer`,
      actual: describe(answer),
      at: x.position(answer),
    });
  }
  x.evidence(`${naming(answer)} was answered ${describe(answer)}`, x.position(answer));
}

/** The commands of the last When. @throws {Error} where there are none: a judgement of nothing would always pass */
export function sentCommands(x: Examination): readonly Outgoing[] {
  if (x.commands.length === 0) throw new Error('the step judges answers to commands, and none were sent');
  return x.commands;
}

/** Each command got an answer, and each answer is of the kind expected. */
export function expectEach(x: Examination, expected: Expected): void {
  sentCommands(x).forEach((sent, index) => {
    const outcome = x.outcomes[index];
    if (outcome !== undefined) expectOutcome(x, outcome, expected);
    else
      throw breach(`${spell(sent)} was not answered: the answers ended before it`, {
        expected: 'an answer to each command',
      });
  });
}

/** The answers are, in turn, of the kinds listed: one row for each command. Behind a failure the server may close (R12). */
export function expectInTurn(x: Examination, kinds: readonly Expected[]): void {
  if (kinds.length !== x.commands.length) throw new Error('the step lists another number of answers than commands');
  kinds.forEach((expected, index) => {
    const outcome = x.outcomes[index];
    if (outcome === undefined) throw breach(`answer ${index + 1} of ${kinds.length} did not come`, { expected });
    expectOutcome(x, outcome, expected);
    x.afterFailure ||= expected === 'negative';
  });
}

/** The last answer and the one kept under `name` have the same status, and the same response code. */
export function expectSameOutcome(x: Examination, name: string): void {
  const before = x.keptAnswer(name);
  const now = answered(x, x.outcome);
  const [was, is] = [before, now].map((answer) => `${answer.status ?? 'no status'} ${codeOf(answer).join('/')}`.trim());
  if (was !== is) {
    throw breach(`${naming(now)} was answered ${describe(now)}, and ${naming(before)} ${describe(before)}`, {
      expected: `the same outcome as ${name}: ${was}`,
      actual: describe(now),
      at: x.position(now),
    });
  }
  x.evidence(`${naming(now)} and ${naming(before)} had the same outcome: ${was}`, x.position(now));
}

/** The last answer begins with a response code, or with none of that name. */
export function expectCode(x: Examination, code: string, present: boolean): void {
  const answer = answered(x, x.outcome);
  const has = codeOf(answer).join('/') === code || codeOf(answer)[0] === code;
  if (has !== present) {
    throw breach(`${naming(answer)} was answered ${describe(answer)}`, {
      expected: present ? `the response code [${code}]` : `no response code [${code}]`,
      actual: describe(answer),
      at: x.position(answer),
    });
  }
  x.evidence(`${naming(answer)} was answered ${describe(answer)}`, x.position(answer));
}

/**
 * The session is in step: the next command is answered by its own answer and by nothing else. In TRANSACTION that is
 * STAT, whose answer has a form of its own; before, CAPA where there is one, else QUIT and the end of the connection.
 * Where the last answer has that form itself, one that came twice would pass for the next: then another command follows.
 * So it does where CAPA is refused: this may be its own answer, which is judged elsewhere (RFC 2449 section 5).
 * A server may close after a failure (RFC 1939 section 4, reading R12): then there is nothing to be in step with.
 */
export async function expectInStep(x: Examination): Promise<void> {
  const { session } = x;
  const last = x.outcomes.at(-1);
  const refused = last?.kind === 'answer' && last.status === '-ERR';
  const [name, fits] = sentinel(x);
  const outcome = await session.command(command(name));
  if (outcome.kind === 'none' && refused && (outcome.silence === 'closed' || outcome.silence === 'reset')) {
    x.observe('the server closed the connection after the negative answer', 'R12');
    return;
  }
  if (outcome.kind === 'answer' && outcome.status === '-ERR' && name === 'CAPA' && (await endsInStep(x))) {
    x.evidence(`the session was in step: ${name} was answered ${describe(outcome)}, and QUIT as it should be`);
    return;
  }
  if (outcome.kind === 'none' || !fits(outcome)) {
    throw breach(`the session is out of step: ${name} was answered ${describe(outcome)}`, {
      expected: `the answer to ${name}`,
      actual: describe(outcome),
      at: x.position(outcome),
    });
  }
  if (name === 'QUIT') await expectEnd(x);
  else if (last?.kind === 'answer' && fits(last)) await expectNothingTwice(x);
  x.evidence(`the session was in step: ${name} was answered ${describe(outcome)}`, x.position(outcome));
}

/** Whether QUIT is answered, and nothing comes behind its answer. */
async function endsInStep({ session, target }: Examination): Promise<boolean> {
  const outcome = await session.command(command('QUIT'));
  if (outcome.kind === 'none' || outcome.status !== '+OK') return false;
  const end = await session.connection.readEnd(Deadline.after(target.timeoutMs));
  return end === 'closed' || end === 'reset';
}

/**
 * The answer to the sentinel was its own, and not the one before it once more. In TRANSACTION NOOP tells, whose answer is
 * no drop listing; before, QUIT, behind whose one line the connection ends.
 */
async function expectNothingTwice(x: Examination): Promise<void> {
  if (x.session.state === 'AUTHORIZATION') {
    answered(x, await x.session.command(command('QUIT')));
    return await expectEnd(x);
  }
  const answer = answered(x, await x.session.command(command('NOOP')));
  if (!isDropListing(answer)) return;
  throw breach(`the session is out of step: NOOP was answered ${describe(answer)}`, {
    expected: 'the answer to NOOP',
    actual: describe(answer),
    at: x.position(answer),
  });
}

/**
 * As {@link expectInStep} after an accepted USER, behind which only PASS and QUIT may follow (RFC 1939 section 7): QUIT
 * is answered, and the connection ends.
 */
export async function expectInStepAfterUser(x: Examination): Promise<void> {
  const last = x.outcomes.at(-1);
  if (last?.kind === 'answer' && last.status === '-ERR') return await expectInStep(x);
  x.commands = [command('QUIT')];
  x.outcomes = [await x.session.command(command('QUIT'))];
  expectAnswer(x, 'positive');
  await expectEnd(x);
}

function sentinel(x: Examination): [string, (answer: Answer) => boolean] {
  if (x.session.state === 'TRANSACTION') return ['STAT', isDropListing];
  if (x.authorizationList !== undefined)
    return ['CAPA', (answer) => capabilityList(answer) !== undefined && looksLikeList(answer)];
  return ['QUIT', (answer) => answer.status === '+OK'];
}

/** An answer to STAT and nothing else. */
function isDropListing(answer: Answer): boolean {
  return answer.status === '+OK' && parseDropListing(textOctets(answer)) !== undefined;
}

/** A list none of whose lines is a status line: those would be the answers to other commands. */
function looksLikeList(answer: Answer): boolean {
  return linesOf(answer).every((line) => !/^(\+OK|-ERR)\b/.test(line));
}

/** The server ends the connection, and sends nothing before it does. */
export async function expectEnd(x: Examination): Promise<void> {
  const { connection } = x.session;
  const end = await connection.readEnd(Deadline.after(x.target.timeoutMs));
  if (end === 'data' || end === 'timeout') {
    throw breach(end === 'data' ? 'octets came behind the last answer' : 'the connection was not closed', {
      expected: 'the end of the connection and nothing before it',
      at: { connection: connection.number, from: 'S', offset: connection.offset },
    });
  }
  // Every answer has come; how TCP ends then is the business of the server's system, which resets where input is unread.
  if (end === 'reset') x.observe('the server ended the connection with a reset');
  x.evidence('the server closed the connection behind its last answer');
}

function naming(outcome: Outcome): string {
  return outcome.command === '' ? 'the connection' : outcome.command;
}
