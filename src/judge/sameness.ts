/**
 * Whether a client did the same against two servers (design, section 4: pair checks). What legitimately differs between two
 * launches is left out: time, digests, SASL responses, and what a connection is numbered. Pure.
 */

import { latin1, visible } from '../protocol/octets.ts';
import type { Conversation, Exchange } from './conversation.ts';

/** What is compared of one launch. */
export interface Compared {
  readonly conversations: readonly Conversation[];
  /** The exit status; undefined where there is none to compare. */
  readonly status: number | undefined;
}

/** The first thing in which two launches differ, for a reader. */
export interface Difference {
  readonly first: string;
  readonly second: string;
  /** Where it is in the second: the connection, and the offset of the command. */
  readonly at: { readonly connection: number; readonly offset: number } | undefined;
}

export interface ComparisonOptions {
  /** Whether commands must also come as soon: before the answer to the one before, or behind it. */
  readonly pace?: boolean;
  /** Whether exit statuses count. */
  readonly status?: boolean;
}

interface Step {
  readonly text: string;
  readonly connection: number;
  readonly offset: number;
}

/** Compares two launches. @returns undefined where the client did the same */
export function differenceBetween(
  first: Compared,
  second: Compared,
  { pace = false, status = true }: ComparisonOptions = {},
): Difference | undefined {
  const left = stepsOf(first.conversations, pace);
  const right = stepsOf(second.conversations, pace);
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [left[index], right[index]];
    if (one?.text === other?.text) continue;
    return { first: one?.text ?? 'nothing more', second: other?.text ?? 'nothing more', at: other ?? right.at(-1) };
  }
  if (!status || first.status === second.status) return undefined;
  return { first: exitOf(first.status), second: exitOf(second.status), at: undefined };
}

function exitOf(status: number | undefined): string {
  return status === undefined ? 'no exit status' : `exit status ${status}`;
}

function stepsOf(conversations: readonly Conversation[], pace: boolean): Step[] {
  return conversations.flatMap(({ connection, exchanges, unanswered }, index) => {
    const opened: Step = { text: index === 0 ? 'a connection' : 'another connection', connection, offset: 0 };
    const answered = exchanges.map((exchange) => stepOf(exchange, connection, pace));
    const others = unanswered.map(({ command, early }) => ({
      text: commandText(latin1(command.content)) + (pace && early ? ' before the answer to the one before' : ''),
      connection,
      offset: command.offset,
    }));
    return [opened, ...[...answered, ...others].toSorted((a, b) => a.offset - b.offset)];
  });
}

function stepOf({ command, early, responses }: Exchange, connection: number, pace: boolean): Step {
  const cancelled = responses.some(({ content }) => latin1(content) === '*');
  const more = responses.length === 0 ? '' : cancelled ? ', cancelled' : ', answered';
  const soon = pace && early ? ' before the answer to the one before' : '';
  return { text: commandText(latin1(command.content)) + more + soon, connection, offset: command.offset };
}

/** A command as it is compared and shown: what is secret in it, or differs each time, is left out. */
function commandText(content: string): string {
  const [, keyword = '', rest = ''] = /^(\S*) ?(.*)$/s.exec(content) ?? [];
  const name = keyword.toUpperCase();
  if (name === 'PASS') return 'PASS';
  if (name === 'APOP') return 'APOP';
  if (name === 'AUTH')
    return `AUTH ${rest.split(' ', 1)[0] ?? ''}${rest.includes(' ') ? ' with an initial response' : ''}`;
  if (!/^[A-Z0-9]{1,4}$/.test(name)) return 'a line that is no command';
  return visible(Buffer.from(rest === '' ? name : `${name} ${rest}`, 'latin1'), 120);
}
