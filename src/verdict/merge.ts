/** The parts of a sharded run as the one result that the run in one piece would have. Pure. */

import { compareAddresses } from '../catalogue/requirement.ts';
import { withoutBaseline } from './baseline.ts';
import { judgeClaim } from './claims.ts';
import { concludeRequirement, concludeScenario, mostTelling, type Strictness } from './conclude.ts';
import type { Judged, RequirementResult, RunResult, ScenarioResult, Shard } from './result.ts';
import { runVerdict, summarize } from './summary.ts';
import { SURVEY } from './verdicts.ts';

/** A result and what the user calls it. */
export interface NamedResult {
  readonly file: string;
  readonly result: RunResult;
}

export type Merged =
  | { readonly ok: true; readonly result: RunResult }
  /** Why the files are not one run, a sentence each. */
  | { readonly ok: false; readonly problems: readonly [string, ...string[]] };

interface Part extends NamedResult {
  readonly shard: Shard;
}

/**
 * Merges the parts of one run. Every part has to be there once, of the same suite, target and options. Verdicts are
 * concluded anew from all findings, since a rule that is judged on every octet draws its evidence from all parts; the
 * survey, which each part makes for itself, counts once. The time is that of all parts together. What a baseline said of
 * the parts is left out: only of the whole can it be said what is stale.
 */
export function mergeShards(results: readonly NamedResult[]): Merged {
  const parts = results.flatMap(({ file, result }): Part[] =>
    result.shard === undefined ? [] : [{ file, result: withoutBaseline(result), shard: result.shard }],
  );
  const whole = results.filter(({ result }) => result.shard === undefined);
  const [problem, ...others] = [
    ...whole.map(({ file }) => `${file} is the result of a whole run, not of a part of one (--shard)`),
    ...strangers(parts),
  ];
  if (problem !== undefined) return { ok: false, problems: [problem, ...others] };
  const ordered = parts.toSorted((a, b) => a.shard.index - b.shard.index);
  const [gap, ...gaps] = gapsIn(ordered);
  if (gap !== undefined) return { ok: false, problems: [gap, ...gaps] };
  const [first, ...rest] = ordered;
  if (first === undefined) return { ok: false, problems: ['there is no part to merge'] };
  return { ok: true, result: union([first, ...rest]) };
}

/** What a part must have in common with the first one, and what it is called. */
const COMMON: ReadonlyArray<readonly [string, (part: Part) => unknown]> = [
  ['the version of pop3spec', ({ result }) => result.suite.version],
  ['the role', ({ result }) => result.role],
  ['the target', ({ result }) => result.target.name],
  ['TLS', ({ result }) => result.target.tls],
  ['what the target calls itself', ({ result }) => result.target.implementation],
  ['the number of parts', ({ shard }) => shard.of],
];

/** Parts that are not of the same run as the first one, and by what one sees it. */
function strangers([first, ...others]: readonly Part[]): string[] {
  if (first === undefined) return [];
  return others.flatMap((part) => {
    const common = [...COMMON, ...optionsIn([first, part])];
    const differences = common
      .map(([what, of]) => ({ what, here: told(of(part)), there: told(of(first)) }))
      .filter(({ here, there }) => here !== there)
      .map(({ what, here, there }) => `${what} is ${here} in ${part.file}, and ${there} in ${first.file}`);
    if (differences.length > 0) return differences;
    const same = part.shard.plan === first.shard.plan && idsOf(part).join() === idsOf(first).join();
    return same ? [] : [`${part.file} is a part of other scenarios than ${first.file}`];
  });
}

/** Every option that one of the parts knows, also of a later version. */
function optionsIn(parts: readonly Part[]): typeof COMMON {
  const names = new Set(parts.flatMap(({ result }) => Object.keys(result.options ?? {})));
  return [...names].map((name) => [
    `the option ${name}`,
    ({ result }) => Object.entries(result.options ?? {}).find(([key]) => key === name)?.[1],
  ]);
}

