/** Verbs on the authorization identity of PLAIN (RFC 4616 section 2): who acts as whom. */

import { describe, linesOf } from '../client/answer.ts';
import { plainSecret } from '../client/login.ts';
import { command } from '../client/session.ts';
import { ownerOf } from '../judge/whose.ts';
import { octetsOf } from '../protocol/octets.ts';
import type { Account } from '../target/target.ts';
import { enter, openIn, secondAccount, waitForLogin } from './access.ts';
import { UNKNOWN_USER, type Examination } from './examination.ts';
import { answered } from './expect.ts';
import { AUTH_PLAIN } from './sasl.ts';
import { breach, inconclusive } from './stop.ts';
import { sendOctets } from './talk.ts';

/** As whom the main account can ask to act. */
export const ROLES = ['itself', 'the second account', 'nobody'] as const;

export type Role = (typeof ROLES)[number];

const roles = new WeakMap<Examination, Role>();

function nameOf(x: Examination, role: Role): string {
  if (role === 'itself') return x.account.user;
  return role === 'nobody' ? UNKNOWN_USER : secondAccount(x).user;
}

/** Logs in by PLAIN with the main account's own name and password, and an authorization identity. */
export async function logInAs(x: Examination, role: Role): Promise<void> {
  roles.set(x, role);
  await waitForLogin(x, x.account);
  const secret = plainSecret({ ...x.account, authzid: nameOf(x, role) });
  x.secrets.push(secret.octets);
  await sendOctets(x, [octetsOf(AUTH_PLAIN), secret]);
}

/**
 * The login was refused, or it did not open the main account's maildrop: what was asked for is another's. That one is
 * only right where the site permits it, which we can't know: advice.
 */
export async function expectNotOwnMaildrop(x: Examination): Promise<void> {
  const answer = answered(x, x.outcome);
  const role = roles.get(x) ?? 'nobody';
  const at = x.position(answer);
  const asked = `${x.account.user} as ${nameOf(x, role)}`;
  if (answer.status === '-ERR') {
    x.evidence(`the login of ${asked} was refused: ${describe(answer)}`, at);
    return;
  }
  if (answer.status !== '+OK') {
    throw breach(`the login of ${asked} was answered ${describe(answer)}`, {
      expected: 'a positive or negative answer',
      at,
    });
  }
  const seen = await listing(x);
  await x.session.leave();
  const own = await listingOf(x, x.account);
  const other = role === 'the second account' ? await listingOf(x, secondAccount(x)) : undefined;
  const details = { expected: `a refusal, or the maildrop of ${nameOf(x, role)}`, actual: describe(answer), at };
  switch (ownerOf(seen, own, other)) {
    case 'own':
      throw breach(
        `the login of ${asked} opened the maildrop of ${x.account.user}: what was asked for was ignored`,
        details,
      );
    case 'other':
      x.advise(
        `the login of ${asked} opened the maildrop of ${nameOf(x, role)}: right only where the site permits it`,
        details,
      );
      return;
    case 'either':
    case 'neither':
      throw inconclusive(`the login of ${asked} succeeded, and what it listed does not tell whose maildrop it opened`);
  }
}

async function listingOf(x: Examination, account: Account): Promise<readonly string[]> {
  await openIn(x, 'AUTHORIZATION');
  await enter(x, account);
  const lines = await listing(x);
  await x.session.leave();
  return lines;
}

/** What tells one maildrop from another: its unique-ids where there are any, else its sizes. */
async function listing(x: Examination): Promise<readonly string[]> {
  const outcome = await x.session.command(command(x.run.maildrop.works.UIDL === true ? 'UIDL' : 'LIST'));
  if (outcome.kind === 'answer' && outcome.status === '+OK') return linesOf(outcome);
  throw inconclusive(`the maildrop could not be listed: ${describe(outcome)}`);
}
