/**
 * The ledger: does the catalogue say what the RFCs say, all of it, and nothing else? Pure: each check gives the discrepancies as
 * lines for a reader, none where the books balance.
 */
import { CAPABILITIES, RESPONSE_CODES } from '../protocol/registry.ts';
import { parseRequirementId } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import { grammarRules, hasKeyWord, keyWordSentences, liesIn, normalise } from './rfc-text.ts';
import type { GrammarRule, Section } from './rfc-text.ts';
import type { Row } from './rows.ts';
import type { Untestable } from './untestable.ts';

/** The RFCs that may be quoted, by number. */
export type Library = ReadonlyMap<number, readonly Section[]>;

/** What has to be claimed by a Rule, or listed as untestable: a sentence, a rule of the grammar, or a row of a registry. */
export interface Statement {
  /** How it is named in a `Claims:` line: `greeting`, `capability TOP`. For a sentence, its section and normalised words. */
  readonly key: string;
  /** For a reader. */
  readonly description: string;
  /** Whether a Rule claims it by what it quotes. */
  readonly isQuotedBy: (requirement: Requirement) => boolean;
}

const FEWEST_SCENARIOS = 1;
/** Cucumber's cost is quadratic in the scenarios of one file where runs are parallel. */
const MOST_SCENARIOS_A_FILE = 30;

function placeOf({ uri, line, id }: Requirement): string {
  return `${uri}:${line} ${id}`;
}

/** Whether each piece that a Rule quotes stands in the section that it names, white space aside. */
export function checkQuotations(requirements: readonly Requirement[], library: Library): string[] {
  return requirements.flatMap((requirement) =>
    requirement.quotes.flatMap((quote) => {
      const rfc = library.get(quote.rfc);
      if (rfc === undefined) return [`${placeOf(requirement)}: there is no text of RFC ${quote.rfc} in features/rfc`];
      const parts = rfc.filter((section) => liesIn(section.number, quote.section));
      const text = normalise(parts.map(({ title, lines }) => [title, ...lines].join('\n')).join('\n'));
      return quote.pieces
        .filter((piece) => !text.includes(normalise(piece)))
        .map((piece) => `${placeOf(requirement)}: RFC ${quote.rfc} section ${quote.section} does not say "${piece}"`);
    }),
  );
}

/** Whether each row has its Rule, of the same level and with a scenario, and whether each Rule of that role has its row. */
export function checkRows(requirements: readonly Requirement[], rows: readonly Row[]): string[] {
  const rules = new Map(requirements.map((requirement) => [requirement.id, requirement]));
  const levels = new Map(rows.map((row) => [row.id, row.level]));
  const roles = new Set(rows.map((row) => parseRequirementId(row.id)?.role));
  const missing = rows.filter(({ id }) => !rules.has(id)).map(({ id, level }) => `${id} (${level}) has no Rule`);
  const wrong = requirements
    .filter(({ role }) => roles.has(role))
    .flatMap((requirement) => {
      const level = levels.get(requirement.id);
      if (level === undefined) return [`${placeOf(requirement)}: there is no such row in the catalogue`];
      if (requirement.scenarios.length < FEWEST_SCENARIOS) return [`${placeOf(requirement)}: it has no scenario`];
      return level === requirement.level
        ? []
        : [`${placeOf(requirement)}: it is @${requirement.level}, the row ${level}`];
    });
  return [...missing, ...wrong];
}

/** Whether no feature file has more scenarios than Cucumber runs well, each row of an outline counted. */
export function checkFileSizes(requirements: readonly Requirement[]): string[] {
  const sizes = new Map<string, number>();
  for (const { uri, scenarios } of requirements) sizes.set(uri, (sizes.get(uri) ?? 0) + scenarios.length);
  return [...sizes]
    .filter(([, size]) => size > MOST_SCENARIOS_A_FILE)
    .map(([uri, size]) => `${uri}: ${size} scenarios, and a file has at most ${MOST_SCENARIOS_A_FILE}`);
}

