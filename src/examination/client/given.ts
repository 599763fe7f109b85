/** What a scenario about a client supposes: of the client, and of the server that it meets. */

import type { TlsMode } from '../../target/client.ts';
import { isMechanism } from '../../protocol/sasl.ts';
import { HOLDS_ALL } from '../../target/holding.ts';
import { inconclusive, notApplicable } from '../stop.ts';
import type { ClientExamination } from './client-examination.ts';

/** The server does something otherwise, in all launches that follow. */
export function answerOtherwise(c: ClientExamination, script: string): void {
  c.choices.scripts = [...c.choices.scripts, script];
}

/** Every answer is held back until the client has demonstrably had the chance to send more. */
export function holdAnswers(c: ClientExamination): void {
  c.choices.holds = HOLDS_ALL;
}

/** The answer to the first retrieval is held back so: the client may send all that it would send without an answer. */
export function holdFirstRetrieval(c: ClientExamination): void {
  c.choices.holds = (exchange) =>
    (exchange?.keyword === 'RETR' || exchange?.keyword === 'TOP') && exchange.occurrence === 1;
}

/** The requirement is about capability lists: a client that never asks for one can't break it. */
export function needCapa(c: ClientExamination): void {
  const { capa } = c.survey.fetched.deeds;
  if (!capa.before && !capa.after) throw notApplicable('the client never sends CAPA');
}

/** The requirement is about clients that pipeline (RFC 2449 section 6.6). */
export function needPipelining(c: ClientExamination): void {
  if (c.survey.fetched.deeds.pipelines) return;
  const words = 'the client waits for each answer, although PIPELINING is announced';
  throw c.target.pipelines === true ? inconclusive(`${words}; it was said to pipeline`) : notApplicable(words);
}

/** The client is told to use TLS, in that way. */
export function tellToUseTls(c: ClientExamination, mode: TlsMode): void {
  const { launcher, tls } = c.target;
  if (tls !== mode && !launcher.modes.includes(mode)) {
    const option = mode === 'none' ? 'without --tls' : `with --tls ${mode}`;
    throw notApplicable(`the client is not told to use TLS in this way; that is another run, ${option}`);
  }
  c.choices.tls = mode;
}

/** The client is told to use TLS, in whichever way it is launched for; STLS where it can be told either. */
export function tellToUseAnyTls(c: ClientExamination): void {
  tellToUseTls(c, c.target.tls === 'implicit' ? 'implicit' : 'stls');
}

/** The client may not want STLS before it goes on: it is told to use no TLS, or TLS from the first octet as it is launched for. */
export function tellNotToUseStls(c: ClientExamination): void {
  tellToUseTls(c, c.target.tls === 'implicit' ? 'implicit' : 'none');
}

/** What the client did with its mail can be seen. */
export function needStored(c: ClientExamination): void {
  if (!c.survey.stores)
    throw inconclusive('nothing of the mail can be seen in the client’s directory or in what it prints');
}

/** The client asks for messages, not only for what there is. */
export function needRetrieval(c: ClientExamination): void {
  if (c.survey.fetched.deeds.retrieved.size === 0) throw notApplicable('the client retrieves no message');
}

/** The client sends that command in the maildrop, when it meets a plain correct server. */
export function needCommand(c: ClientExamination, keyword: string): void {
  if (!c.survey.fetched.deeds.accepted.has(keyword)) throw notApplicable(`the client does not send ${keyword}`);
}

/** The client is told a name of so many octets, and the server knows it. */
export function tellLongName(c: ClientExamination, octets: number): void {
  c.choices.account = { ...c.choices.account, user: ofLength('name-', octets) };
}

/** The client is told this password, and the server knows it. */
export function tellPassword(c: ClientExamination, password: string): void {
  c.choices.account = { ...c.choices.account, password };
}

/** The client is told a password of so many octets. */
export function tellLongPassword(c: ClientExamination, octets: number): void {
  tellPassword(c, ofLength('secret-', octets));
}

function ofLength(text: string, octets: number): string {
  return text.repeat(Math.ceil(octets / text.length)).slice(0, octets);
}

/** The client logs in by one of the mechanisms of SASL where it has the choice. */
export function needLoginBySasl(c: ClientExamination): void {
  const { logins } = c.survey.fetched.deeds;
  if (!logins.some(isMechanism)) throw notApplicable(`the client logs in by ${logins.join(' and ')} and not by SASL`);
}