function told(value: unknown): string {
  if (value === undefined || value === '') return 'not given';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function idsOf({ result }: Part): string[] {
  return result.requirements.map(({ id }) => id);
}

/** Parts that are missing, and those that are there more than once. */
function gapsIn(parts: readonly Part[]): string[] {
  const of = parts[0]?.shard.of ?? 0;
  return Array.from({ length: of }, (_, place) => place + 1).flatMap((index) => {
    const files = parts.filter(({ shard }) => shard.index === index).map(({ file }) => file);
    if (files.length === 0) return [`part ${index}/${of} is missing`];
    return files.length === 1 ? [] : [`part ${index}/${of} is there ${files.length} times: ${files.join(', ')}`];
  });
}

function union(parts: readonly [Part, ...Part[]]): RunResult {
  const [{ result: first }] = parts;
  const strictness = { strict: first.options?.strict ?? false };
  const requirements = first.requirements.map((requirement) => {
    const everywhere = parts.flatMap(({ result }) => result.requirements.filter(({ id }) => id === requirement.id));
    return joined(requirement, everywhere, strictness);
  });
  const ofPart = (part: Part, text: string): string => `part ${part.shard.index}/${part.shard.of}: ${text}`;
  const faults = parts.flatMap((part) => part.result.faults.map((fault) => ofPart(part, fault)));
  const ends = parts.flatMap((part) =>
    part.result.interrupted === undefined ? [] : [ofPart(part, part.result.interrupted)],
  );
  const complete = first.options?.only === undefined && faults.length === 0 && ends.length === 0;
  const { shard: _, interrupted: __, lanes: ___, ...common } = first;
  return {
    ...common,
    started: parts.map(({ result }) => result.started).toSorted()[0] ?? first.started,
    durationMs: parts.reduce((sum, { result }) => sum + result.durationMs, 0),
    verdict: runVerdict(requirements, complete),
    summary: summarize(requirements),
    claims: first.claims.map((claim) => judgeClaim(claim, requirements)),
    requirements,
    faults,
    ...(ends.length === 0 ? {} : { interrupted: ends.join('; ') }),
  };
}

/** One requirement with the scenarios of all parts, concluded anew. */
function joined(
  first: RequirementResult,
  everywhere: readonly RequirementResult[],
  strictness: Strictness,
): RequirementResult {
  const judged = total(everywhere.flatMap((each) => each.judged ?? []));
  const all = everywhere.flatMap(({ scenarios }) => scenarios);
  const own = all
    .filter(({ observed }) => observed !== true)
    .toSorted(compareAddresses)
    .map((scenario) => concludeScenario(scenario, first.level, judged, strictness));
  const scenarios = [...own, ...mostTelling(sightings(all))];
  const counted = judged === undefined ? {} : { judged };
  return { ...first, ...concludeRequirement({ scenarios, ...counted }), ...counted, scenarios };
}

/** What was judged in passing in all parts; the surveys, which are alike, count as that of the first part that tells of it. */
function total(counts: readonly Judged[]): Judged | undefined {
  const survey = counts.find((each) => each.survey > 0)?.survey ?? 0;
  const places = counts.reduce((sum, each) => sum + each.places - each.survey, survey);
  const scenarios = counts.reduce((sum, each) => sum + each.scenarios - Math.sign(each.survey), Math.sign(survey));
  return scenarios === 0 ? undefined : { places, scenarios, survey };
}

/** The sightings of all parts in the order of the run; what several surveys saw alike is one. */
function sightings(all: readonly ScenarioResult[]): ScenarioResult[] {
  const observed = all.filter((scenario) => scenario.observed === true);
  const surveys = observed.filter(({ uri }) => uri === SURVEY);
  const news = surveys.filter((each, place) => surveys.findIndex(({ reason }) => reason === each.reason) === place);
  return [...news, ...observed.filter(({ uri }) => uri !== SURVEY).toSorted(compareAddresses)];
}
