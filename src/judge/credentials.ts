/** Where credentials, or what is made of them, are handed over in a conversation, and how SASL exchanges go. Pure. */

import type { Line } from '../protocol/line.ts';
import { latin1 } from '../protocol/octets.ts';
import { splitKeyword } from '../protocol/registry.ts';
import type { Conversation, Exchange } from './conversation.ts';

/** A command that hands over credentials. */
export interface HandedOver {
  readonly keyword: string;
  readonly tls: boolean;
  readonly connection: number;
  readonly offset: number;
}

/**
 * Whether a command hands over a password, or what is made of one: PASS, APOP, AUTH with an initial response or with a
 * response that does not cancel. A name alone is none.
 */
export function carriesCredentials({
  keyword,
  parameters,
  responses,
}: Pick<Exchange, 'keyword' | 'parameters' | 'responses'>): boolean {
  if (keyword === 'PASS' || keyword === 'APOP') return true;
  return keyword === 'AUTH' && (/ [^ =]/.test(parameters) || responses.some((line) => !isCancelling(line)));
}

/** Whether a line of a SASL exchange cancels it (RFC 5034 section 4). */
export function isCancelling({ content }: Line): boolean {
  return latin1(content) === '*';
}

/** All commands of a launch that hand over credentials, answered or not. */
export function credentialsIn(conversations: readonly Conversation[]): HandedOver[] {
  return conversations.flatMap(({ connection, exchanges, unanswered }) => {
    const others = unanswered.map(({ command, tls }) => {
      const { keyword, parameters } = splitKeyword(latin1(command.content));
      return { command, tls, keyword, parameters, responses: [] };
    });
    return [...exchanges, ...others]
      .filter(carriesCredentials)
      .map(({ keyword, tls, command }) => ({ keyword, tls, connection, offset: command.offset }));
  });
}

/** An AUTH with a mechanism, as it was attempted. */
export interface Attempt {
  /** In upper case. */
  readonly mechanism: string;
  readonly hasInitialResponse: boolean;
  /** undefined where nothing at all came for it. */
  readonly exchange: Exchange | undefined;
  readonly connection: number;
  readonly offset: number;
}

/** The attempts to log in by SASL. AUTH alone asks a server of before RFC 2449 for its mechanisms, and attempts nothing. */
export function attemptsIn(conversations: readonly Conversation[]): Attempt[] {
  return conversations.flatMap(({ connection, exchanges, unanswered }) => {
    const answered = exchanges.map((exchange) => ({ ...exchange, exchange }));
    const others = unanswered.map(({ command }) => ({
      command,
      ...splitKeyword(latin1(command.content)),
      exchange: undefined,
    }));
    return [...answered, ...others].flatMap(({ keyword, parameters, command, exchange }): Attempt[] => {
      const [mechanism = '', initial] = parameters.split(' ');
      if (keyword !== 'AUTH' || mechanism === '') return [];
      const hasInitialResponse = initial !== undefined;
      return [{ mechanism: mechanism.toUpperCase(), hasInitialResponse, exchange, connection, offset: command.offset }];
    });
  });
}
