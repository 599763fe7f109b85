/** Verbs on LANG (RFC 6856 section 3): the listing, the selection, and which language the answers are in. */

import { codeOf, describe, textOctets, textOf, type Answer, type Outcome } from '../client/answer.ts';
import { command } from '../client/session.ts';
import { judgeSelection, readListing } from '../judge/languages.ts';
import { visible } from '../protocol/octets.ts';
import { openIn } from './access.ts';
import type { Examination } from './examination.ts';
import { answered, expectAnswer } from './expect.ts';
import { breach, inconclusive, notApplicable } from './stop.ts';
import { send } from './talk.ts';

/** Enough to see how a server selects; some list many. */
const MOST_LANGUAGES = 10;

/** The names under which answers in the one language and the other are kept. */
const BEFORE = 'before LANG';
const AFTER = 'after LANG';

/**
 * The last answer, to LANG without an argument, is a listing with a line for each language, or -ERR: "A request for a
 * language listing might fail" (section 3.3).
 */
export function expectListingOrRefusal(x: Examination): void {
  const answer = answered(x, x.outcome);
  const at = x.position(answer);
  if (answer.status === '-ERR') {
    x.evidence(`the listing was refused, as it may be: ${describe(answer)}`, at);
    return;
  }
  expectAnswer(x, 'positive');
  const { tags, malformed } = readListing(answer.lines ?? []);
  const [line] = malformed;
  if (line !== undefined) {
    throw breach(`a line of the listing is no language listing: ${visible(line.octets, 80)}`, {
      expected: 'a language tag (RFC 5646), and perhaps one space and a description in UTF-8',
      actual: visible(line.octets, 120),
      at: { connection: answer.connection, from: 'S', offset: line.offset },
    });
  }
  if (tags.length === 0) {
    x.advise('the listing is empty', {
      expected: 'a line for each language that the server supports',
      actual: 'no line',
      at,
    });
    return;
  }
  x.evidence(`${tags.length} languages are listed: ${tags.slice(0, MOST_LANGUAGES).join(' ')}`, at);
}

/** The last answer, to `LANG *`, selects a language, or says that none is preferred. */
export function expectSelectionOrRefusal(x: Examination): void {
  const answer = answered(x, x.outcome);
  if (answer.status === '-ERR')
    x.evidence(`LANG * was refused, as any LANG may be: ${describe(answer)}`, x.position(answer));
  else expectSelection(x, answer, '*');
}

/**
 * Selects each language of the listing in turn, the first few of a long one. Where this state has no listing, as it may,
 * one language that the other state lists must do: LANG is valid in both.
 */
export async function selectEach(x: Examination): Promise<void> {
  const here = await listed(x);
  const refusal = x.outcome;
  const tags = here.length > 0 ? here : await listedInOtherState(x);
  if (tags.length === 0) throw inconclusive(`LANG lists no language to select: ${describe(refusal)}`);
  const commands = tags.map((tag) => command(`LANG ${tag}`));
  let outcomes: Outcome[] = [];
  for (const each of commands) {
    const outcome = await x.session.command(each);
    const isEnough = here.length === 0 && outcome.kind === 'answer' && outcome.status === '+OK';
    outcomes = isEnough ? [outcome] : [...outcomes, outcome];
    if (isEnough) break;
  }
  x.commands = commands;
  x.outcomes = outcomes;
}

/** The tags that LANG lists, the first few of many. */
async function listed(x: Examination): Promise<string[]> {
  await send(x, 'LANG');
  const { outcome } = x;
  return readListing(outcome.kind === 'answer' ? (outcome.lines ?? []) : []).tags.slice(0, MOST_LANGUAGES);
}

/** The tags that LANG lists in another session, before login where this one is logged in, or behind a login. */
async function listedInOtherState(x: Examination): Promise<string[]> {
  await openIn(x, x.session.state === 'TRANSACTION' ? 'AUTHORIZATION' : 'TRANSACTION');
  const tags = await listed(x);
  await x.session.leave();
  x.returnTo(x.sessions.length - 2);
  return tags;
}

/** The tags that LANG lists. @throws {Stop} inconclusive where it lists none */
async function listedTags(x: Examination): Promise<string[]> {
  const tags = await listed(x);
  if (tags.length === 0) throw inconclusive(`LANG lists no language to select: ${describe(x.outcome)}`);
  return tags;
}

/** Each language that was listed is selected. A server that is in trouble for a while says so with SYS/TEMP (RFC 3206). */
export function expectEachSelected(x: Examination): void {
  for (const outcome of x.outcomes) {
    const answer = answered(x, outcome);
    if (codeOf(answer)[0] === 'SYS')
      throw inconclusive(`${answer.command} was refused for another reason: ${describe(answer)}`);
    expectSelection(x, answer, answer.command.slice('LANG '.length));
  }
}

