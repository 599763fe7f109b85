/**
 * What proves the suite: faults, each of which breaks one requirement, and variants, which conform and differ. A server is a
 * script in the conversation language, and its first comment lines say what the suite must make of it; a client is the
 * reference client, bent.
 */

import { parseRequirementId } from '../catalogue/requirement.ts';
import type { Manner } from '../client/reference/manner.ts';

/** A requirement that may be blamed beside the owner, since this fault can't leave it whole. */
export interface SideEffect {
  readonly requirement: string;
  readonly reason: string;
}

/** What every subject has. */
interface Common {
  /** A fault: its owner, `/`, and words joined by hyphens, such as `2449-3-S2/lower-case-status`. */
  readonly name: string;
  readonly kind: 'fault' | 'variant';
  /** What it does, in a sentence. */
  readonly about: string;
  /** The requirement that must be blamed; undefined for a variant. */
  readonly owner: string | undefined;
  /** What the message that blames it must contain: the stated reason. */
  readonly says: string | undefined;
  readonly also: readonly SideEffect[];
  /** The requirement in whose scenarios the breach is met, where those of the owner never meet it. */
  readonly seenBy: string | undefined;
  /** The longest that the suite may wait for time to pass, in seconds, where the fault needs more than others. */
  readonly maxWait: number | undefined;
  /** How TLS is used. */
  readonly tls: 'none' | 'stls' | 'implicit';
}

/** A server that follows a script. */
export interface ServerSubject extends Common {
  readonly role: 'server';
  /** The script. */
  readonly file: string;
}

/** The reference client, with some of its decisions overridden. */
export interface ClientSubject extends Common {
  readonly role: 'client';
  readonly manner: () => Partial<Manner>;
}

export type Subject = ServerSubject | ClientSubject;

/** What is wrong with a subject's comments. */
export class SubjectError extends Error {
  override readonly name = 'SubjectError';
}

/** What the place of a script says of it. */
export type Whose = Pick<ServerSubject, 'kind' | 'name' | 'file'>;

const DIRECTIVE = /^# (blames|may blame|says|seen by|tls|max-wait) (.*)$/;

/**
 * Reads the comments at the head of a script:
 *
 *     # The status of every answer to CAPA is in lower case.
 *     # blames 2449-3-S2
 *     # says "+OK" or "-ERR" in upper case
 *     # may blame 2449-5-S1: a client that reads exactly finds no list
 *     # seen by 2449-5-S2
 *     # tls stls
 *     # max-wait 600
 * @throws {SubjectError} where something is missing or can't be read
 */
export function readSubject({ kind, name, file }: Whose, text: string): ServerSubject {
  const about: string[] = [];
  const also: SideEffect[] = [];
  let owner: string | undefined;
  let says: string | undefined;
  let seenBy: string | undefined;
  let maxWait: number | undefined;
  let tls: Subject['tls'] = 'none';
  for (const line of text.split('\n')) {
    if (!line.startsWith('#')) break;
    const [, word, rest = ''] = DIRECTIVE.exec(line) ?? [];
    if (word === undefined) about.push(line.replace(/^# ?/, ''));
    else if (word === 'blames') owner = requirement(file, rest);
    else if (word === 'says') says = rest;
    else if (word === 'seen by') seenBy = requirement(file, rest);
    else if (word === 'tls') tls = mode(file, rest);
    else if (word === 'max-wait') maxWait = seconds(file, rest);
    else also.push(sideEffect(file, rest));
  }
  if (kind === 'fault' && (owner === undefined || says === undefined)) {
    throw new SubjectError(`${file}: a fault begins with comments "# blames ID" and "# says WORDS OF THE REASON"`);
  }
  if (about.length === 0) throw new SubjectError(`${file}: the first comment says what the server does`);
  return { name, kind, role: 'server', about: about.join(' ').trim(), owner, says, also, seenBy, maxWait, tls, file };
}

function requirement(file: string, text: string): string {
  if (parseRequirementId(text) === undefined) throw new SubjectError(`${file}: ${text} is no id of a requirement`);
  return text;
}

function sideEffect(file: string, text: string): SideEffect {
  const [, id = '', reason = ''] = /^(\S+): (.+)$/.exec(text) ?? [];
  if (reason === '') throw new SubjectError(`${file}: "# may blame ID: the reason", and not "${text}"`);
  return { requirement: requirement(file, id), reason };
}

function seconds(file: string, text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new SubjectError(`${file}: "# max-wait" is a number of seconds, and not ${text}`);
}

function mode(file: string, text: string): Subject['tls'] {
  if (text === 'none' || text === 'stls' || text === 'implicit') return text;
  throw new SubjectError(`${file}: "# tls" is none, stls or implicit, and not ${text}`);
}
