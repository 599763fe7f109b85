/**
 * A capability list as a client reads it: tags in upper case, parameters as they came. The grammar is judged elsewhere, so
 * here a stray SP or CR and a blank line do no harm: one fault is one breach.
 */

import { linesOf, type Outcome } from './answer.ts';

export interface Announced {
  readonly tag: string;
  readonly parameters: readonly string[];
}

/** What CAPA brought in one state (RFC 2449 section 5). */
export type CapabilityList = readonly Announced[];

/** Reads the answer to CAPA; undefined where it is no list. */
export function capabilityList(outcome: Outcome): CapabilityList | undefined {
  if (outcome.kind !== 'answer' || outcome.status !== '+OK' || outcome.lines === undefined) return undefined;
  return linesOf(outcome).flatMap((line) => capabilityOf(line) ?? []);
}

/** Reads one line of a capability list, without its line end; undefined for a blank one. */
export function capabilityOf(line: string): Announced | undefined {
  const [tag, ...parameters] = line.split(' ').filter((token) => token !== '');
  return tag === undefined ? undefined : { tag: tag.toUpperCase(), parameters };
}

/** The capability of that name, whatever the case of its tag (RFC 2449 section 5: "case-insensitive"). */
export function announced(list: CapabilityList | undefined, tag: string): Announced | undefined {
  return list?.find((capability) => capability.tag === tag.toUpperCase());
}

/**
 * Whether a server may remove what was retrieved, once the session ends with QUIT. EXPIRE 0 says so (RFC 2449 section
 * 6.7), another EXPIRE says that it does not; without EXPIRE nobody knows, since a site may let messages be downloaded
 * only once (RFC 1939 section 8).
 */
export function removesRetrieved(list: CapabilityList | undefined): boolean | 'unknown' {
  const expire = announced(list, 'EXPIRE')?.parameters[0];
  return expire === undefined ? 'unknown' : expire === '0';
}

/** The mechanisms of the SASL capability, in upper case. */
export function mechanisms(list: CapabilityList | undefined): readonly string[] {
  return announced(list, 'SASL')?.parameters.map((name) => name.toUpperCase()) ?? [];
}
