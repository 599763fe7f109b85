/** What is done and what is edited, read and written: each directive has its words here, and only here. */

import { CLIENT_ACTS, ENDS, LONGEST_WAIT, type Act, type Edit, type Place } from './syntax.ts';
import { misread, type Misreading, type Reading } from './notation.ts';
import { namesIn, readPattern, writePattern } from './pattern.ts';
import { readText, writeText } from './text.ts';

const TIME = String.raw`(\d{1,6})(ms|s)`;

/** Reads a directive that does something, `S:` lines excepted. @returns undefined where it is none */
export function readAct(source: string): Reading<Act> | undefined {
  const end = ENDS.find((kind) => kind === source);
  if (end !== undefined) return { ok: true, value: { kind: end } };
  const client = CLIENT_ACTS.find((kind) => kind === source);
  if (client !== undefined) return { ok: true, value: { kind: client } };
  if (source === 'answer' || source === 'no answer' || source === 'cut' || source === 'drop the rest') {
    return { ok: true, value: { kind: source } };
  }
  const every = new RegExp(`^cut every (octet|line|CRLF)(?: ${TIME} apart)?$`).exec(source);
  if (every !== null) {
    const unit = every[1] === 'octet' || every[1] === 'line' ? every[1] : 'CRLF';
    return within(source, milliseconds(every[2] ?? '0', every[3]), (gapMs) => ({ kind: 'cut every', unit, gapMs }));
  }
  const after = /^cut after (\d{1,9}) octets?$/.exec(source);
  if (after !== null) return { ok: true, value: { kind: 'cut after', octets: Number(after[1]) } };
  const wait = new RegExp(`^(client )?wait ${TIME}$`).exec(source);
  if (wait !== null) {
    const kind = wait[1] === undefined ? 'wait' : 'client wait';
    return within(source, milliseconds(wait[2], wait[3]), (ms) => ({ kind, ms }));
  }
  const more = new RegExp(`^wait up to ${TIME} for more$`).exec(source);
  if (more !== null) return within(source, milliseconds(more[1], more[2]), (ms) => ({ kind: 'wait for more', ms }));
  return undefined;
}

function within(source: string, ms: number, act: (ms: number) => Act): Reading<Act> {
  const isBearable = ms <= LONGEST_WAIT;
  return isBearable
    ? { ok: true, value: act(ms) }
    : misread(0, source.length, `a time of at most ${LONGEST_WAIT / 1000}s`);
}

function milliseconds(number: string | undefined, unit: string | undefined): number {
  return Number(number) * (unit === 's' ? 1000 : 1);
}

/** The inverse of {@link readAct}, `S:` lines included. */
export function writeAct(act: Act): string {
  switch (act.kind) {
    case 'send':
      return `S: ${writeText(act.text)}`.trimEnd();
    case 'cut every':
      return `cut every ${act.unit}${act.gapMs === 0 ? '' : ` ${writeTime(act.gapMs)} apart`}`;
    case 'cut after':
      return `cut after ${act.octets} octets`;
    case 'wait':
    case 'client wait':
      return `${act.kind} ${writeTime(act.ms)}`;
    case 'wait for more':
      return `wait up to ${writeTime(act.ms)} for more`;
    default:
      return act.kind;
  }
}

function writeTime(ms: number): string {
  return ms > 0 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

// Edits

const PLACE = String.raw`(first line|dot line|each body line|last body line|body line ([1-9]\d{0,8})|body line like "((?:\\.|[^"\\])*)")`;
const REMOVE = new RegExp(`^no ${PLACE}$`);
const CHANGE = new RegExp(`^(?:(before|after) )?${PLACE}:[ \\t]*`);

/**
 * Reads an edit of the correct answer.
 * @param isKnown whether a name has a value in this rule
 * @returns undefined where it is none
 */
export function readEdit(source: string, isKnown: (name: string) => boolean): Reading<Edit> | undefined {
  const removal = REMOVE.exec(source);
  if (removal !== null) {
    const place = readPlace(source, removal.slice(1));
    return place.ok ? { ok: true, value: { verb: 'remove', place: place.value } } : place;
  }
  const change = CHANGE.exec(source);
  if (change === null) return undefined;
  const [whole, preposition, ...groups] = change;
  const place = readPlace(source, groups);
  if (!place.ok) return place;
  const captured = place.value.kind === 'body line like' ? namesIn(place.value.pattern) : [];
  const text = readText(source.slice(whole.length), (name) => captured.includes(name) || isKnown(name));
  if (!text.ok) return shifted(text, whole.length);
  const verb = preposition === 'before' || preposition === 'after' ? preposition : 'replace';
  return { ok: true, value: { verb, place: place.value, text: text.value } };
}

/** @param groups those of {@link PLACE} */
function readPlace(source: string, [kind, number, pattern]: readonly (string | undefined)[]): Reading<Place> {
  if (kind === 'first line' || kind === 'dot line' || kind === 'each body line' || kind === 'last body line') {
    return { ok: true, value: { kind } };
  }
  if (number !== undefined) return { ok: true, value: { kind: 'body line', number: Number(number) } };
  const read = readPattern(pattern ?? '');
  if (!read.ok) return shifted(read, source.indexOf('"') + 1);
  return { ok: true, value: { kind: 'body line like', pattern: read.value } };
}

/** A misreading of a part, told of the whole. @param by where the part begins */
export function shifted(misreading: Misreading, by: number): Misreading {
  return { ...misreading, at: misreading.at + by };
}

/** The inverse of {@link readEdit}. */
export function writeEdit(edit: Edit): string {
  const place = writePlace(edit.place);
  if (edit.verb === 'remove') return `no ${place}`;
  return `${edit.verb === 'replace' ? '' : `${edit.verb} `}${place}: ${writeText(edit.text)}`.trimEnd();
}

function writePlace(place: Place): string {
  switch (place.kind) {
    case 'body line':
      return `body line ${place.number}`;
    case 'body line like':
      return `body line like "${writePattern(place.pattern, '"')}"`;
    default:
      return place.kind;
  }
}
