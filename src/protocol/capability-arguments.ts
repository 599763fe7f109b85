/** Whether a capability has the arguments that its definition allows (RFC 2449 section 6 and the RFCs that add to it). */

import type { Capability } from './capability.ts';
import { asAdvice, breach } from './judgement.ts';
import { registeredCapability, type SessionState } from './registry.ts';
import { octetsOf, visible } from './octets.ts';
import type { Violation } from './violation.ts';

/** A parameter and where it stands in its line. */
interface Param {
  readonly text: string;
  readonly offset: number;
}

/** What an argument rule is asked about. `end` is the offset of the line's end, for what is missing. */
interface Arguments {
  readonly requirement: string;
  readonly params: readonly Param[];
  readonly end: number;
  readonly state: SessionState;
}

type Rule = (given: Arguments) => Violation[];

const RULES: Readonly<Record<string, Rule>> = {
  TOP: none,
  USER: none,
  SASL: mechanisms,
  'RESP-CODES': none,
  'LOGIN-DELAY': (given) => valueThenUser(given, /^\d+$/, 'a whole number of seconds'),
  PIPELINING: none,
  EXPIRE: (given) => valueThenUser(given, /^(?:\d+|NEVER)$/i, 'a whole number of days, or NEVER'),
  UIDL: none,
  IMPLEMENTATION: tokens,
  STLS: none,
  'AUTH-RESP-CODE': none,
  UTF8: (given) => optionalUser(given, given.params),
  LANG: none,
};

/**
 * Judges the arguments of a registered capability; of another nothing is known.
 * @param capability as it was parsed
 * @param state the state in which it was announced: USER behind LOGIN-DELAY and EXPIRE belongs to AUTHORIZATION
 * @returns breaches of the capability's own requirement, such as `2449-6.5-S1`; offsets are from the beginning of the line
 */
export function judgeArguments(capability: Capability, state: SessionState): Violation[] {
  const registered = registeredCapability(capability.tag);
  const rule = registered === undefined ? undefined : RULES[registered.tag];
  if (registered === undefined || rule === undefined) return [];
  let end = capability.tag.length;
  const params = capability.params.map((text) => {
    const offset = end + 1;
    end = offset + text.length;
    return { text, offset };
  });
  return rule({ requirement: registered.requirement, params, end, state });
}

function wrong({ requirement }: Arguments, param: Param, expected: string): Violation {
  return breach(requirement, param.offset, expected, visible(octetsOf(param.text), 80));
}

function missing({ requirement, end }: Arguments, expected: string): Violation {
  return breach(requirement, end, expected, 'the end of the line');
}

function none(given: Arguments): Violation[] {
  return given.params.slice(0, 1).map((param) => wrong(given, param, 'no argument'));
}

function tokens(given: Arguments): Violation[] {
  return given.params.length > 0 ? [] : [missing(given, 'one or more tokens that identify the server')];
}

/**
 * RFC 4422 section 3.1 makes names of upper case only, and RFC 5034 section 5 has them read in any case: a lower-case
 * name is advice. That the list is not empty follows only from "a list of SASL mechanisms that are supported", so an
 * empty one is advice too.
 */
function mechanisms(given: Arguments): Violation[] {
  if (given.params.length === 0) return [asAdvice(missing(given, 'the name of at least one SASL mechanism'))];
  const expected = 'mechanism names of 1 to 20 octets from A-Z, 0-9, "-" and "_"';
  return given.params.flatMap((param) => {
    if (/^[A-Z0-9_-]{1,20}$/.test(param.text)) return [];
    const violation = wrong(given, param, expected);
    return [/^[A-Z0-9_-]{1,20}$/i.test(param.text) ? asAdvice(violation) : violation];
  });
}

/** `LOGIN-DELAY 900 USER`, `EXPIRE NEVER`: sections 6.5 and 6.7. */
function valueThenUser(given: Arguments, value: RegExp, expected: string): Violation[] {
  const [first, ...others] = given.params;
  if (first === undefined) return [missing(given, expected)];
  if (!value.test(first.text)) return [wrong(given, first, expected)];
  const found =
    first.text === first.text.toUpperCase() ? [] : [asAdvice(wrong(given, first, 'NEVER in upper case'), 'R9')];
  const [user] = others;
  if (user !== undefined && given.state === 'TRANSACTION') {
    return [...found, wrong(given, user, `nothing behind ${expected} in the TRANSACTION state`)];
  }
  return [...found, ...optionalUser(given, others)];
}

/** Nothing, or the token USER, in upper case (reading R9). */
function optionalUser(given: Arguments, params: readonly Param[]): Violation[] {
  const [user, more] = params;
  if (user === undefined) return [];
  if (user.text.toUpperCase() !== 'USER') return [wrong(given, user, 'USER or nothing')];
  const found = user.text === 'USER' ? [] : [asAdvice(wrong(given, user, 'USER in upper case'), 'R9')];
  return more === undefined ? found : [...found, wrong(given, more, 'nothing behind USER')];
}
