/** From the connection to the login: the greeting, the capability list, TLS, UTF-8 mode. */

import type { Answer } from '../answer.ts';
import { latin1 } from '../../protocol/octets.ts';
import { contentOf } from '../answer.ts';
import { GivesUp, NO_TLS, NOT_UNDERSTOOD } from './exit-status.ts';
import type { Moment, NoTls } from './manner.ts';
import { NewConnection } from './new-connection.ts';
import type { Visit } from './visit.ts';

/**
 * Goes as far as the login.
 * @throws {GivesUp} where the server can't be talked to, or not with the TLS that was asked for
 * @throws {NewConnection} where the manner tries again on another connection
 */
export async function approach(visit: Visit): Promise<void> {
  const { task, manner, knowledge } = visit;
  if (task.tls === 'implicit') await withTls(visit);
  await beGreeted(visit);
  await askCapa(visit, 'greeting');
  if (task.tls === 'stls') await stls(visit);
  if (!manner.sendsUtf8(knowledge)) return;
  const { status } = await visit.command('UTF8');
  if (status !== '+OK') visit.complain('UTF8 was refused: messages that are not ASCII may not come');
}

async function beGreeted(visit: Visit): Promise<void> {
  const answer = await visit.ask('greeting', Buffer.alloc(0));
  const greeting = visit.manner.greeting(answer.first);
  if (greeting === undefined) throw new GivesUp(NOT_UNDERSTOOD, `this is no greeting: ${visit.said(answer)}`);
  visit.knowledge.greeting = greeting.text;
  visit.knowledge.timestamp = greeting.timestamp;
}

/** Asks for the capability list where the manner does so. What is known stays known where there is none. */
export async function askCapa(visit: Visit, moment: Moment): Promise<void> {
  const { manner, knowledge } = visit;
  if (!manner.asksCapa(moment, knowledge)) return;
  const answer = await visit.command('CAPA');
  const list = capabilitiesIn(answer, visit);
  if (list !== undefined) knowledge.capabilities = list;
  else if (moment !== 'login' && manner.afterNoCapa(knowledge) === 'new connection') {
    throw new NewConnection(new GivesUp(NOT_UNDERSTOOD, `CAPA was refused: ${visit.said(answer)}`));
  }
}

function capabilitiesIn(answer: Answer, { manner, knowledge }: Visit): Visit['knowledge']['capabilities'] {
  // RFC 2449 section 5: -ERR where CAPA is not implemented; the client then has to probe, as before.
  if (answer.lines === undefined) return undefined;
  return answer.lines.flatMap((line) => manner.capability(latin1(contentOf(line)), knowledge) ?? []);
}

/** RFC 2595 section 4. */
async function stls(visit: Visit): Promise<void> {
  const { manner, knowledge } = visit;
  if (!manner.sendsStls(knowledge)) return withoutTls(visit, 'not announced');
  const answer = await visit.command('STLS');
  if (answer.status !== '+OK') return withoutTls(visit, 'refused', visit.said(answer));
  await withTls(visit);
  knowledge.capabilities = manner.keepsAcrossTls(knowledge.capabilities, knowledge);
  await askCapa(visit, 'TLS');
}

async function withTls(visit: Visit): Promise<void> {
  try {
    await visit.startTls();
  } catch (error) {
    // The connection is of no use any more.
    if (error instanceof GivesUp && visit.manner.goesOnInTheClear('no handshake', visit.knowledge)) {
      throw new NewConnection(error, 'none');
    }
    throw error;
  }
}

const WITHOUT: Readonly<Record<NoTls, string>> = {
  'not announced': 'the server does not announce STLS',
  refused: 'the server refuses STLS',
  'no handshake': 'there was no TLS handshake',
};

/** RFC 2595 section 2.5: the result is checked, and nothing secret goes out where it is not the one that was wanted. */
function withoutTls({ manner, knowledge }: Visit, why: NoTls, said?: string): void {
  if (manner.goesOnInTheClear(why, knowledge)) return;
  throw new GivesUp(NO_TLS, `told to use TLS, but ${WITHOUT[why]}${said === undefined ? '' : `: ${said}`}`, true);
}
