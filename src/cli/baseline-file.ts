/** The file of a baseline: YAML, read with the line of every mistake, and revised with its order and comments kept. Pure. */

import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { nearest } from '../catalogue/nearest.ts';
import { parseRequirementId } from '../catalogue/requirement.ts';
import { subjectOf, type Baseline, type NewEntry, type Revision } from '../verdict/baseline.ts';
import type { BaselineEntry, ExpectedVerdict } from '../verdict/result.ts';
import { UsageError } from './errors.ts';

/** What can be expected of a run. */
const VERDICTS = ['fail', 'advice', 'inconclusive', 'not-applicable'] as const satisfies readonly ExpectedVerdict[];

const KEYS = ['requirement', 'scenario', 'verdict', 'reason'] as const;

/** A reason that begins so is still to be written. */
const UNWRITTEN = 'TODO';
const PLACEHOLDER = `${UNWRITTEN}: say why this is accepted, and until when`;

/** What a new file says of itself. */
const PREFACE = ` Known failures of the target, for pop3spec --baseline. An entry names a requirement or a scenario, the verdict that is
 expected, and the reason why it is accepted. An entry that no longer holds fails the run.`;

/** A baseline with the document that it was read from. */
export interface BaselineFile {
  readonly baseline: Baseline;
  readonly document: Document;
}

/** A baseline with nothing in it, for a file that is not there yet. */
export function emptyBaseline(file: string): BaselineFile {
  const document = parseDocument('[]');
  document.commentBefore = PREFACE;
  return { baseline: { file, entries: [] }, document };
}

/**
 * Reads a baseline.
 * @param file its name, for the messages
 * @param unwritten whether reasons may still be to be written: a run that revises the baseline bears them, no other does
 * @throws {UsageError} with `file:line: what is wrong` for each mistake
 */
export function parseBaseline(source: string, file: string, unwritten: boolean): BaselineFile {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false });
  const lineOf = (node: unknown): number => (isNode(node) && node.range ? counter.linePos(node.range[0]).line : 1);
  const mistakes: string[] = document.errors.map(
    ({ pos, message }) => `${file}:${counter.linePos(pos[0]).line}: ${message}`,
  );
  const complain = (node: unknown, message: string): void => void mistakes.push(`${file}:${lineOf(node)}: ${message}`);
  const entries: BaselineEntry[] = [];
  if (mistakes.length === 0) {
    for (const item of itemsOf(document, complain)) {
      const entry = isMap(item) ? entryOf(item, unwritten, lineOf, complain) : undefined;
      if (!isMap(item)) complain(item, 'an entry has the keys requirement (or scenario), verdict and reason');
      if (entry === undefined) continue;
      const other = entries.find((each) => subjectOf(each) === subjectOf(entry));
      if (other !== undefined) complain(item, `${subjectOf(entry)} stands in line ${other.line} already`);
      entries.push(entry);
    }
  }
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return { baseline: { file, entries }, document };
}

type Complain = (node: unknown, message: string) => void;

/** The entries; an empty file has none. */
function itemsOf({ contents }: Document, complain: Complain): readonly unknown[] {
  if (isSeq(contents)) return contents.items;
  if (contents !== null && !(isScalar(contents) && contents.value === null)) {
    complain(contents, 'a baseline is a list of entries, each with requirement (or scenario), verdict and reason');
  }
  return [];
}

function entryOf(
  map: YAMLMap,
  unwritten: boolean,
  lineOf: (node: unknown) => number,
  complain: Complain,
): BaselineEntry | undefined {
  const texts = new Map<string, string>();
  let sound = true;
  const wrong = (node: unknown, message: string): void => {
    sound = false;
    complain(node, message);
  };
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!KEYS.some((each) => each === name)) wrong(key, `there is no key "${name}"${near(name)}`);
    else if (!isScalar(value) || typeof value.value !== 'string') wrong(value ?? key, `${name}: a text is wanted`);
    else texts.set(name, value.value.trim());
  }
  const at = (name: string): Node => nodeOf(map, name) ?? map;
  const [requirement, scenario, verdict, reason] = KEYS.map((key) => texts.get(key));
  if (!sound) return undefined;
  if ((requirement === undefined) === (scenario === undefined)) {
    wrong(map, 'an entry names either a requirement or a scenario');
  }
  if (requirement !== undefined && parseRequirementId(requirement) === undefined) {
    wrong(at('requirement'), `"${requirement}" is not the id of a requirement, such as 2449-5-S3`);
  }
  if (scenario === '') wrong(at('scenario'), 'the scenario is named as in the report, or as uri:line');
  const known = VERDICTS.find((each) => each === verdict);
  if (known === undefined) wrong(at('verdict'), verdictMistake(verdict));
  if (reason === undefined || reason === '') {
    wrong(at('reason'), `${requirement ?? scenario ?? 'the entry'} has no reason: say why it is accepted`);
  } else if (!unwritten && reason.startsWith(UNWRITTEN)) {
    wrong(at('reason'), `the reason of ${requirement ?? scenario ?? 'the entry'} is still to be written`);
  }
  if (!sound || known === undefined || reason === undefined) return undefined;
  return {
    line: lineOf(map),
    ...(requirement === undefined ? {} : { requirement }),
    ...(scenario === undefined ? {} : { scenario }),
    verdict: known,
    reason,
  };
}

function verdictMistake(verdict: string | undefined): string {
  if (verdict === undefined) return `the verdict that is expected is missing: ${VERDICTS.join(', ')}`;
  const why = verdict === 'pass' ? ': a pass is what every requirement is expected to have' : '';
  return `"${verdict}" is not one of ${VERDICTS.join(', ')}${why}`;
}

function near(name: string): string {
  const [found] = nearest(name, KEYS, 1);
  return found === undefined ? ` (the keys are ${KEYS.join(', ')})` : ` (did you mean ${found}?)`;
}

function nodeOf(map: YAMLMap, name: string): Node | undefined {
  const value: unknown = map.get(name, true);
  return isNode(value) ? value : undefined;
}

/** The text of the file after a revision: what stays keeps its place, its words and its comments; what is new stands at the end. */
export function revisedText({ baseline, document }: BaselineFile, { kept, added }: Revision): string {
  const contents = isSeq(document.contents) ? document.contents : document.createNode([]);
  const stays = baseline.entries.map((entry) => kept.includes(entry));
  const [first] = contents.items;
  // What stands above the first entry, behind a blank line, is said of the whole file.
  if (isNode(first) && typeof first.commentBefore === 'string' && stays[0] !== true) {
    const end = first.commentBefore.lastIndexOf('\n\n');
    if (end !== -1) document.commentBefore = first.commentBefore.slice(0, end);
  }
  contents.items = contents.items.filter((_, index) => stays[index] === true);
  for (const entry of added) contents.add(document.createNode(fresh(entry)));
  // An empty list is written in brackets, a list with something in it as one entry below the other.
  contents.flow = contents.items.length === 0;
  document.contents = contents;
  return document.toString({ lineWidth: 120 });
}

/** A new entry, whose reason the next run refuses until somebody has written it. */
function fresh({ requirement, scenario, verdict }: NewEntry): Record<string, string> {
  return {
    ...(requirement === undefined ? {} : { requirement }),
    ...(scenario === undefined ? {} : { scenario }),
    verdict,
    reason: PLACEHOLDER,
  };
}