function expectSelection(x: Examination, answer: Answer, range: string): void {
  const at = x.position(answer);
  if (answer.status !== '+OK') {
    throw breach(`${answer.command} was answered ${describe(answer)}`, {
      expected: 'a language that is listed to be selected',
      actual: describe(answer),
      at,
    });
  }
  const fault = judgeSelection(textOctets(answer), range);
  if (fault === undefined) {
    x.evidence(`${answer.command} was answered ${describe(answer)}`, at);
    return;
  }
  const { kind, expected, actual } = fault;
  const message = `${answer.command} was answered ${describe(answer)}`;
  if (kind === 'fail') throw breach(message, { expected, actual, at });
  x.advise(message, { expected, actual, at });
}

/**
 * Commands whose answers have text and change nothing, in a state. What texts say is free, so only the same command's
 * text before and after can tell whether the language is another.
 */
function probes(x: Examination): readonly string[] {
  return x.session.state === 'TRANSACTION' ? ['CAPA', 'LANG', 'LIST 99999999'] : ['CAPA', 'LANG'];
}

/** Keeps the answers to the probes under a name. @throws {Stop} inconclusive where one does not come */
async function keepSample(x: Examination, name: string): Promise<void> {
  for (const probe of probes(x)) {
    const outcome = await x.session.command(command(probe));
    if (outcome.kind === 'none') throw inconclusive(`${probe} was not answered: ${describe(outcome)}`);
    x.kept.set(`${probe} ${name}`, outcome);
  }
}

/** The probes whose text differs between two samples. Where one was refused and the other not, that tells no language. */
function differing(x: Examination, one: string, other: string): string[] {
  return probes(x).filter((probe) => {
    const [first, second] = [x.keptAnswer(`${probe} ${one}`), x.keptAnswer(`${probe} ${other}`)];
    return first.status === second.status && textOf(first) !== textOf(second);
  });
}

/**
 * Selects a language in which the server's answers read otherwise than they did, as a Given.
 * @throws {Stop} not applicable where it has one language; inconclusive where no difference can be seen
 */
export async function selectTellingLanguage(x: Examination): Promise<void> {
  const tags = await listedTags(x);
  await keepSample(x, BEFORE);
  await keepSample(x, AFTER);
  if (differing(x, BEFORE, AFTER).length > 0)
    throw inconclusive('the text of answers changes from one to the next by itself');
  for (const tag of tags) {
    await send(x, `LANG ${tag}`);
    if (x.outcome.kind === 'none' || x.outcome.status !== '+OK') continue;
    await keepSample(x, AFTER);
    if (differing(x, BEFORE, AFTER).length > 0) return;
  }
  if (tags.length === 1) throw notApplicable(`the server has one language, ${tags[0] ?? ''}, and answers in it`);
  throw inconclusive('no answer reads otherwise in any language that is listed');
}

/** The answers read as they did before the last command: the language is kept. */
export async function expectLanguageKept(x: Examination): Promise<void> {
  const now = 'now';
  await keepSample(x, now);
  const [changed] = differing(x, AFTER, now);
  if (changed !== undefined) throw otherLanguage(x, changed, now);
  x.evidence(`${probes(x).join(', ')} were answered in the language that had been selected`);
}

/** After login the answers are still in the language that was selected before it, as far as their text can tell. */
export async function expectLanguageAfterLogin(x: Examination): Promise<void> {
  const telling = ['CAPA', 'LANG'].filter(
    (probe) => textOf(x.keptAnswer(`${probe} ${BEFORE}`)) !== textOf(x.keptAnswer(`${probe} ${AFTER}`)),
  );
  const now = 'now';
  await keepSample(x, now);
  const reads = (probe: string, name: string): boolean =>
    textOf(x.keptAnswer(`${probe} ${now}`)) === textOf(x.keptAnswer(`${probe} ${name}`));
  // A text that is neither may be one that only the TRANSACTION state has.
  const lost = telling.find((probe) => reads(probe, BEFORE));
  if (lost !== undefined) throw otherLanguage(x, lost, now);
  const same = telling.find((probe) => reads(probe, AFTER));
  if (same === undefined)
    throw inconclusive('the text of answers is another after login, so it does not tell the language');
  x.evidence(`${same} was answered after login in the language that had been selected before it`);
}

function otherLanguage(x: Examination, probe: string, now: string): Error {
  const [selected, answer] = [x.keptAnswer(`${probe} ${AFTER}`), x.keptAnswer(`${probe} ${now}`)];
  return breach(`the language is another: ${probe} was answered ${describe(answer)}`, {
    expected: `the language selected before, as in ${describe(selected)}`,
    actual: describe(answer),
    at: x.position(answer),
  });
}
