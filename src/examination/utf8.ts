/** Verbs on UTF8 (RFC 6856 section 2): the mode, what is sent without it, and names and passwords that are not UTF-8. */

import { codeOf, describe } from '../client/answer.ts';
import { announced } from '../client/capabilities.ts';
import { credentialOctets } from '../client/login.ts';
import { firstBeyondAscii } from '../judge/ascii.ts';
import { octetsOf, visible } from '../protocol/octets.ts';
import { Secret, type Outgoing } from '../wire/secret.ts';
import { openIn, waitForLogin } from './access.ts';
import type { Examination } from './examination.ts';
import { answered, expectAnswer } from './expect.ts';
import { spoil, type IllFormed } from './ill-formed.ts';
import { breach, inconclusive, notApplicable } from './stop.ts';
import { send, sendOctets } from './talk.ts';

/**
 * Chooses a message with octets outside ASCII: one that the survey saw as it is, or was refused with the code UTF8; else
 * the one delivered for this, though a surrogate of it came (RFC 6856 section 2.1).
 * @throws {Stop} inconclusive without any
 */
export function needNonAsciiMessage(x: Examination): void {
  const { messages } = x.survey;
  x.message = messages.find(({ fixture }) => fixture === 'utf8') ?? messages.find(({ eightBit }) => eightBit);
  if (x.message !== undefined) return;
  throw inconclusive(
    `there is no message that is known not to be ASCII in the maildrop of ${x.account.user}: --deliver puts one there`,
  );
}

/** UTF-8 mode, as a Given. @throws {Stop} not applicable where it is refused: the server MAY answer -ERR (section 2.1) */
export async function enterUtf8Mode(x: Examination): Promise<void> {
  await send(x, 'UTF8');
  const { outcome } = x;
  if (outcome.kind === 'none') throw inconclusive(`UTF8 was not answered: ${describe(outcome)}`);
  if (outcome.status !== '+OK') throw notApplicable(`the server refuses UTF-8 mode, as it may: ${describe(outcome)}`);
}

/**
 * Without UTF-8 mode nothing but ASCII comes, or -ERR. In the header of a message octets outside ASCII can only be text
 * that the server did not convert. A body in 8 bits is what 8BITMIME has always let through, and "MUST NOT be sent to the
 * client as is" does not say whether it ends that: advice.
 */
export function expectAsciiOrRefusal(x: Examination): void {
  const answer = answered(x, x.outcome);
  const at = x.position(answer);
  if (answer.status === '-ERR') {
    const code = codeOf(answer).join('/');
    if (code !== 'UTF8' && announced(x.transactionList, 'RESP-CODES') !== undefined) {
      x.observe(
        `${answer.command} was refused ${code === '' ? 'without a response code' : `with the code ${code}`}, not with UTF8`,
      );
    }
    x.evidence(`${answer.command} was refused without UTF-8 mode: ${describe(answer)}`, at);
    return;
  }
  expectAnswer(x, 'positive');
  const lines = answer.lines ?? [];
  const found = firstBeyondAscii(lines);
  if (found === undefined) {
    x.evidence(`${answer.command} brought ${lines.length} lines without UTF-8 mode, all in ASCII`, at);
    return;
  }
  const { part, line, offset } = found;
  const message = `${answer.command} brought octets outside ASCII in the ${part} without UTF-8 mode`;
  const details = {
    expected: 'ASCII only, or -ERR',
    actual: visible(line.octets, 120),
    at: { connection: answer.connection, from: 'S', offset: line.offset + offset },
  } as const;
  if (part === 'header') throw breach(message, details);
  x.advise(message, details);
}

/** In UTF-8 mode the message comes; at least it is not refused because UTF-8 mode is missing (section 5). */
export function expectMessageInUtf8Mode(x: Examination): void {
  const answer = answered(x, x.outcome);
  if (answer.status === '-ERR' && codeOf(answer)[0] === 'UTF8') {
    throw breach(`${answer.command} was refused in UTF-8 mode because it takes UTF-8 mode: ${describe(answer)}`, {
      expected: 'the message, or -ERR for another reason',
      actual: describe(answer),
      at: x.position(answer),
    });
  }
  if (answer.status === '-ERR') throw inconclusive(`${answer.command} was refused: ${describe(answer)}`);
  expectAnswer(x, 'positive');
}

/** `UTF8 USER` is announced, and USER and PASS are known to log the main account in. @throws {Stop} not applicable */
export function needUtf8Credentials(x: Examination): void {
  const utf8 = announced(x.authorizationList, 'UTF8');
  if (utf8 === undefined) throw notApplicable('UTF8 is not announced in the AUTHORIZATION state');
  if (!utf8.parameters.some((parameter) => parameter.toUpperCase() === 'USER'))
    throw notApplicable('UTF8 is announced without USER');
  if (x.survey.method !== 'USER')
    throw notApplicable(`the account logs in by ${x.survey.method}, not by USER and PASS`);
}

/** Logs in by USER and PASS with the main account's name or password made ill-formed in one place. */
export async function logInIllFormed(x: Examination, how: IllFormed, where: 'name' | 'password'): Promise<void> {
  const { user, password } = x.account;
  const spoiled = (text: string): Buffer => {
    const octets = spoil(credentialOctets(text), how);
    if (octets === undefined)
      throw inconclusive(`the ${where} does not begin with ASCII, so that ${how} can't be made of it`);
    return octets;
  };
  const name = where === 'name' ? spoiled(user) : credentialOctets(user);
  const secret: Outgoing =
    where === 'password'
      ? [new Secret(spoiled(password), 'ill-formed password')]
      : [new Secret(credentialOctets(password), 'password')];
  await waitForLogin(x, x.account);
  await sendOctets(x, [octetsOf('USER '), name]);
  if (x.outcome.kind === 'answer' && x.outcome.status === '+OK') await sendOctets(x, [octetsOf('PASS '), ...secret]);
  if (x.session.state === 'TRANSACTION') x.survey.logins.set(user, performance.now());
}

/**
 * The login was refused, at USER or at PASS, and not for a reason that lies outside the name and the password. An answer
 * that does not come is no acceptance; to end the connection instead is no way to refuse (RFC 1939 section 3), and advice.
 */
export function expectIllFormedRefused(x: Examination): void {
  const { outcome } = x;
  if (outcome.kind === 'none' && (outcome.silence === 'closed' || outcome.silence === 'reset')) {
    x.advise(`the login was neither refused nor accepted: ${describe(outcome)}`, {
      expected: '-ERR to USER or to PASS',
      actual: describe(outcome),
      at: x.position(outcome),
    });
    return;
  }
  if (outcome.kind === 'none') throw inconclusive(`the login was neither refused nor accepted: ${describe(outcome)}`);
  const answer = outcome;
  const code = codeOf(answer).join('/');
  if (/^(IN-USE|LOGIN-DELAY|SYS)/.test(code))
    throw inconclusive(`the login was refused for another reason: ${describe(answer)}`);
  if (answer.status === '+OK') {
    throw breach(`a login was accepted with octets that are not well-formed UTF-8: ${describe(answer)}`, {
      expected: '-ERR to USER or to PASS',
      actual: describe(answer),
      at: x.position(answer),
    });
  }
  expectAnswer(x, 'negative');
}

/** The same account logs in with what it was made of: so it was the octets that were refused. */
export async function expectWellFormedAccepted(x: Examination): Promise<void> {
  const refused = x.outcome;
  await openIn(x, 'TRANSACTION');
  x.evidence(
    `the login was refused (${describe(refused)}), and accepted with the right name and password (${describe(x.outcome)})`,
    x.position(refused),
  );
}
