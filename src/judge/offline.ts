/**
 * What a recording can show: whoever only listens sees the grammar, the order and what both states announce, and never what
 * a peer would have answered to something else. Pure.
 */

import { capabilityOf, type CapabilityList } from '../client/capabilities.ts';
import { latin1 } from '../protocol/octets.ts';
import { differingArguments, missingAfterLogin, type Disagreement } from './claims.ts';
import type { Conversation, Exchange, State } from './conversation.ts';
import { isCancelling } from './credentials.ts';

/**
 * Requirements that are judged by octets alone: where all of those in a recording are in order, it keeps them. Of all
 * others a recording may show a breach, and never a pass: they speak of what was not asked, or of secrets.
 */
export const SEEN_BY_LISTENING: ReadonlySet<string> = new Set(
  `
    2449-3-S1 2449-3-S2 2449-3-S3 2449-3-S5 2449-3-S6 2449-3-S7 2449-3-S8 2449-3-S9 2449-4-S3 2449-5-S3 2449-5-S4
    2449-5-S7 2449-8-S1 2449-8-S2 2449-8.1.1-S1 2449-9-S1 5034-3-S1 5034-4-S2 3206-4-S1 3206-6-S2 2449-3-C1 2449-4-C1
    2449-5-C6 2449-6.3-C1 2449-6.6-C1 2595-4-C1 5034-3-C1 5034-3-C2 5034-4-C5
  `
    .trim()
    .split(/\s+/),
);

/** Two lists of one connection that disagree, and the requirement that says that they must not (RFC 2449 section 5). */
export interface StateDisagreement extends Disagreement {
  readonly requirement: '2449-5-S3' | '2449-5-S4';
  /** Where the list after login begins, in what the server sent. */
  readonly offset: number;
}

/** What the capability lists before and after login say of each other; undefined where there are not both, TLS being alike. */
export function compareStates({ exchanges }: Conversation): readonly StateDisagreement[] | undefined {
  const after = exchanges.find((each) => isListIn(each, 'TRANSACTION'));
  const before = exchanges.findLast((each) => isListIn(each, 'AUTHORIZATION') && each.tls === after?.tls);
  if (before === undefined || after?.answer === undefined) return undefined;
  const { offset } = after.answer;
  const lists = [listOf(before), listOf(after)] as const;
  return [
    ...missingAfterLogin(...lists).map((each) => ({ ...each, requirement: '2449-5-S3' as const, offset })),
    ...differingArguments(...lists).map((each) => ({ ...each, requirement: '2449-5-S4' as const, offset })),
  ];
}

/** Whether the first list behind a successful AUTH has SASL. */
export interface SaslAfterAuth {
  readonly announced: boolean;
  /** The tags that are there. */
  readonly actual: string;
  /** Where the list begins, in what the server sent. */
  readonly offset: number;
}

/** RFC 5034 section 3: SASL stays announced after a successful AUTH. Undefined where there is no list behind one. */
export function saslAfterAuth({ exchanges }: Conversation): SaslAfterAuth | undefined {
  const login = exchanges.findIndex(isSuccessfulAuth);
  const list = login === -1 ? undefined : exchanges.slice(login + 1).find((each) => isListIn(each, 'TRANSACTION'));
  if (list?.answer === undefined) return undefined;
  const tags = listOf(list).map(({ tag }) => tag);
  return { announced: tags.includes('SASL'), actual: tags.join(', '), offset: list.answer.offset };
}

/** Who cancels is not logged in, whatever the answer (RFC 5034 section 4). */
function isSuccessfulAuth({ keyword, parameters, status, responses }: Exchange): boolean {
  return keyword === 'AUTH' && parameters !== '' && status === '+OK' && !responses.some(isCancelling);
}

/** What any list of some conversations announces; undefined where there is none. */
export function announcesAnywhere(conversations: readonly Conversation[], tag: string): boolean | undefined {
  const lists = conversations.flatMap(({ exchanges }) => exchanges.filter(isList).map(listOf));
  if (lists.length === 0) return undefined;
  return lists.some((list) => list.some((capability) => capability.tag === tag));
}

function isList({ keyword, status, dotLine }: Exchange): boolean {
  return keyword === 'CAPA' && status === '+OK' && dotLine !== undefined;
}

function isListIn(exchange: Exchange, state: State): boolean {
  return isList(exchange) && exchange.state === state;
}

function listOf({ lines }: Exchange): CapabilityList {
  return lines.flatMap(({ content }) => capabilityOf(latin1(content).replace(/\r+$/, '')) ?? []);
}
