/** Conditions, read and written: each fact has its phrase here, and only here. */

import type { Condition, Fact } from './syntax.ts';
import { misread, readOctets, writeOctets, type Misreading, type Reading } from './notation.ts';
import { readPattern, writePattern } from './pattern.ts';
import { matchAt } from './text.ts';

const NUMBER = String.raw`(\d{1,9})`;
const ORDINAL = String.raw`([1-9]\d{0,8})(?:st|nd|rd|th)`;
const QUOTED = String.raw`"((?:\\.|[^"\\])*)"`;

/** A phrase: what it looks like, and the fact that it states. */
interface Phrase {
  readonly form: RegExp;
  readonly fact: (found: readonly (string | undefined)[]) => Fact | Misreading;
}

/** @param groups the groups of the form, as `found` has them */
function phrase(form: string, fact: (...groups: (string | undefined)[]) => Fact | Misreading): Phrase {
  return { form: new RegExp(`${form}(?= |$)`, 'y'), fact: (found) => fact(...found) };
}

const PHRASES: readonly Phrase[] = [
  phrase('before login', () => ({ kind: 'login', state: 'AUTHORIZATION' })),
  phrase('after login', () => ({ kind: 'login', state: 'TRANSACTION' })),
  phrase(`after ${QUOTED}`, (source = '') => {
    const read = readPattern(source);
    return read.ok ? { kind: 'after', command: read.value } : read;
  }),
  phrase('under TLS', () => ({ kind: 'tls', active: true })),
  phrase('in the clear', () => ({ kind: 'tls', active: false })),
  phrase(`the ${ORDINAL} time( ever)?`, (number, ever) => time(number, false, ever)),
  phrase(`from the ${ORDINAL} time on( ever)?`, (number, ever) => time(number, true, ever)),
  phrase(`on the ${ORDINAL} connection`, (number) => ({
    kind: 'connection',
    number: Number(number),
    onwards: false,
  })),
  phrase(`from the ${ORDINAL} connection on`, (number) => ({
    kind: 'connection',
    number: Number(number),
    onwards: true,
  })),
  phrase(`on every ${ORDINAL} connection`, (number) => ({ kind: 'every connection', number: Number(number) })),
  phrase(`user ${QUOTED}`, (source = '') => {
    const read = readOctets(source);
    return read.ok ? { kind: 'user', octets: read.value } : read;
  }),
  phrase(`${NUMBER} octets? long`, (length) => ({ kind: 'length', length: Number(length), atLeast: false })),
  phrase(`at least ${NUMBER} octets? long`, (length) => ({ kind: 'length', length: Number(length), atLeast: true })),
  phrase(`in at least ${NUMBER} segments?`, (count) => ({ kind: 'segments', atLeast: Number(count) })),
  phrase('cut inside CRLF', () => ({ kind: 'cut inside CRLF' })),
  phrase('pipelined', () => ({ kind: 'pipelined' })),
  phrase(`at least ${NUMBER} lines? waiting`, (count) => ({ kind: 'waiting', atLeast: Number(count) })),
  phrase('nothing waiting', () => ({ kind: 'nothing waiting' })),
  phrase('answering a challenge', () => ({ kind: 'response' })),
  phrase(String.raw`the answer is (\+OK|-ERR|\+)`, (status) => ({
    kind: 'status',
    status: status === '+OK' || status === '-ERR' ? status : '+',
  })),
  phrase(`the answer is like ${QUOTED}`, (source = '') => {
    const read = readPattern(source);
    return read.ok ? { kind: 'answer', pattern: read.value } : read;
  }),
];

function time(number: string | undefined, onwards: boolean, ever: string | undefined): Fact {
  return { kind: 'time', number: Number(number), onwards, ever: ever !== undefined };
}

/** Reads `CONDITION and CONDITION …`: what stands behind `when`. */
export function readConditions(source: string): Reading<Condition[]> {
  const conditions: Condition[] = [];
  for (let at = 0; ;) {
    const not = source.startsWith('not ', at);
    if (not) at += 'not '.length;
    const read = readFact(source, at);
    if (!read.ok) return read;
    conditions.push({ not, fact: read.value.fact });
    at = read.value.end;
    if (at === source.length) return { ok: true, value: conditions };
    if (!source.startsWith(' and ', at)) return misread(at + 1, wordAt(source, at + 1), '"and" and another condition');
    at += ' and '.length;
  }
}

function readFact(source: string, at: number): Reading<{ fact: Fact; end: number }> {
  for (const { form, fact } of PHRASES) {
    const found = matchAt(form, source, at);
    if (found === null) continue;
    const stated = fact(found.slice(1));
    // What is wrong stands inside the quotes.
    if ('ok' in stated) return { ...stated, at: at + found[0].indexOf('"') + 1 + stated.at };
    return { ok: true, value: { fact: stated, end: at + found[0].length } };
  }
  return misread(at, wordAt(source, at), 'a condition, such as "after login" or "the 2nd time"');
}

/** The length of the word at this place. */
function wordAt(source: string, at: number): number {
  return /^[^ ]*/.exec(source.slice(at))?.[0].length ?? 0;
}

/** The inverse of {@link readConditions}. */
export function writeConditions(conditions: readonly Condition[]): string {
  return conditions.map(({ not, fact }) => (not ? 'not ' : '') + writeFact(fact)).join(' and ');
}

/** A fact in the words of the language. */
export function writeFact(fact: Fact): string {
  switch (fact.kind) {
    case 'login':
      return fact.state === 'TRANSACTION' ? 'after login' : 'before login';
    case 'after':
      return `after "${writePattern(fact.command, '"')}"`;
    case 'tls':
      return fact.active ? 'under TLS' : 'in the clear';
    case 'connection':
      return numbered('connection', fact, 'on the');
    case 'every connection':
      return `on every ${ordinal(fact.number)} connection`;
    case 'time':
      return numbered('time', fact, 'the') + (fact.ever ? ' ever' : '');
    case 'user':
      return `user "${writeOctets(fact.octets, '"')}"`;
    case 'length':
      return `${fact.atLeast ? 'at least ' : ''}${fact.length} octets long`;
    case 'segments':
      return `in at least ${fact.atLeast} segments`;
    case 'waiting':
      return `at least ${fact.atLeast} lines waiting`;
    case 'response':
      return 'answering a challenge';
    case 'status':
      return `the answer is ${fact.status}`;
    case 'answer':
      return `the answer is like "${writePattern(fact.pattern, '"')}"`;
    default:
      return fact.kind;
  }
}

function numbered(what: string, { number, onwards }: { number: number; onwards: boolean }, only: string): string {
  return onwards ? `from the ${ordinal(number)} ${what} on` : `${only} ${ordinal(number)} ${what}`;
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st … */
function ordinal(number: number): string {
  const suffix = /1.$/.test(String(number)) ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[number % 10];
  return `${number}${suffix ?? 'th'}`;
}
