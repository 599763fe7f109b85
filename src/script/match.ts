/** Which rule is for a line of the client: patterns and conditions against what is known of the line. Pure but for the counts. */

import { dependsOnAnswer, isForResponses, isOfAnswer } from './check.ts';
import { compileCommand, compileLine, type Captures, type Matcher } from './pattern.ts';
import type { AnswerFact, Condition, LineFact, Rule, TimeFact } from './syntax.ts';

/** What is known of a line when it comes; of a greeting only the connection and TLS. */
export interface Circumstances {
  /** The server's connections, counted from 1. */
  readonly connection: number;
  readonly state: 'AUTHORIZATION' | 'TRANSACTION';
  readonly tls: boolean;
  /** The name that logged in, or that USER or APOP gave; empty where there is none. One character for each octet. */
  readonly user: string;
  /** The line without its line end, one character for each octet. */
  readonly content: string;
  /** In octets, its line end included. */
  readonly length: number;
  /** In how many reads it came. */
  readonly segments: number;
  readonly cutInsideCrlf: boolean;
  /** Whether it was there before the answer to the line before it was sent. */
  readonly pipelined: boolean;
  /** How many whole lines have come behind it. */
  readonly waiting: number;
  /** Whether it is a SASL response (RFC 5034 section 4), not a command. */
  readonly isResponse: boolean;
  /** Which conditions on earlier commands some command of this connection has met; see {@link metBy}. */
  readonly met: ReadonlySet<Matcher>;
}

/** A rule that fits, and what it captured. */
export interface Fit {
  readonly rule: Rule;
  readonly captures: Captures;
}

/** A rule with its patterns compiled. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly index: number;
  /** Absent for the greeting. */
  readonly matches?: Matcher;
  readonly isForResponses: boolean;
  readonly dependsOnAnswer: boolean;
  readonly ofLine: readonly { readonly not: boolean; readonly fact: CompiledLineFact }[];
  readonly ofTime: readonly (Condition & { readonly fact: TimeFact })[];
  readonly ofAnswer: readonly { readonly not: boolean; readonly fact: CompiledAnswerFact }[];
}

type CompiledLineFact = Exclude<LineFact, { kind: 'after' }> | { readonly kind: 'after'; readonly matches: Matcher };

type CompiledAnswerFact =
  | Extract<AnswerFact, { kind: 'status' }>
  | { readonly kind: 'answer'; readonly matches: Matcher };

/** Compiles rules, once for all connections. */
export function compileRules(rules: readonly Rule[]): CompiledRule[] {
  return rules.map((rule, index) => {
    const conditions = rule.when;
    return {
      rule,
      index,
      ...(rule.on === 'greeting' ? {} : { matches: compileCommand(rule.on) }),
      isForResponses: isForResponses(rule),
      dependsOnAnswer: dependsOnAnswer(rule),
      ofLine: conditions.flatMap(({ not, fact }) =>
        fact.kind === 'time' || isOfAnswer(fact) ? [] : [{ not, fact: compileLineFact(fact) }],
      ),
      ofTime: conditions.flatMap(({ not, fact }) => (fact.kind === 'time' ? [{ not, fact }] : [])),
      ofAnswer: conditions.flatMap(({ not, fact }) => (isOfAnswer(fact) ? [{ not, fact: compileFact(fact) }] : [])),
    };
  });
}

function compileLineFact(fact: LineFact): CompiledLineFact {
  return fact.kind === 'after' ? { kind: fact.kind, matches: compileCommand(fact.command) } : fact;
}

function compileFact(fact: AnswerFact): CompiledAnswerFact {
  return fact.kind === 'answer' ? { kind: fact.kind, matches: compileLine(fact.pattern) } : fact;
}

/** How often each rule has fitted, its conditions on times left aside; by the rule's index. */
export type Counts = number[];

/** Counts of one connection and of all connections. */
export interface Tally {
  readonly here: Counts;
  readonly ever: Counts;
}

/** Whether a rule fits a line, answers and times left aside. @returns what its pattern captured */
export function fitsLine(compiled: CompiledRule, known: Circumstances): Captures | undefined {
  if (compiled.matches === undefined || compiled.isForResponses !== known.isResponse) return undefined;
  const captures = compiled.matches(known.content);
  return captures !== undefined && holdsOf(compiled.ofLine, known) ? captures : undefined;
}

/** Whether a rule for the greeting fits, answers and times left aside. */
export function fitsGreeting(compiled: CompiledRule, known: Circumstances): boolean {
  return compiled.matches === undefined && holdsOf(compiled.ofLine, known);
}

function holdsOf(conditions: CompiledRule['ofLine'], known: Circumstances): boolean {
  return conditions.every(({ not, fact }) => holds(fact, known) !== not);
}

/** The conditions on earlier commands that a command meets, for all lines behind it. */
export function metBy(command: string, { ofLine }: CompiledRule): Matcher[] {
  return ofLine.flatMap(({ fact }) =>
    fact.kind === 'after' && fact.matches(command) !== undefined ? [fact.matches] : [],
  );
}

/** Whether a fact is one. */
function holds(fact: CompiledLineFact, known: Circumstances): boolean {
  switch (fact.kind) {
    case 'login':
      return known.state === fact.state;
    case 'after':
      return known.met.has(fact.matches);
    case 'tls':
      return known.tls === fact.active;
    case 'connection':
      return fact.onwards ? known.connection >= fact.number : known.connection === fact.number;
    case 'every connection':
      return known.connection % fact.number === 0;
    case 'user':
      return known.user === fact.octets;
    case 'length':
      return fact.atLeast ? known.length >= fact.length : known.length === fact.length;
    case 'segments':
      return known.segments >= fact.atLeast;
    case 'cut inside CRLF':
      return known.cutInsideCrlf;
    case 'pipelined':
      return known.pipelined;
    case 'waiting':
      return known.waiting >= fact.atLeast;
    case 'nothing waiting':
      return known.waiting === 0;
    default:
      return known.isResponse;
  }
}

/**
 * Whether the conditions on the correct answer hold.
 * @param first its first line without its line end
 * @returns what their patterns captured
 */
export function fitsAnswer({ ofAnswer }: CompiledRule, first: string): Captures | undefined {
  let captures: Captures = {};
  for (const { not, fact } of ofAnswer) {
    const found = fact.kind === 'answer' ? fact.matches(first) : hasStatus(first, fact.status);
    if ((found === undefined) !== not) return undefined;
    captures = { ...captures, ...found };
  }
  return captures;
}

/** @returns no captures where the status is the one given */
function hasStatus(first: string, status: string): Captures | undefined {
  return first === status || first.startsWith(`${status} `) ? {} : undefined;
}

/**
 * Counts that a rule fits, its conditions on times left aside.
 * @returns whether these hold as well
 */
export function countAndTell({ index, ofTime }: CompiledRule, { here, ever }: Tally): boolean {
  for (const counts of [here, ever]) counts[index] = (counts[index] ?? 0) + 1;
  return ofTime.every(({ not, fact }) => {
    const count = (fact.ever ? ever : here)[index] ?? 0;
    return (fact.onwards ? count >= fact.number : count === fact.number) !== not;
  });
}
