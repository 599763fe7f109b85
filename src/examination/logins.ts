/** Verbs that judge the outcome of a login that may rightly fail. */

import { codeOf, describe, textOf, type Answer } from '../client/answer.ts';
import { command } from '../client/session.ts';
import { openIn } from './access.ts';
import type { Examination } from './examination.ts';
import { answered } from './expect.ts';
import { breach, inconclusive } from './stop.ts';

/**
 * A login with right credentials while another session holds the maildrop: it succeeds where the server needs no lock,
 * or it is refused, and then the cause is the lock (RFC 2449 section 8.1.2, RFC 1939 section 4).
 */
export function expectLoginOrLock(x: Examination): void {
  const answer = statusAnswer(x);
  const at = x.position(answer);
  if (answer.status === '+OK') {
    x.evidence(`the login succeeded while another session was in TRANSACTION: ${describe(answer)}`, at);
    return;
  }
  const [code] = codeOf(answer);
  // The credentials were right, so a code that blames them is wrong; any other, or none, is the server's choice.
  if (code === 'AUTH') {
    throw breach(`right credentials were refused with a code that blames them: ${describe(answer)}`, {
      expected: 'IN-USE or no code that blames the credentials',
      actual: describe(answer),
      at,
    });
  }
  if (code === undefined) x.observe(`the login was refused without a response code: ${describe(answer)}`);
  x.evidence(`the login was refused while another session was in TRANSACTION: ${describe(answer)}`, at);
}

/**
 * USER and PASS are supported: the login succeeds, or is refused otherwise than a command that does not exist
 * (RFC 2449 section 6.2: "they may not be available to all users").
 */
export async function expectLoginOrKnownRefusal(x: Examination): Promise<void> {
  const answer = statusAnswer(x);
  const at = x.position(answer);
  if (answer.status === '+OK') {
    x.evidence(`the login by USER and PASS succeeded: ${describe(answer)}`, at);
    return;
  }
  await openIn(x, 'AUTHORIZATION');
  const unknown = await x.session.command(command('XUSR pop3spec'));
  const alike = unknown.kind === 'answer' && generalized(textOf(unknown)) === generalized(textOf(answer));
  const mute = textOf(answer) === '' || unknown.kind === 'none';
  if (mute || (alike && !UNKNOWN_COMMAND.test(textOf(answer)))) {
    throw inconclusive(`the login was refused, and no text tells why: ${describe(answer)}`);
  }
  if (alike) {
    throw breach(`the login was refused as an unknown command is: ${describe(answer)}`, {
      expected: 'USER and PASS to be supported where USER is announced',
      actual: describe(answer),
      at,
    });
  }
  x.evidence(`the login was refused, and not as an unknown command is: ${describe(answer)}`, at);
}

/** The answer to the login, whichever status it has. @throws {Stop} a breach where it has none */
function statusAnswer(x: Examination): Answer {
  const answer = answered(x, x.outcome);
  if (answer.status === '+OK' || answer.status === '-ERR') return answer;
  throw breach(`the login was answered ${describe(answer)}`, {
    expected: 'a positive or negative answer',
    actual: describe(answer),
    at: x.position(answer),
  });
}

/** What servers say to a command that they do not know; one text for every failure is another thing. */
const UNKNOWN_COMMAND =
  /unknown|unrecogni[sz]ed|unsupported|not (implemented|supported)|(invalid|bad|illegal|no such) command|syntax/i;

/** A text without what merely repeats the command. */
function generalized(text: string): string {
  return text.replace(/\b(XUSR|USER|PASS)\b/gi, 'COMMAND').toLowerCase();
}