function sentenceStatement(section: string, sentence: string): Statement {
  const whole = normalise(sentence);
  return {
    key: sentenceKey(section, sentence),
    description: `RFC 2449 section ${section}: "${sentence}"`,
    // A part of the sentence that holds no key word claims nothing normative.
    isQuotedBy: ({ quotes }) =>
      quotes
        .filter((quote) => quote.rfc === 2449 && liesIn(section, quote.section))
        .flatMap((quote) => quote.pieces.map(normalise))
        .some((piece) => piece.includes(whole) || (whole.includes(piece) && hasKeyWord(piece))),
  };
}

function sentenceKey(section: string, sentence: string): string {
  return `section ${section}: ${normalise(sentence)}`;
}

function grammarStatement({ name, definition }: GrammarRule): Statement {
  const rule = `${name} = ${definition}`;
  return {
    key: name,
    description: `RFC 2449 section 3, grammar: ${rule}`,
    // With a blank before it, since "text = ..." is not the end of another rule's name.
    isQuotedBy: ({ quotes }) =>
      quotes
        .filter((quote) => quote.rfc === 2449 && quote.section === '3')
        .some((quote) => quote.pieces.some((piece) => ` ${normalise(piece)}`.includes(` ${normalise(rule)}`))),
  };
}

/** A row of one of IANA's registries, which RFC 2449 section 9 founded, with the place of its definition. */
function rowStatement(registry: string, name: string, definition: { rfc: number; section: string }): Statement {
  const { rfc, section } = definition;
  return {
    key: `${registry} ${name}`,
    description: `IANA: the ${registry} ${name} (RFC ${rfc} section ${section})`,
    // The Rule quotes from the definition and names what it defines, there or in its title.
    isQuotedBy: ({ title, quotes }) => {
      const pieces = quotes
        .filter((quote) => quote.rfc === rfc && (liesIn(quote.section, section) || liesIn(section, quote.section)))
        .flatMap((quote) => quote.pieces);
      // Whole words: AUTH-RESP-CODE does not name AUTH.
      const words = new Set([title, ...pieces].join(' ').match(/[\w-]+/g));
      return pieces.length > 0 && name.split('/').every((part) => words.has(part));
    },
  };
}

/**
 * What RFC 2449 states: each sentence with a key word in sections 3 to 9, each rule of the grammar in section 3, and each row of
 * the IANA registries.
 * @param sections of RFC 2449
 */
export function statementsOf(sections: readonly Section[]): Statement[] {
  const normative = sections.filter(({ number }) => {
    const chapter = Number.parseInt(number, 10);
    return chapter >= 3 && chapter <= 9;
  });
  const grammar = normative.filter(({ number }) => number === '3').flatMap(grammarRules);
  return [
    ...normative.flatMap((section) =>
      keyWordSentences(section).map((sentence) => sentenceStatement(section.number, sentence)),
    ),
    ...grammar.map(grammarStatement),
    ...CAPABILITIES.map((row) => rowStatement('capability', row.tag, row)),
    ...RESPONSE_CODES.map((row) => rowStatement('response code', row.levels.join('/'), row)),
  ];
}

/**
 * Whether each statement is either claimed by a Rule or listed as untestable, and not both; whether each entry of the list, and
 * each `Claims:` line, names a statement that there is.
 */
export function checkClaims(
  statements: readonly Statement[],
  requirements: readonly Requirement[],
  untestable: readonly Untestable[],
): string[] {
  const keys = new Set(statements.map(({ key }) => key));
  const listed = new Set(untestable.map(keyOf));
  const open = statements.flatMap(({ key, description, isQuotedBy }) => {
    const claimant = requirements.find((requirement) => requirement.claims.includes(key) || isQuotedBy(requirement));
    if (claimant === undefined) return listed.has(key) ? [] : [`unclaimed: ${description}`];
    return listed.has(key) ? [`listed as untestable, and claimed by ${placeOf(claimant)}: ${description}`] : [];
  });
  const stale = [...listed].filter((key) => !keys.has(key));
  const unknown = requirements.flatMap((requirement) =>
    requirement.claims
      .filter((name) => !keys.has(name))
      .map((name) => `${placeOf(requirement)}: it claims "${name}", and there is no such rule or row`),
  );
  return [...open, ...stale.map((key) => `listed as untestable, and nowhere stated: ${key}`), ...unknown];
}

function keyOf(entry: Untestable): string {
  return 'grammar' in entry ? entry.grammar : sentenceKey(entry.section, entry.sentence);
}
