/** When a client logged in, read from a transcript. Pure. */

import type { WireEntry } from '../wire/transcript.ts';
import type { Conversation, Exchange } from './conversation.ts';

/** A login that was accepted, and the attempt that came next. */
export interface LoginInterval {
  /** From the +OK to the next authentication command, in milliseconds. */
  readonly ms: number;
  /** Where that command begins in what the client sent. */
  readonly at: { readonly connection: number; readonly offset: number };
}

/** RFC 2449 section 6.5: it is these that are accepted, or not, once the delay is over. */
const AUTHENTICATES: ReadonlySet<string> = new Set(['PASS', 'APOP', 'AUTH']);

/** The time from each accepted login to the authentication command that comes next, on whatever connection. */
export function loginIntervals(conversations: readonly Conversation[], entries: readonly WireEntry[]): LoginInterval[] {
  const logins = conversations
    .flatMap(({ connection, exchanges }) =>
      attempts(exchanges).map((exchange) => ({
        connection,
        offset: exchange.command.offset,
        began: timeOf(entries, connection, 'C', exchange.command.offset),
        accepted:
          exchange.status === '+OK' && exchange.answer !== undefined
            ? timeOf(entries, connection, 'S', exchange.answer.offset)
            : undefined,
      })),
    )
    .toSorted((a, b) => a.began - b.began);
  let last: number | undefined;
  return logins.flatMap(({ connection, offset, began, accepted }) => {
    const interval = last === undefined ? [] : [{ ms: began - last, at: { connection, offset } }];
    last = accepted ?? last;
    return interval;
  });
}

/** The attempts to log in on a connection. What comes behind one that was accepted is no login, whatever it is. */
function attempts(exchanges: readonly Exchange[]): Exchange[] {
  const all = exchanges.filter(isLogin);
  const accepted = all.findIndex(({ status }) => status === '+OK');
  return accepted === -1 ? all : all.slice(0, accepted + 1);
}

function isLogin({ keyword, parameters }: Exchange): boolean {
  return AUTHENTICATES.has(keyword) && parameters !== '';
}

/** When an octet went over the wire, in milliseconds. */
function timeOf(entries: readonly WireEntry[], connection: number, from: 'C' | 'S', offset: number): number {
  let seen = 0;
  for (const entry of entries) {
    if (entry.connection !== connection || entry.from !== from || entry.event !== 'data') continue;
    seen += entry.octets.length;
    if (seen > offset) return entry.t;
  }
  throw new Error('there is no such octet in the transcript');
}
