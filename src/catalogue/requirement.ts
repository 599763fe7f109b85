import type { Level, Role } from '../verdict/result.ts';

/** What an id says: `2449-6.5-S2` is the second requirement on the server in section 6.5 of RFC 2449. */
export interface RequirementId {
  readonly rfc: number;
  readonly section: string;
  readonly role: Role;
  readonly number: number;
}

/** What a Rule quotes from one place of one RFC. */
export interface Quote {
  readonly rfc: number;
  readonly section: string;
  /** What kind of text it is where it is not prose, such as `ABNF`. */
  readonly kind?: string;
  /** The whole quotation with white space folded; an omission reads `...`. */
  readonly text: string;
  /** What stands between the omissions: each piece is found in the RFC by itself. */
  readonly pieces: readonly string[];
}

/** One thing that Cucumber runs: a scenario, or one row of a scenario outline's examples. */
export interface CatalogueScenario {
  /** With an outline's parameters filled in. */
  readonly name: string;
  readonly uri: string;
  /** Of the scenario, or of the row of the examples: what `uri:line` selects. */
  readonly line: number;
  /** Of the `Scenario` or `Scenario Outline` keyword. */
  readonly keywordLine: number;
  /** With those that it inherits from Feature, Rule and Examples, each with its `@`. */
  readonly tags: readonly string[];
  /** The text of each step, with what stands beneath it: a doc string, or the cells of a table. */
  readonly steps: readonly string[];
}

/** What selects a scenario: `uri:line`. */
export function addressOf({ uri, line }: Pick<CatalogueScenario, 'uri' | 'line'>): string {
  return `${uri}:${line}`;
}

/** The order in which scenarios are run: file by file, and in a file from top to bottom. */
export function compareAddresses(
  a: Pick<CatalogueScenario, 'uri' | 'line'>,
  b: Pick<CatalogueScenario, 'uri' | 'line'>,
): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return a.line - b.line;
}

/** One Rule of the features. */
export interface Requirement extends RequirementId {
  readonly id: string;
  readonly level: Level;
  /** The Rule's name. */
  readonly title: string;
  readonly quotes: readonly Quote[];
  /** Ids of the readings that it rests on, such as `R3`. */
  readonly readings: readonly string[];
  /** What it claims beyond what it quotes: names of grammar rules, or rows such as `capability TOP`. */
  readonly claims: readonly string[];
  readonly scenarios: readonly CatalogueScenario[];
  readonly uri: string;
  readonly line: number;
}

/** What is wrong with a feature file, as data. */
export interface Problem {
  readonly uri: string;
  readonly line: number;
  /** One sentence. */
  readonly message: string;
}

/** What a set of feature files holds. Where `problems` is not empty, `requirements` has what could be read all the same. */
export interface Catalogue {
  /** In the order of {@link compareRequirements}. */
  readonly requirements: readonly Requirement[];
  readonly problems: readonly Problem[];
}

const ID = /^(\d+)-(\d+(?:\.\d+)*)-([SC])(\d+)$/;

/**
 * Reads a requirement's id.
 * @param text such as `2449-6.5-S2`, without the `@` of a tag
 * @returns undefined where the text is not an id
 */
export function parseRequirementId(text: string): RequirementId | undefined {
  const [, rfc, section, letter, number] = ID.exec(text) ?? [];
  if (rfc === undefined || section === undefined || number === undefined) return undefined;
  return { rfc: Number(rfc), section, role: letter === 'S' ? 'server' : 'client', number: Number(number) };
}

/** A requirement's quotations as one text for a reader, in the order of the Rule. */
export function quotationOf(requirement: Requirement): string {
  return requirement.quotes.map((quote) => quote.text).join(' ... ');
}

/** RFC 2449 is what the suite is about; the others follow as they complete it. */
const RFC_ORDER: readonly number[] = [2449, 5034, 4616, 1939, 2595, 3206, 6856];

/** Numbers that order ids as a reader of the catalogue expects; compared one after the other. */
function sortKey(id: RequirementId): readonly number[] {
  // RFC 2449 section 3 restates the grammar of RFC 1939 section 3: the two stand together, all of 2449's first.
  const restated = id.rfc === 1939 && id.section === '3';
  const rank = RFC_ORDER.indexOf(restated ? 2449 : id.rfc);
  const [first = 0, second = 0, third = 0] = id.section.split('.').map(Number);
  return [
    rank === -1 ? RFC_ORDER.length : rank,
    restated ? 2449 : id.rfc,
    first,
    second,
    third,
    restated ? 1 : 0,
    id.role === 'server' ? 0 : 1,
    id.number,
  ];
}

/** The catalogue's order: by RFC (2449 first), section by section as numbers (1939-3 behind 2449-3), server first, number. */
export function compareRequirements(a: RequirementId, b: RequirementId): number {
  const right = sortKey(b);
  for (const [index, left] of sortKey(a).entries()) {
    const difference = left - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
