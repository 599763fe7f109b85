import { parse } from '@cucumber/tag-expressions';
import { fold } from './description.ts';
import { nearest } from './nearest.ts';
import type { CatalogueScenario, Requirement } from './requirement.ts';
import { liesIn } from './rfc-text.ts';

/** A scenario as Cucumber is told to run it. */
export interface ScenarioAddress {
  readonly uri: string;
  readonly line: number;
}

/** Why an expression of `--only` selects nothing. */
export interface SelectionError {
  /** The one that is wrong, of several. */
  readonly expression: string;
  /** One sentence that ends a line such as `--only EXPR: …`. */
  readonly message: string;
  /** What was perhaps meant: ids, sections, files or addresses, the nearest first; empty where nothing is near. */
  readonly near: readonly string[];
}

export type Selection =
  | { readonly ok: true; readonly scenarios: readonly ScenarioAddress[] }
  | { readonly ok: false; readonly errors: readonly [SelectionError, ...SelectionError[]] };

/** A scenario with the requirement whose Rule holds it. */
interface Candidate {
  readonly requirement: Requirement;
  readonly scenario: CatalogueScenario;
}

type Predicate = (candidate: Candidate) => boolean;

/** What an expression means: which scenarios it takes, and what was perhaps meant where it takes none. */
interface Meaning {
  readonly takes: Predicate;
  readonly near: (requirements: readonly Requirement[]) => readonly string[];
}

const CATALOGUE = /^(\d+)(?:-(\d+(?:\.\d+)*)(?:-([SC]\d+))?)?$/i;
const FILE = /^(.*\.feature)(?::(\d+))?$/;

/**
 * Which scenarios `--only` selects. Expressions, separated by commas or given one by one, are united:
 * an id (`2449-5-S1`); a section with its subsections (`2449-6`); an RFC (`2449`); a feature file, with the line of a scenario,
 * a row of examples or a Rule or without (`features/server/rfc2449/5-capa.feature:12`); a Cucumber tag expression (`@MUST and not
 * @tls`), which is told by its `@`.
 * @param expressions as they stand on the command line
 * @returns the scenarios in the catalogue's order, each once; or every expression that selects nothing, since a run that tests
 *   less than its user believes must not look like a success
 */
export function select(requirements: readonly Requirement[], expressions: readonly string[]): Selection {
  const candidates = requirements.flatMap((requirement) =>
    requirement.scenarios.map((scenario): Candidate => ({ requirement, scenario })),
  );
  const selected = new Set<Candidate>();
  const errors: SelectionError[] = [];
  for (const expression of expressions.flatMap((each) => each.split(',')).map((each) => each.trim())) {
    const outcome = selectOne(requirements, candidates, expression);
    if ('message' in outcome) errors.push(outcome);
    else for (const candidate of outcome.taken) selected.add(candidate);
  }
  const [first, ...others] = errors;
  if (first !== undefined) return { ok: false, errors: [first, ...others] };
  const scenarios = candidates.filter((candidate) => selected.has(candidate));
  return { ok: true, scenarios: scenarios.map(({ scenario: { uri, line } }) => ({ uri, line })) };
}

function selectOne(
  requirements: readonly Requirement[],
  candidates: readonly Candidate[],
  expression: string,
): SelectionError | { readonly taken: readonly Candidate[] } {
  const meaning = meaningOf(expression);
  if ('message' in meaning) return meaning;
  const taken = candidates.filter(meaning.takes);
  if (taken.length > 0) return { taken };
  return { expression, message: 'no scenario matches it', near: meaning.near(requirements) };
}

function meaningOf(expression: string): Meaning | SelectionError {
  if (expression.includes('@')) return tagExpression(expression);
  const [, file, line] = FILE.exec(expression.replaceAll('\\', '/')) ?? [];
  if (file !== undefined) return inFile(file, line === undefined ? undefined : Number(line));
  const [, rfc, section, requirement] = CATALOGUE.exec(expression) ?? [];
  if (requirement !== undefined) return withId(expression.toUpperCase());
  if (rfc !== undefined) return inSection(Number(rfc), section);
  return {
    expression,
    message:
      'it is neither an id (2449-5-S1), a section (2449-5), an RFC (2449), a feature file nor a tag expression (@MUST)',
    near: [],
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function tagExpression(expression: string): Meaning | SelectionError {
  try {
    const node = parse(expression);
    return {
      takes: ({ scenario }) => node.evaluate([...scenario.tags]),
      near: (requirements) => {
        const tags = requirements.flatMap((each) => each.scenarios.flatMap((scenario) => scenario.tags));
        return nearest(expression, unique(tags));
      },
    };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { expression, message: `it is not a tag expression: ${fold(cause)}`, near: [] };
  }
}

function withId(id: string): Meaning {
  return {
    takes: ({ requirement }) => requirement.id === id,
    near: (requirements) =>
      nearest(
        id,
        requirements.map((each) => each.id),
      ),
  };
}

function inSection(rfc: number, section: string | undefined): Meaning {
  if (section === undefined) {
    return {
      takes: ({ requirement }) => requirement.rfc === rfc,
      near: (requirements) => nearest(`${rfc}`, unique(requirements.map((each) => `${each.rfc}`))),
    };
  }
  return {
    takes: ({ requirement }) => requirement.rfc === rfc && liesIn(requirement.section, section),
    near: (requirements) =>
      nearest(`${rfc}-${section}`, unique(requirements.map((each) => `${each.rfc}-${each.section}`))),
  };
}

/** A file may be named from the suite's root, from elsewhere, or by the end of its path alone. */
function isFile(uri: string, file: string): boolean {
  return uri === file || uri.endsWith(`/${file}`) || file.endsWith(`/${uri}`);
}

function inFile(path: string, line: number | undefined): Meaning {
  const file = path.replace(/^(?:\.\/)+/, '');
  return {
    takes: ({ requirement, scenario }) =>
      isFile(scenario.uri, file) &&
      (line === undefined || [scenario.line, scenario.keywordLine, requirement.line].includes(line)),
    near: (requirements) => {
      const scenarios = requirements.flatMap((requirement) => requirement.scenarios);
      const here = scenarios.filter(({ uri }) => isFile(uri, file));
      return here.length > 0 && line !== undefined ? nearestLines(here, line) : nearestFiles(scenarios, file);
    },
  };
}

function nearestLines(scenarios: readonly CatalogueScenario[], line: number): string[] {
  return scenarios
    .toSorted((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line))
    .slice(0, 3)
    .map((scenario) => `${scenario.uri}:${scenario.line}`);
}

/** Compares as much of each path as the user wrote. */
function nearestFiles(scenarios: readonly CatalogueScenario[], file: string): string[] {
  const depth = file.split('/').length;
  const tails = new Map(scenarios.map(({ uri }) => [uri.split('/').slice(-depth).join('/'), uri]));
  return nearest(file, [...tails.keys()]).map((tail) => tails.get(tail) ?? tail);
}
