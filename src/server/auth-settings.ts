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
export const lenientBase64: EngineSetting = (engine, values) => {
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
    if (words.length === 0 || (verb !== 'drops' && verb !== 'refuses')) return '"drops" and tags, or "refuses" and keywords';
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

/** Users whose last session did nothing between PASS and QUIT: the next PASS is told that they are still there, once. */
function keepingLocks(stale: Set<string>): Bend {
  let name = '';
  let commands = 0;
  return {
    before({ keyword, parameters, state, user = '' }) {
      if (keyword === 'USER') name = parameters.join(' ');
      if (keyword === 'PASS' && stale.delete(name)) return { answer: line('-ERR [IN-USE] Maildrop in use') };
      if (state === 'TRANSACTION' && keyword === 'QUIT' && commands === 0 && user === name) stale.add(name);
      if (state === 'TRANSACTION') commands += 1;
      return undefined;
    },
  };
}

const keepsLock: EngineSetting = (engine, values) => {
  if (values.length > 0) return 'no value';
  const stale = new Set<string>();
  return { ...engine, bends: [...engine.bends, () => keepingLocks(stale)] };
};

/** The settings of this file, by name. */
export const AUTH_SETTINGS: ReadonlyMap<string, EngineSetting> = new Map<string, EngineSetting>([
  ['lenient-base64', lenientBase64],
  ...ENDING_NAMES.map((ending) => [`once-auth-${ending}`, afterAuth(ending)] as const),
  ['ignores-cancel-from', ignoresCancel],
  ['keeps-lock-of-idle', keepsLock],
]);
