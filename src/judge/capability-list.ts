/** A capability list as a whole: its lines, their arguments, and what its tags say together (RFC 2449 section 5). */

import { judgeArguments } from '../protocol/capability-arguments.ts';
import { parseCapability, type Capability } from '../protocol/capability.ts';
import type { Line } from '../protocol/line.ts';
import { octetsOf, visible } from '../protocol/octets.ts';
import { CAPABILITIES, registeredCapability } from '../protocol/registry.ts';
import type { Violation } from '../protocol/violation.ts';
import type { State } from './conversation.ts';

export interface ListJudgement {
  readonly violations: ReadonlyArray<{ readonly line: Line; readonly violation: Violation }>;
  /** The requirements that something in the list was judged by, once for each thing. */
  readonly judged: readonly string[];
}

/** Judges the lines between the first line and the dot line of an answer to CAPA. */
export function judgeCapabilityList(lines: readonly Line[], state: State): ListJudgement {
  const violations: { line: Line; violation: Violation }[] = [];
  const judged: string[] = [];
  const known = new Map<string, Capability>();
  for (const line of lines) {
    judged.push('2449-3-S3', '2449-3-S5', '2449-3-S6', '2449-5-S7');
    const parsed = parseCapability(line.octets);
    const found = [...(parsed.ok ? parsed.remarks : parsed.violations)];
    if (parsed.ok) {
      const capability = parsed.value;
      judged.push('2449-5-S5', '2449-5-S6', '2449-9-S1');
      found.push(...judgeTag(capability), ...judgeAgain(known.get(capability.tag.toUpperCase()), capability));
      found.push(...judgeArguments(capability, state));
      const registered = registeredCapability(capability.tag);
      if (registered !== undefined) judged.push(registered.requirement);
      if (!known.has(capability.tag.toUpperCase())) known.set(capability.tag.toUpperCase(), capability);
    }
    violations.push(...found.map((violation) => ({ line, violation })));
  }
  return { violations, judged };
}

/** The keywords of optional commands under other names that have been seen: the tag "SHOULD be identical" (section 5). */
const MISNOMERS: Readonly<Record<string, string>> = {
  STARTTLS: 'STLS',
  TLS: 'STLS',
  'UTF-8': 'UTF8',
  LANGUAGE: 'LANG',
  UID: 'UIDL',
  'UID-LIST': 'UIDL',
  'USER-PASS': 'USER',
  PASS: 'USER',
};

/** Where they begin a line, the list has the answer to another command in it: for the scenarios to judge, and no tag. */
const STATUSES: ReadonlySet<string> = new Set(['+OK', '-ERR']);

/** Judges a tag by the registry (section 9) and by the keyword of the command that it stands for (section 5). */
function judgeTag({ tag }: Capability): Violation[] {
  const upper = tag.toUpperCase();
  if (registeredCapability(upper) !== undefined || upper.startsWith('X') || STATUSES.has(tag)) return [];
  const keyword = MISNOMERS[upper];
  const actual = visible(octetsOf(tag), 80);
  if (keyword !== undefined) {
    return [
      {
        requirement: '2449-5-S5',
        severity: 'fail',
        offset: 0,
        expected: `the command's keyword, ${keyword}, as the tag`,
        actual,
      },
    ];
  }
  // The rule binds specifications, not servers, so an unregistered tag is advice.
  const meant = CAPABILITIES.find((registered) => upper.startsWith(registered.tag))?.tag;
  const hint = meant === undefined ? '' : ` (did it mean ${meant}?)`;
  const expected = `a tag that is registered with IANA, or one that begins with X${hint}`;
  return [{ requirement: '2449-9-S1', severity: 'advice', offset: 0, expected, actual }];
}

/**
 * Judges a tag that comes twice: tags are case-insensitive, so both lines speak of one capability. That they must not
 * contradict each other is an inference (part D of the catalogue); the same line twice is only advised against.
 */
function judgeAgain(first: Capability | undefined, again: Capability): Violation[] {
  if (first === undefined) return [];
  const same = first.params.join(' ').toUpperCase() === again.params.join(' ').toUpperCase();
  const actual = visible(octetsOf([again.tag, ...again.params].join(' ')), 80);
  const before = visible(octetsOf([first.tag, ...first.params].join(' ')), 80);
  return [
    {
      requirement: '2449-5-S6',
      severity: same ? 'advice' : 'fail',
      offset: 0,
      expected: `each capability once (before it came ${before})`,
      actual,
    },
  ];
}
