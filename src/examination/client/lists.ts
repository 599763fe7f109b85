/** Capability lists: what of them a client makes use of, and the commands that a scenario is about. */

import { breach, notApplicable } from '../stop.ts';
import type { ClientExamination } from './client-examination.ts';
import type { ClientRun } from './client-run.ts';
import { lastSent } from './expect-fetch.ts';
import { lastingDifference } from './pairs.ts';

/** Mechanisms that can bring an integrity layer (RFC 4422 section 3.7). */
const BRING_A_LAYER: ReadonlySet<string> = new Set(['DIGEST-MD5', 'GSSAPI', 'GS2-KRB5', 'KERBEROS_V4', 'NTLM', 'SRP']);

/** A list that says nothing: the first line has to be followed by something, since not every client reads an empty one. */
const NOTHING_KNOWN = 'no each body line\nbefore dot line: X-NOTHING';

/** Of each run, whether what is shown in one list and not in another is used, by the scripts of the servers. */
const found = new WeakMap<ClientRun, Map<string, Promise<boolean>>>();

/**
 * The client does otherwise where a tag is not announced, though the server knows the command all the same. Of one that
 * does not, nothing can be seen of how it reads the tag.
 */
export async function needTagUsed(c: ClientExamination, tag: string): Promise<void> {
  const without = `C: CAPA\nno body line like "${tag} ..."`;
  // STLS is not announced to a client that is not told to use it, unless to see what that makes of it.
  const isKept = tag !== 'STLS' || c.choices.tls === 'stls';
  const shown = isKept ? [] : [`${without}\nbefore dot line: ${tag}`];
  if (!(await isUsed(c, shown, [without])))
    throw notApplicable(`the client does the same whether ${tag} is announced or not`);
}

/** The client does otherwise where the list says nothing that it could know. @param when which lists; all where undefined */
export async function needListUsed(c: ClientExamination, when?: 'after login'): Promise<void> {
  const lists = when === undefined ? 'C: CAPA' : `C: CAPA\nwhen ${when}`;
  if (await isUsed(c, [], [`${lists}\n${NOTHING_KNOWN}`])) return;
  const which = when === undefined ? 'the capability list' : `the capability list ${when}`;
  throw notApplicable(`the client does the same whatever ${which} says`);
}

/**
 * Whether the client lastingly does otherwise, sooner or later included, against two servers that only differ in these
 * scripts, and otherwise do what the scenario says so far.
 */
async function isUsed(c: ClientExamination, shown: readonly string[], hidden: readonly string[]): Promise<boolean> {
  const { tls, scripts } = c.choices;
  const known = found.get(c.run) ?? new Map<string, Promise<boolean>>();
  found.set(c.run, known);
  const key = JSON.stringify([tls, scripts, shown, hidden]);
  const answer = known.get(key) ?? differsLastingly(c, [...shown, ...scripts], [...hidden, ...scripts]);
  known.set(key, answer);
  try {
    return await answer;
  } catch (error) {
    // What kept one scenario from an answer need not keep the next from it.
    known.delete(key);
    throw error;
  }
}

async function differsLastingly(
  c: ClientExamination,
  shown: readonly string[],
  hidden: readonly string[],
): Promise<boolean> {
  const first = { name: 'the list as it is', scripts: shown, ...(await c.launch(shown)) };
  const second = { name: 'a list without it', scripts: hidden, ...(await c.launch(hidden)) };
  return (await lastingDifference(c, first, second, { pace: true })) !== undefined;
}

/** It asks again once it has logged in: what is announced only there, it may know. */
export function needCapaAfterLogin(c: ClientExamination): void {
  if (!c.survey.fetched.deeds.capa.after) throw notApplicable('the client does not send CAPA after login');
}

/**
 * The login has brought a layer that protects what follows (RFC 2449 section 5). Of the mechanisms that the fake server
 * speaks none does, so a client that knows another has no occasion to show what it does then.
 */
export function needIntegrityLayer(c: ClientExamination): void {
  const { logins } = c.last.deeds;
  const layered = logins.find((way) => BRING_A_LAYER.has(way));
  if (layered === undefined) {
    const words =
      logins.length === 0 ? 'the client has not logged in' : `the client has logged in by ${logins.join(' and ')}`;
    throw notApplicable(`${words}, which brings no integrity layer; no mechanism that brings one is offered here`);
  }
}

/** CAPA follows the login. */
export function expectListAfterLogin(c: ClientExamination): void {
  if (!c.last.deeds.capa.after) {
    throw breach('the client did not send CAPA after the login', {
      expected: 'CAPA behind the login',
      actual: 'none',
      at: lastSent(c.last),
    });
  }
  c.evidence('the client sent CAPA after the login', lastSent(c.last));
}

/** The client has sent that command in the last launch: the answer to it is what the scenario is about. */
export function needSent(c: ClientExamination, keyword: string): void {
  const sent = c.last.conversations.flatMap(({ exchanges }) => exchanges.map((exchange) => exchange.keyword));
  if (!sent.includes(keyword)) throw notApplicable(`the client did not send ${keyword}`);
}

/** It logs in without SASL where it has to: without a capability list it is to do so (RFC 5034 section 3). */
export async function needLoginWithoutSasl(c: ClientExamination): Promise<void> {
  const { deeds } = await c.launch(['engine: without SASL']);
  if (deeds.logins.length === 0)
    throw notApplicable('the client logs in by SASL only, and may give up where none is announced');
}

/** It can log in where the greeting has no timestamp. */
export function needLoginWithoutTimestamp(c: ClientExamination): void {
  if (c.survey.fetched.deeds.logins.includes('APOP'))
    throw notApplicable('the client logs in by APOP, and a greeting without a timestamp leaves it none');
}
