/** Capability lists of different states compared with each other (RFC 2449 sections 5, 6.5 and 6.7). Pure. */

import { announced, type Announced, type CapabilityList } from '../client/capabilities.ts';
import { registeredCapability } from '../protocol/registry.ts';

/** Something that two lists disagree about, in words, with the capability that it is about. */
export interface Disagreement {
  readonly tag: string;
  readonly expected: string;
  readonly actual: string;
}

/** A capability as it stands in a list. */
export function spellCapability({ tag, parameters }: Announced): string {
  return [tag, ...parameters].join(' ');
}

/** What is announced before login and missing after it (section 5). STLS is exempt (reading R6). */
export function missingAfterLogin(before: CapabilityList, after: CapabilityList): Disagreement[] {
  return before
    .filter(
      ({ tag }) => registeredCapability(tag)?.announced !== 'AUTHORIZATION' && announced(after, tag) === undefined,
    )
    .map(({ tag }) => ({ tag, expected: `${tag} in both states`, actual: `${tag} before login only` }));
}

/** What is announced after login only, although its definition says "both" (reading R15). */
export function missingBeforeLogin(before: CapabilityList, after: CapabilityList): Disagreement[] {
  return after
    .filter(({ tag }) => registeredCapability(tag)?.announced === 'both' && announced(before, tag) === undefined)
    .map(({ tag }) => ({ tag, expected: `${tag} in both states`, actual: `${tag} after login only` }));
}

/**
 * Arguments that differ between the states although the definition does not say that they may (section 5). Of what is
 * not registered no definition is known. Names of mechanisms and tokens have no case and, as a list, no order.
 */
export function differingArguments(before: CapabilityList, after: CapabilityList): Disagreement[] {
  return before.flatMap((capability) => {
    const registered = registeredCapability(capability.tag);
    if (registered === undefined || registered.argumentsMayDiffer) return [];
    // A tag that stands twice is another breach (5-S6): each of its lines may have its counterpart.
    const others = after.filter(({ tag }) => tag === capability.tag);
    const [other] = others;
    if (other === undefined || others.some((each) => saying(each) === saying(capability))) return [];
    return [
      {
        tag: capability.tag,
        expected: `the arguments announced before login: ${spellCapability(capability)}`,
        actual: spellCapability(other),
      },
    ];
  });
}

/** What a line says, however it is put: names of mechanisms and tokens have no case, and as a list no order. */
function saying({ tag, parameters }: Announced): string {
  if (tag === 'IMPLEMENTATION') return parameters.join(' ');
  return parameters
    .map((parameter) => parameter.toUpperCase())
    .toSorted()
    .join(' ');
}

/** How two lists of the same state differ, whatever the order of their lines: what CAPA changed (section 5). */
export function differences(first: CapabilityList, second: CapabilityList): Disagreement[] {
  return [...new Set([...first, ...second].map(({ tag }) => tag))]
    .filter((tag) => lines(first, tag, saying) !== lines(second, tag, saying) || has(first, tag) !== has(second, tag))
    .map((tag) => ({
      tag,
      expected: lines(first, tag, spellCapability) || `no ${tag}`,
      actual: lines(second, tag, spellCapability) || `no ${tag}`,
    }));
}

/** The lines of one tag, each as `tell` has it: tags may come twice. */
function lines(list: CapabilityList, tag: string, tell: (capability: Announced) => string): string {
  return list
    .filter((capability) => capability.tag === tag)
    .map(tell)
    .toSorted()
    .join(', ');
}

function has(list: CapabilityList, tag: string): boolean {
  return announced(list, tag) !== undefined;
}

/** LOGIN-DELAY and EXPIRE: the capabilities whose value may differ per user. */
export const PER_USER = ['LOGIN-DELAY', 'EXPIRE'] as const;

export type PerUser = (typeof PER_USER)[number];

/** The value of one of the two as a number that can be compared: NEVER is longer than any number of days. */
export function valueOf(capability: Announced | undefined): number | undefined {
  const text = capability?.parameters[0];
  if (text === undefined) return undefined;
  if (/^NEVER$/i.test(text)) return Number.POSITIVE_INFINITY;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Whether the token USER follows the value: it promises "that a more accurate value is available after authentication". */
export function promisesAccuracy(capability: Announced | undefined): boolean {
  return capability?.parameters[1]?.toUpperCase() === 'USER';
}
