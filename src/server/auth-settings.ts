/**
 * Settings for what a server does wrong with logins and cannot be said of a single answer, since it depends on what came
 * before: how the last AUTH on the connection ended, whether the maildrop is in use, when the user was here last.
 */

import { decodeBase64 } from '../protocol/base64.ts';
import { latin1 } from '../protocol/octets.ts';
import { editLines, line, octetsIn, type Answer } from './answer.ts';
import type { Bend, Exchange } from './bend.ts';
import type { EngineSetting } from './engine-settings.ts';
import { DEFAULT_LANGUAGE, textIn, type Text } from './texts.ts';

/** What a decoder can fail to reject (RFC 5034 section 4), and what it makes of the text before it decodes it. */
const LENIENCIES: ReadonlyMap<string, (text: string) => string> = new Map([
  ['foreign', (text) => text.replace(/[^A-Za-z0-9+/=]/g, '')],
  ['blanks', (text) => text.replace(/[ \t]/g, '')],
  ['url-safe', (text) => text.replaceAll('-', '+').replaceAll('_', '/')],
  ['pads', (text) => padded(text.replaceAll('=', ''))],
  ['tail', (text) => padded(text.replace(/=.*$/, ''))],
  ['unpadded', padded],
]);

/** Base64 with the "=" that its last group lacks. */
function padded(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/**
 * What is not base64 is taken all the same: everything that Node decodes, or only what the values name. `foreign`: octets
 * that are not of the alphabet; `blanks`: SP and HTAB; `url-safe`: that alphabet (RFC 4648 section 5); `pads`: "="
 * anywhere; `tail`: what stands behind the first "="; `unpadded`: a last group that is not filled.
 */
const lenientBase64: EngineSetting = (engine, values) => {
  const steps = values.map((value) => LENIENCIES.get(value)).filter((step) => step !== undefined);
  if (steps.length < values.length) return `some of ${[...LENIENCIES.keys()].join(' ')}`;
  // Node skips what is not base64, knows the URL-safe alphabet, and needs no padding.
  const decode =
    steps.length === 0
      ? (text: string) => Buffer.from(text, 'base64')
      : (text: string) => decodeBase64(steps.reduce((changed, step) => step(changed), text));
  return { ...engine, policy: { ...engine.policy, decodeBase64: decode } };
};

/** How an AUTH ends, and the text by which the correct answer tells it. An accepted one is told by its status. */
const ENDINGS = {
  denied: 'wrongCredentials',
  unsupported: 'unknownMechanism',
  undecoded: 'notBase64',
  cancelled: 'cancelled',
} as const satisfies Record<string, Text>;

type Ending = keyof typeof ENDINGS | 'accepted';

const ENDING_NAMES: readonly Ending[] = ['accepted', 'denied', 'unsupported', 'undecoded', 'cancelled'];

/** The ending that an answer to AUTH, or to a response, tells of; undefined for a challenge and for other failures. */
function endingOf(correct: Answer): Ending | undefined {
  const text = latin1(octetsIn(correct));
  if (text.startsWith('+OK')) return 'accepted';
  return ENDING_NAMES.find(
    (ending) => ending !== 'accepted' && text.endsWith(`${textIn(DEFAULT_LANGUAGE, ENDINGS[ending])}\r\n`),
  );
}

/** From an AUTH that ended so to the end of the connection, CAPA leaves out tags, or keywords are refused. */
class AfterAuth implements Bend {
  readonly #ending: Ending;
  readonly #dropped: readonly string[];
  readonly #refused: readonly string[];
  #ended = false;

  constructor(ending: Ending, { dropped = [], refused = [] }: { dropped?: string[]; refused?: string[] }) {
    this.#ending = ending;
    this.#dropped = dropped;
    this.#refused = refused;
  }

  before({ keyword, isResponse }: Exchange): { answer: Answer } | undefined {
    if (!this.#ended || isResponse || !this.#refused.includes(keyword)) return undefined;
    return { answer: line('-ERR Not now') };
  }

  after({ keyword, isResponse }: Exchange, correct: Answer): Answer {
    if ((keyword === 'AUTH' || isResponse) && endingOf(correct) === this.#ending) this.#ended = true;
    if (!this.#ended || keyword !== 'CAPA') return correct;
    return editLines(correct, (lines) => lines.filter((text) => !this.#dropped.includes(text.split(' ')[0] ?? '')));
  }
}

function afterAuth(ending: Ending): EngineSetting {
  return (engine, [verb, ...words]) => {
    if (words.length === 0 || (verb !== 'drops' && verb !== 'refuses'))
      return '"drops" and tags, or "refuses" and keywords';
    const consequence = verb === 'drops' ? { dropped: words } : { refused: words };
    return { ...engine, bends: [...engine.bends, () => new AfterAuth(ending, consequence)] };
  };
}

/** From the n-th challenge of an exchange on, "*" brings another challenge. */
function ignoringCancels(from: number): Bend {
  let responses = 0;
  return {
    before({ keyword, isResponse, line: came }) {
      responses = isResponse ? responses + 1 : 0;
      const cancels = isResponse && keyword === '' && latin1(came.content) === '*';
      return cancels && responses >= from ? { answer: line('+ ') } : undefined;
    },
  };
}

const ignoresCancel: EngineSetting = (engine, values) => {
  const from = /^[1-9]$/.test(values.join(' ')) ? Number(values[0]) : undefined;
  if (from === undefined) return 'the number of a challenge';
  return { ...engine, bends: [...engine.bends, () => ignoringCancels(from)] };
};

/**
 * When a session did nothing between PASS and QUIT, the right password is told on the next connection that it is still there.
 * @param passwords of the users of whom this is true
 * @param idle on which connection each of them did nothing last; one map for all connections
 */
function keepingLocks(passwords: ReadonlyMap<string, string>, idle: Map<string, number>): Bend {
  let name = '';
  let commands = 0;
  return {
    before({ connection, keyword, parameters, state, user = '' }) {
      // PASS only follows USER (RFC 1939 section 7).
      if (keyword !== 'PASS') name = keyword === 'USER' ? parameters.join(' ') : '';
      const isNext = idle.get(name) === connection - 1 && passwords.get(name) === parameters.join(' ');
      if (keyword === 'PASS' && isNext) return { answer: line('-ERR [IN-USE] Maildrop in use') };
      if (state === 'TRANSACTION' && keyword === 'QUIT' && commands === 0) idle.set(user, connection);
      if (state === 'TRANSACTION') commands += 1;
      return undefined;
    },
  };
}

const keepsLock: EngineSetting = (engine, users) => {
  const accounts = engine.config.accounts.filter(({ user }) => users.includes(user));
  if (users.length === 0 || accounts.length < users.length) return 'users that there are';
  const passwords = new Map(accounts.map(({ user, password }) => [user, password]));
  const idle = new Map<string, number>();
  return { ...engine, bends: [...engine.bends, () => keepingLocks(passwords, idle)] };
};

/** Challenges of SASL are at least so long, in octets on the wire, where the mechanism leaves their length open. */
const challengeOctets: EngineSetting = (engine, values) => {
  const octets = /^\d{1,5}$/.test(values.join(' ')) ? Number(values[0]) : undefined;
  if (octets === undefined) return 'a number of octets';
  // Base64 makes four of three.
  const length = Math.ceil((octets * 3) / 4);
  return { ...engine, policy: { ...engine.policy, unique: (fresh) => fresh.padEnd(length, fresh) } };
};

/** A setting with a number of greetings. @param repeat gives the timestamp of each greeting, from one that is fresh */
function timestamps(repeat: (greetings: number) => (fresh: string) => string): EngineSetting {
  return (engine, values) => {
    const greetings = /^[2-9]$/.test(values.join(' ')) ? Number(values[0]) : undefined;
    if (greetings === undefined) return 'a number of greetings from 2 to 9';
    return { ...engine, policy: { ...engine.policy, timestamp: repeat(greetings) } };
  };
}

/** One timestamp for so many greetings in a row. */
function holding(greetings: number): (fresh: string) => string {
  let count = 0;
  let held = '';
  return (fresh) => {
    if (count % greetings === 0) held = fresh;
    count += 1;
    return held;
  };
}

/** So many timestamps in turn, again and again. */
function cycling(greetings: number): (fresh: string) => string {
  const known: string[] = [];
  return (fresh) => {
    const next = known.length < greetings ? fresh : (known.shift() ?? fresh);
    known.push(next);
    return next;
  };
}

/** The settings of this file, by name. */
export const AUTH_SETTINGS: ReadonlyMap<string, EngineSetting> = new Map<string, EngineSetting>([
  ['lenient-base64', lenientBase64],
  ...ENDING_NAMES.map((ending) => [`once-auth-${ending}`, afterAuth(ending)] as const),
  ['ignores-cancel-from', ignoresCancel],
  ['keeps-lock-of-idle', keepsLock],
  ['challenge-octets', challengeOctets],
  ['holds-timestamps', timestamps(holding)],
  ['cycles-timestamps', timestamps(cycling)],
]);
