import { compile } from '@cucumber/gherkin';
import type { GherkinDocument, Pickle, PickleStep, Rule, Scenario } from '@cucumber/messages';
import type { Level } from '../verdict/result.ts';
import { parseDescription } from './description.ts';
import type { FeatureDocument } from './parse-feature.ts';
import { READINGS } from './readings.ts';
import { compareRequirements, parseRequirementId } from './requirement.ts';
import type { Catalogue, CatalogueScenario, Problem, Requirement, RequirementId } from './requirement.ts';

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ['@MUST', 'MUST'],
  ['@SHOULD', 'SHOULD'],
  ['@MAY', 'MAY'],
]);
const KNOWN_READINGS: ReadonlySet<string> = new Set(READINGS.map((reading) => reading.id));

type Report = (line: number, message: string) => void;

/** The pickles of each scenario, by the scenario's id in the document. */
function picklesByScenario(uri: string, document: GherkinDocument): ReadonlyMap<string, readonly Pickle[]> {
  let ids = 0;
  const groups = new Map<string, Pickle[]>();
  for (const pickle of compile(document, uri, () => `pickle-${(ids += 1)}`)) {
    const scenario = pickle.astNodeIds[0] ?? '';
    const group = groups.get(scenario);
    if (group === undefined) groups.set(scenario, [pickle]);
    else group.push(pickle);
  }
  return groups;
}

/** Reads the requirements of any number of feature files, which is pure: the files were read and parsed before. */
export function readFeatures(documents: readonly FeatureDocument[]): Catalogue {
  const problems: Problem[] = [];
  const first = new Map<string, Requirement>();
  for (const { uri, document, joins = false } of documents) {
    const report: Report = (line, message) => problems.push({ uri, line, message });
    for (const requirement of readDocument(uri, document, report)) {
      const { id, level, line, scenarios } = requirement;
      const other = first.get(id);
      if (other === undefined) first.set(id, requirement);
      else if (!joins) report(line, `${id} is the id of another Rule too, at ${other.uri}:${other.line}`);
      else if (level !== other.level) report(line, `${id} is a ${other.level}, and is tagged @${level} here`);
      else first.set(id, { ...other, scenarios: [...other.scenarios, ...scenarios] });
    }
  }
  return { requirements: [...first.values()].toSorted(compareRequirements), problems };
}

function readDocument(uri: string, document: GherkinDocument, report: Report): Requirement[] {
  const { feature } = document;
  if (feature === undefined) {
    report(1, 'the file holds no Feature');
    return [];
  }
  const pickles = picklesByScenario(uri, document);
  const requirements: Requirement[] = [];
  for (const { rule, scenario } of feature.children) {
    if (scenario !== undefined) {
      const { line } = scenario.location;
      report(line, `the scenario "${scenario.name}" stands outside a Rule: no requirement would be judged by it`);
    }
    if (rule === undefined) continue;
    const inherited = feature.tags.map((tag) => tag.name);
    const requirement = readRule(uri, rule, inherited, pickles, report);
    if (requirement !== undefined) requirements.push(requirement);
  }
  return requirements;
}

function readRule(
  uri: string,
  rule: Rule,
  inherited: readonly string[],
  pickles: ReadonlyMap<string, readonly Pickle[]>,
  report: Report,
): Requirement | undefined {
  const { line } = rule.location;
  const complain = (message: string): void => report(line, `the Rule "${rule.name}": ${message}`);
  const tags = rule.tags.map((tag) => tag.name);
  const id = idOf(tags, complain);
  const level = levelOf(tags, complain);
  const { mistakes, ...description } = parseDescription(rule.description);
  for (const mistake of mistakes) complain(mistake);
  if (description.quotes.length === 0) complain('it quotes no RFC');
  for (const reading of description.readings) {
    if (!KNOWN_READINGS.has(reading)) complain(`there is no reading ${reading}`);
  }
  const scenarios = rule.children.flatMap(({ scenario }) =>
    scenario === undefined ? [] : readScenario(uri, scenario, pickles, report),
  );
  if (scenarios.length === 0) complain('it has no scenario');
  if (id === undefined || level === undefined) return undefined;
  const other = id.role === 'server' ? '@client' : '@server';
  if ([...inherited, ...tags].includes(other)) complain(`${id.id} binds the ${id.role}, and it is tagged ${other}`);
  return { ...id, level, title: rule.name, ...description, scenarios, uri, line };
}

function idOf(
  tags: readonly string[],
  complain: (message: string) => void,
): (RequirementId & { id: string }) | undefined {
  const ids = tags.flatMap((tag) => {
    const parsed = parseRequirementId(tag.slice(1));
    return parsed === undefined ? [] : [{ id: tag.slice(1), ...parsed }];
  });
  if (ids.length === 0) complain('it has no tag with its id, such as @2449-5-S1');
  if (ids.length > 1) complain(`it has more than one id: ${ids.map(({ id }) => id).join(', ')}`);
  return ids[0];
}

function levelOf(tags: readonly string[], complain: (message: string) => void): Level | undefined {
  const levels = tags.flatMap((tag) => LEVELS.get(tag) ?? []);
  if (levels.length === 0) complain('it has no level: @MUST, @SHOULD or @MAY');
  if (levels.length > 1) complain(`it has more than one level: ${levels.join(', ')}`);
  return levels[0];
}

function readScenario(
  uri: string,
  scenario: Scenario,
  pickles: ReadonlyMap<string, readonly Pickle[]>,
  report: Report,
): CatalogueScenario[] {
  const keywordLine = scenario.location.line;
  const own = pickles.get(scenario.id) ?? [];
  if (own.length === 0) report(keywordLine, `the scenario outline "${scenario.name}" has no row of examples`);
  // Cucumber passes a scenario without steps over, so it would look as if it had been run.
  if (scenario.steps.length === 0) report(keywordLine, `the scenario "${scenario.name}" has no step`);
  return own.map((pickle) => ({
    name: pickle.name,
    uri,
    line: pickle.location?.line ?? keywordLine,
    keywordLine,
    tags: pickle.tags.map((tag) => tag.name),
    steps: pickle.steps.map(textOf),
  }));
}

function textOf({ text, argument }: PickleStep): string {
  const cells = argument?.dataTable?.rows.flatMap(({ cells: row }) => row.map(({ value }) => value)) ?? [];
  return [text, ...(argument?.docString === undefined ? [] : [argument.docString.content]), ...cells].join('\n');
}
