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
  /** What differs: what was done, only how soon, or how the client ended. */
  readonly kind: 'steps' | 'pace' | 'status';
  readonly first: string;
  readonly second: string;
  /** Where it is in the second: the connection, and the offset of the command. */
  readonly at: { readonly connection: number; readonly offset: number } | undefined;
}

export interface ComparisonOptions {
  /**
   * Whether it also counts if commands came before the answers to those before them. How many did is an affair of the
   * moment, so it is only compared whether any did: before login, after it, and under TLS.
   */
  readonly pace?: boolean;
  /** Only what was sent under TLS counts. */
  readonly underTls?: boolean;
  /** Whether exit statuses count. */
  readonly status?: boolean;
}

const PHASES = ['before login', 'before login, under TLS', 'after login'] as const;

type Phase = (typeof PHASES)[number];

interface Step {
  readonly text: string;
  readonly connection: number;
  readonly offset: number;
  readonly phase: Phase;
  /** Whether it came before the answer to the one before. */
  readonly early: boolean;
}

/** Compares two launches. @returns undefined where the client did the same */
export function differenceBetween(
  first: Compared,
  second: Compared,
  { pace = false, status = true, underTls = false }: ComparisonOptions = {},
): Difference | undefined {
  const left = stepsOf(first.conversations, underTls);
  const right = stepsOf(second.conversations, underTls);
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [left[index], right[index]];
    if (one?.text === other?.text) continue;
    const [before, now] = [one?.text ?? 'nothing more', other?.text ?? 'nothing more'];
    return { kind: 'steps', first: before, second: now, at: other ?? right.at(-1) };
  }
  const unlike = pace ? PHASES.find((phase) => isHasty(left, phase) !== isHasty(right, phase)) : undefined;
  if (unlike !== undefined) {
    const hasty = `commands before the answers to others, ${unlike}`;
    const patient = `each command behind the answer to the one before, ${unlike}`;
    const isFirst = isHasty(left, unlike);
    return {
      kind: 'pace',
      first: isFirst ? hasty : patient,
      second: isFirst ? patient : hasty,
      at: right.find(({ phase, early }) => phase === unlike && early !== isFirst),
    };
  }
  if (!status || first.status === second.status) return undefined;
  return { kind: 'status', first: exitOf(first.status), second: exitOf(second.status), at: undefined };
}

function exitOf(status: number | undefined): string {
  return status === undefined ? 'no exit status' : `exit status ${status}`;
}

function isHasty(steps: readonly Step[], wanted: Phase): boolean {
  return steps.some(({ phase, early }) => early && phase === wanted);
}

function stepsOf(conversations: readonly Conversation[], underTls: boolean): Step[] {
  const parts = conversations.map((conversation) => (underTls ? partUnderTls(conversation) : conversation));
  const held = underTls ? parts.filter(({ exchanges, unanswered }) => exchanges.length + unanswered.length > 0) : parts;
  return held.flatMap(({ connection, exchanges, unanswered }, index) => {
    const opened = index === 0 ? 'a connection' : 'another connection';
    const answered = exchanges.map((exchange) => stepOf(exchange, connection));
    const phase = answered.at(-1)?.phase ?? 'before login';
    const others = unanswered.map(({ command, early }): Step => ({
      text: commandText(latin1(command.content)),
      connection,
      offset: command.offset,
      phase,
      early,
    }));
    const steps = [...answered, ...others].toSorted((a, b) => a.offset - b.offset);
    return [{ text: opened, connection, offset: 0, phase: 'before login', early: false }, ...steps];
  });
}

function partUnderTls(conversation: Conversation): Conversation {
  return {
    ...conversation,
    exchanges: conversation.exchanges.filter(({ tls }) => tls),
    unanswered: conversation.unanswered.filter(({ tls }) => tls),
  };
}

function stepOf({ command, early, responses, state, tls }: Exchange, connection: number): Step {
  const cancelled = responses.some(({ content }) => latin1(content) === '*');
  const more = responses.length === 0 ? '' : cancelled ? ', cancelled' : ', answered';
  const phase = state === 'TRANSACTION' ? 'after login' : tls ? 'before login, under TLS' : 'before login';
  return { text: commandText(latin1(command.content)) + more, connection, offset: command.offset, phase, early };
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
