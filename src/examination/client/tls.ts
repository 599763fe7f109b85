/** A client that is told to use TLS: what a scenario arranges, and what it expects (RFC 2595). */

import { credentialsIn } from '../../judge/credentials.ts';
import type { Soundness } from '../../server/certificates.ts';
import { breach, inconclusive, notApplicable } from '../stop.ts';
import type { ClientExamination, Launch } from './client-examination.ts';
import { labelOf, lastSent } from './expect-fetch.ts';
import { changeServer } from './logins.ts';
import { expectNoDifference, lastingDifference, PLAIN, wordsOf } from './pairs.ts';

/** What of two launches is compared where only what was sent under TLS counts: how they ended may hang on the rest. */
const UNDER_TLS = { underTls: true, pace: true, status: false } as const;

// What is arranged

/** The server shows another certificate, in one launch that is called so. */
export async function fetchWithCertificate(c: ClientExamination, soundness: Soundness): Promise<void> {
  const { changes } = c.choices;
  const identity = c.run.certificates.identities[soundness];
  changeServer(c, (config) => (config.tls === undefined ? config : { ...config, tls: { ...config.tls, ...identity } }));
  try {
    await c.fetch(`a certificate that is: ${soundness}`);
  } finally {
    c.choices.changes = changes;
  }
}

/** The server speaks no TLS, though the client is told to begin with it. */
export function speakNoTls(c: ClientExamination): void {
  changeServer(c, ({ tls: _none, ...config }) => config);
}

// What is supposed of the last launch

/** The client has asked for a capability list before TLS: it has something to forget. */
export function needClearList(c: ClientExamination): void {
  const exchanges = c.last.conversations.flatMap((conversation) => conversation.exchanges);
  if (!exchanges.some(({ keyword, tls }) => keyword === 'CAPA' && !tls))
    throw notApplicable('the client asks for no capability list in the clear');
}

/** With a server that is as it should be the client logs in under TLS. */
export function needLoginUnderTls(c: ClientExamination): void {
  const { conversations, deeds } = c.last;
  if (deeds.logins.length === 0 || !conversations.some(isSecured))
    throw inconclusive('the client does not log in under TLS where all is in order');
}

// What is expected

/** Where credentials may not be sent. What is told of one says nothing of the other. */
export type Ground = 'in the clear' | 'under TLS';

/** No password was handed over there, nor what is made of one. */
export function expectNoCredentials(c: ClientExamination, where: Ground): void {
  const launch = c.last;
  const { conversations, failedHandshakes } = launch;
  if (conversations.length === 0) throw inconclusive('the client did not connect');
  const [first] = credentialsIn(conversations).filter(({ tls }) => tls === (where === 'under TLS'));
  if (first !== undefined) {
    throw breach(`${labelOf(launch)}the client sent credentials ${where}: ${first.keyword}`, {
      expected: `no credentials ${where}`,
      actual: first.keyword,
      at: { connection: first.connection, from: 'C', offset: first.offset },
    });
  }
  const [failure] = failedHandshakes;
  const end = failure === undefined ? '' : `; the handshake ended (${c.hide(failure)})`;
  const times = conversations.length === 1 ? 'the connection' : `any of ${conversations.length} connections`;
  c.evidence(`${labelOf(launch)}the client sent no credentials ${where} on ${times}${end}`, lastSent(launch));
}

/** Behind STLS the capability list is asked for again (RFC 2595 section 4). */
export function expectListUnderTls(c: ClientExamination): void {
  needClearList(c);
  const secured = c.last.conversations.filter(
    ({ exchanges }) => isSecured({ exchanges }) && exchanges.some(({ keyword }) => keyword === 'STLS'),
  );
  const [first] = secured;
  if (first === undefined) throw notApplicable('the client sent nothing behind STLS');
  for (const { connection, exchanges } of secured) {
    const under = exchanges.filter(({ tls }) => tls);
    if (under.some(({ keyword }) => keyword === 'CAPA')) continue;
    throw breach('the client did not send CAPA again behind STLS', {
      expected: 'CAPA under TLS',
      actual: under.map(({ keyword }) => keyword).join(', '),
      at: { connection, from: 'C', offset: under[0]?.command.offset ?? 0 },
    });
  }
  c.evidence('the client sent CAPA again under TLS', lastSent(c.last));
}

/** What differs from the plain launch makes no difference to what the client does under TLS. */
export async function expectSameUnderTls(c: ClientExamination, name: string): Promise<void> {
  for (const launch of [c.named(PLAIN), c.named(name)]) {
    if (!launch.conversations.some(isSecured))
      throw inconclusive(`${labelOf(launch)}the client sent nothing under TLS`);
  }
  await expectNoDifference(c, name, PLAIN, UNDER_TLS);
}

/**
 * What came in the clear behind the +OK of STLS was not taken for an answer under TLS: the client does as without it, or
 * gives up. Where the first that it asks for is the capability list, a list is knowledge from before TLS, which it MUST
 * discard; of other answers no sentence speaks (reading R14).
 */
export async function expectNotTaken(c: ClientExamination, name: string, injected: 'list' | 'answer'): Promise<void> {
  const [plain, launch] = [c.named(PLAIN), c.named(name)];
  if (!plain.conversations.some(isSecured)) throw inconclusive('the client sent nothing under TLS');
  if (hasGivenUp(launch)) return c.evidence(`with ${name} the client gave up`, lastSent(launch));
  const difference = await lastingDifference(c, plain, launch, UNDER_TLS);
  if (difference === undefined)
    return c.evidence(`with ${name} the client did the same under TLS as without it`, lastSent(launch));
  const details = {
    expected: difference.first,
    actual: difference.second,
    at: difference.at === undefined ? undefined : ({ ...difference.at, from: 'C' } as const),
  };
  const words = `the client took what came in the clear for an answer under TLS: with ${name} ${wordsOf(difference, plain)}`;
  if (injected === 'list' && asksFirst(plain)) throw breach(words, details);
  c.advise(words, { ...details, reading: 'R14' });
}

/** Whether nothing was done under TLS, or nothing but asked what there is. */
function hasGivenUp({ conversations }: Launch): boolean {
  const under = conversations.flatMap(({ exchanges, unanswered }) => [
    ...exchanges.filter(({ tls }) => tls).map(({ keyword }) => keyword),
    ...unanswered.filter(({ tls }) => tls).map(({ command }) => command.content.toString('latin1').toUpperCase()),
  ]);
  return under.every((keyword) => keyword === 'CAPA' || keyword === 'QUIT');
}

/** Whether the first command under TLS is CAPA. */
function asksFirst({ conversations }: Launch): boolean {
  return conversations.flatMap(({ exchanges }) => exchanges).find(({ tls }) => tls)?.keyword === 'CAPA';
}

function isSecured({ exchanges }: Pick<Launch['conversations'][number], 'exchanges'>): boolean {
  return exchanges.some(({ tls }) => tls);
}
