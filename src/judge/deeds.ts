/** What a client did in one launch, told from its conversations alone. Pure. */

import { latin1 } from '../protocol/octets.ts';
import type { Conversation, Exchange } from './conversation.ts';

export interface Deeds {
  /** The logins that were accepted, in order: `USER`, `APOP`, or the name of a SASL mechanism. */
  readonly logins: readonly string[];
  /** The ways to log in that were tried, accepted or not. */
  readonly attempts: readonly string[];
  /** Whether CAPA was sent before login, after login, and under TLS. */
  readonly capa: { readonly before: boolean; readonly after: boolean; readonly underTls: boolean };
  /** The messages that came whole, by RETR or TOP. */
  readonly retrieved: ReadonlySet<number>;
  /** The keywords that were accepted behind a login, each once. */
  readonly accepted: ReadonlySet<string>;
  /** Whether a command came before the answer to the one before it. */
  readonly pipelines: boolean;
  readonly deletes: boolean;
  readonly starttls: boolean;
}

/** Ways to log in, and what is no command of the maildrop. */
const NO_MAIL: ReadonlySet<string> = new Set(['CAPA', 'QUIT', 'LANG', 'NOOP']);

/** RFC 1939 section 7. */
const OPTIONAL: ReadonlySet<string> = new Set(['TOP', 'UIDL']);

/** Reads what was done. @param conversations of one launch */
export function deedsOf(conversations: readonly Conversation[]): Deeds {
  const exchanges = conversations.flatMap((conversation) => conversation.exchanges);
  const attempts = exchanges.flatMap(attemptIn);
  const inMaildrop = exchanges.filter(({ state }) => state === 'TRANSACTION');
  const capa = exchanges.filter(({ keyword }) => keyword === 'CAPA');
  return {
    logins: attempts.filter(({ accepted }) => accepted).map(({ way }) => way),
    attempts: attempts.map(({ way }) => way),
    capa: {
      before: capa.some(({ state }) => state === 'AUTHORIZATION'),
      after: capa.some(({ state }) => state === 'TRANSACTION'),
      underTls: capa.some(({ tls }) => tls),
    },
    retrieved: new Set(inMaildrop.flatMap(retrievedIn)),
    accepted: new Set(
      inMaildrop
        .filter(({ keyword, status }) => status === '+OK' && !NO_MAIL.has(keyword))
        .map(({ keyword }) => keyword),
    ),
    pipelines: conversations.some(
      ({ exchanges: answered, unanswered }) =>
        answered.some(({ early }) => early) || unanswered.some(({ early }) => early),
    ),
    deletes: inMaildrop.some(({ keyword, status }) => keyword === 'DELE' && status === '+OK'),
    starttls: exchanges.some(({ keyword }) => keyword === 'STLS'),
  };
}

function attemptIn({ keyword, parameters, status }: Exchange): { way: string; accepted: boolean }[] {
  const accepted = status === '+OK';
  if (keyword === 'PASS') return [{ way: 'USER', accepted }];
  // A name that is refused is an attempt, and ends it.
  if (keyword === 'USER' && !accepted) return [{ way: 'USER', accepted }];
  if (keyword === 'APOP') return [{ way: 'APOP', accepted }];
  const [mechanism = ''] = parameters.split(' ');
  return keyword === 'AUTH' && mechanism !== '' ? [{ way: mechanism.toUpperCase(), accepted }] : [];
}

function retrievedIn({ keyword, parameters, status, dotLine }: Exchange): number[] {
  if ((keyword !== 'RETR' && keyword !== 'TOP') || status !== '+OK' || dotLine === undefined) return [];
  return [Number.parseInt(parameters, 10)];
}

/**
 * Whether the mail was fetched as well as another time: the same messages came as far as there are as many, and where none
 * came then, what the client did in the maildrop it did again.
 * @param before what the client did with a plain correct server
 * @param messages how many messages there are this time, and how many there were then
 */
export function fetchedAsWell(now: Deeds, before: Deeds, messages: { now: number; before: number }): boolean {
  if (now.logins.length === 0) return false;
  if (before.retrieved.size === 0) {
    // What a client can do without where it is not there (RFC 1939 section 7: optional commands) may be left out.
    return [...before.accepted].every(
      (keyword) => now.accepted.has(keyword) || (OPTIONAL.has(keyword) && now.accepted.size > 0),
    );
  }
  const all = before.retrieved.size === messages.before;
  const wanted = all
    ? Array.from({ length: messages.now }, (_, index) => index + 1)
    : [...before.retrieved].filter((number) => number <= messages.now);
  return wanted.every((number) => now.retrieved.has(number));
}

/** The keyword of a command for a reader, or what it is where it is none. */
export function describeCommand({ keyword, command }: Pick<Exchange, 'keyword' | 'command'>): string {
  return /^[A-Z0-9]{3,4}$/.test(keyword) ? keyword : `a line of ${latin1(command.octets).length} octets`;
}
