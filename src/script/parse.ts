/** Reads scripts. Nothing throws: what is wrong with a script is told by file, line and column. */

import { visible } from '../protocol/octets.ts';
import { readAct, readEdit, shifted } from './acts.ts';
import { contradictionIn } from './check.ts';
import { readConditions } from './conditions.ts';
import type { Misreading, Reading } from './notation.ts';
import { namesIn, readClientLine, readPattern } from './pattern.ts';
import {
  BUILT_IN,
  ENDS,
  isOfServer,
  START_TLS,
  type Act,
  type Condition,
  type Edit,
  type Pattern,
  type Rule,
  type Script,
  type Setting,
  type Text,
  type Turn,
} from './syntax.ts';
import { readText } from './text.ts';

/** One mistake in a script. */
export interface Mistake {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** In characters, counted from 1. */
  readonly column: number;
  /** In words that follow "expected". */
  readonly expected: string;
  /** What stands there, printable. */
  readonly came: string;
}

/** In which line of the source a rule, a turn or a setting begins. */
export type Places = ReadonlyMap<Rule | Turn | Setting, number>;

export type ParsedScript =
  | { readonly ok: true; readonly script: Script; readonly places: Places }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Mistakes past this number are most likely one: the file is no script. */
const MOST_MISTAKES = 20;

/** What of a mistake's text is shown, in octets. */
const MOST_SHOWN = 40;

/** A mistake in one line, such as `faults/top.pop3:3:5: expected an escape, found \q`. */
export function describeMistake({ file, line, column, expected, came }: Mistake): string {
  return `${file}:${line}:${column}: expected ${expected}; found ${came}`;
}

/**
 * Reads a script.
 * @param source its text
 * @param file what mistakes call it
 */
export function parseScript(source: string, file = 'script'): ParsedScript {
  const parser = new Parser(file);
  const [first] = significantLines(source);
  const lines = significantLines(source);
  const script = beginsConversation(first) ? parser.conversation(lines) : parser.overrides(lines);
  const { mistakes, places } = parser;
  return mistakes.length === 0 ? { ok: true, script, places } : { ok: false, mistakes };
}

/** A line that says something. */
interface SourceLine {
  readonly number: number;
  /** How many blanks stand before the text. */
  readonly indent: number;
  readonly text: string;
}

/** One at a time: a recorded message may have a million lines. */
function* significantLines(source: string): Generator<SourceLine, void> {
  for (let start = 0, number = 1; start <= source.length; number += 1) {
    const found = source.indexOf('\n', start);
    const end = found === -1 ? source.length : found;
    const raw = source.slice(start, source[end - 1] === '\r' && end > start ? end - 1 : end);
    const text = raw.replace(/^[ \t]+/, '');
    start = end + 1;
    if (text.trimEnd() !== '' && !text.startsWith('#')) yield { number, indent: raw.length - text.length, text };
  }
}

/** A greeting begins a whole conversation, and TLS where it comes before the greeting. */
function beginsConversation(first: SourceLine | undefined): boolean {
  return first !== undefined && (first.text.startsWith('S:') || first.text.trimEnd() === START_TLS);
}

/** What a rule or a turn is while its lines are read. */
interface Draft {
  readonly line: SourceLine;
  readonly on: 'greeting' | Pattern;
  readonly when: Condition[];
  readonly also: Text[];
  readonly edits: Edit[];
  readonly acts: Act[];
  readonly known: Set<string>;
  done?: boolean;
  as?: Text;
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^when/, 'a condition behind "when"'],
  [/^wait/, 'a time: "wait 200ms", "wait 2s" or "wait up to 300ms for more"'],
  [/^client/, '"client cut", "client wait 200ms", "client close" or "client reset"'],
  [/^cut/, '"cut", "cut after 7 octets" or "cut every octet", "line" or "CRLF", perhaps "5ms apart"'],
  [/^start/, '"start TLS"'],
  [/^drop/, '"drop the rest"'],
  [/^(not|done)/, '"done" or "not done"'],
  [
    /^(no|first|last|each|body|dot|before|after)\b/,
    'an edit: "no", "before", "after" or nothing, a place such as "first line", a colon and a text',
  ],
  [/^[CS]\b/, '"C:" or "S:"'],
];

/** What a line of the client begins with. */
const CLIENT = /^C:[ \t]*/;

/** What nothing of the client can follow. (What it still sends when the server has closed its side is lost, but sent.) */
const OVERS: readonly Act['kind'][] = ['reset', 'client close', 'client reset'];

/** What should stand in the place of an act that has none here; undefined where it may stand. */
type Forbidden = (act: Act) => string | undefined;

const NOT_IN_CONVERSATIONS: Forbidden = ({ kind }) =>
  kind === 'answer' || kind === 'no answer' ? 'S: lines: a whole conversation has no correct answer' : undefined;

const NOT_IN_OVERRIDES: Forbidden = (act) =>
  isOfServer(act) ? undefined : 'what the server does: what the client does stands only in a whole conversation';

class Parser {
  readonly mistakes: Mistake[] = [];
  readonly places = new Map<Rule | Turn | Setting, number>();
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  // Whole conversations

  conversation(lines: Iterable<SourceLine>): Script {
    const greeting: Act[] = [];
    const turns: Turn[] = [];
    const known = new Set<string>();
    let acts = greeting;
    let underTls = false;
    let isFirst = true;
    let isOver = false;
    for (const line of lines) {
      if (isFirst && line.text.trimEnd() === START_TLS) underTls = true;
      else if (line.text.startsWith('C:')) {
        if (isOver) this.#mistake(line, 0, 'nothing: the connection has ended', 'C:');
        acts = [];
        const turn = this.#turn(line, acts);
        if (turn === undefined) continue;
        for (const name of namesIn(turn.client)) known.add(name);
        turns.push(turn);
        this.places.set(turn, line.number);
      } else this.#act(line, acts, known, NOT_IN_CONVERSATIONS);
      isFirst = false;
      isOver ||= OVERS.some((kind) => kind === acts.at(-1)?.kind);
    }
    return { kind: 'conversation', underTls, greeting, turns };
  }

  // Overrides

  overrides(lines: Iterable<SourceLine>): Script {
    const settings: Setting[] = [];
    const rules: Rule[] = [];
    let draft: Draft | undefined;
    for (const line of lines) {
      if (line.text.startsWith('C:') || line.text.trimEnd() === 'greeting') {
        this.#finish(draft, rules);
        draft = this.#begin(line);
      } else if (line.text.startsWith('engine:')) {
        if (draft !== undefined) this.#mistake(line, 0, 'settings of the engine before the first rule', 'engine:');
        const setting = this.#setting(line);
        if (setting !== undefined) settings.push(setting);
      } else if (draft === undefined) {
        this.#mistake(line, 0, '"C:", "greeting" or "engine:" (or "S:", the greeting of a whole conversation)');
      } else this.#inRule(line, draft);
    }
    this.#finish(draft, rules);
    return { kind: 'overrides', settings, rules };
  }

  #begin(line: SourceLine): Draft {
    const greeting = line.text.trimEnd() === 'greeting';
    const on = greeting ? 'greeting' : (this.#client(line) ?? { parts: [] });
    const known = new Set<string>(greeting ? ['status', 'text'] : ['user', 'status', 'text']);
    const draft: Draft = { line, on, when: [], also: [], edits: [], acts: [], known };
    if (on !== 'greeting') this.#capture(line, draft, on);
    return draft;
  }

  #capture(line: SourceLine, { known }: Draft, pattern: Pattern): void {
    for (const name of namesIn(pattern)) {
      const isTaken = known.has(name) || BUILT_IN.some((each) => each === name);
      if (isTaken)
        this.#mistake(line, 0, `a name that has no value yet (${[...BUILT_IN].join(', ')} have one)`, `{${name}}`);
      known.add(name);
    }
  }

  #finish(draft: Draft | undefined, rules: Rule[]): void {
    if (draft === undefined) return;
    const { line, known: _known, ...rule } = draft;
    // A line that could not be read is not there, so nothing can be said of the whole.
    const contradiction = this.mistakes.some((mistake) => mistake.line >= line.number)
      ? undefined
      : contradictionIn(rule);
    if (contradiction !== undefined) this.#mistake(line, 0, contradiction.expected, contradiction.came);
    rules.push(rule);
    this.places.set(rule, line.number);
  }

  #inRule(line: SourceLine, draft: Draft): void {
    const text = line.text.trimEnd();
    const isKnown = (name: string): boolean => draft.known.has(name);
    if (text.startsWith('when ')) return this.#when(line, draft);
    if (text === 'done' || text === 'not done') {
      if (draft.done !== undefined) this.#mistake(line, 0, '"done" or "not done" once');
      draft.done = text === 'done';
      return;
    }
    if (/^(as|also)(?: |$)/.test(text)) {
      const heard = this.#behind(line, /^(?:as|also)[ \t]*/, (source) => readText(source, isKnown));
      if (heard === undefined) return;
      if (text.startsWith('also')) draft.also.push(heard);
      else if (draft.as === undefined) draft.as = heard;
      else this.#mistake(line, 0, '"as" once');
      return;
    }
    // Blanks at the end of an edit's text are octets.
    const edit = readEdit(line.text, (name) => name === 'line' || isKnown(name)) ?? readEdit(text, () => false);
    if (edit === undefined) this.#act(line, draft.acts, draft.known, NOT_IN_OVERRIDES);
    else if (edit.ok) draft.edits.push(edit.value);
    else this.#misread(line, edit);
  }

  #when(line: SourceLine, draft: Draft): void {
    if (draft.acts.length + draft.edits.length + draft.also.length > 0) {
      this.#mistake(line, 0, 'conditions before what is done', 'when');
    }
    const offset = 'when '.length;
    const read = readConditions(line.text.trimEnd().slice(offset));
    if (!read.ok) return this.#misread(line, shifted(read, offset));
    for (const condition of read.value) {
      draft.when.push(condition);
      if (condition.fact.kind === 'answer') this.#capture(line, draft, condition.fact.pattern);
    }
  }

  #setting(line: SourceLine): Setting | undefined {
    const [whole = '', name] = /^engine:[ \t]*([a-z][a-z0-9-]*)?/.exec(line.text) ?? [];
    const rest = line.text.slice(whole.length).trimEnd();
    if (name === undefined) {
      this.#mistake(line, whole.length, 'the name of a setting');
      return undefined;
    }
    if (!/^(?:[ \t]+[\x21-\x7e]+)*$/.test(rest)) {
      this.#mistake(line, whole.length, 'values in printable ASCII, with blanks between them');
      return undefined;
    }
    const setting: Setting = { name, values: rest.split(/[ \t]+/).filter((value) => value !== '') };
    this.places.set(setting, line.number);
    return setting;
  }

  // What both have

  #act(line: SourceLine, acts: Act[], known: ReadonlySet<string>, forbidden: Forbidden): void {
    const text = line.text.trimEnd();
    const last = acts.findLast(isOfServer)?.kind;
    const isEnded = ENDS.some((end) => end === last);
    if (line.text.startsWith('S:')) {
      if (isEnded) this.#mistake(line, 0, `nothing behind "${last}"`);
      const sent = this.#behind(line, /^S:[ \t]*/, (source) => readText(source, (name) => known.has(name)));
      if (sent !== undefined) acts.push({ kind: 'send', text: sent });
      return;
    }
    const act = readAct(text);
    if (act === undefined) {
      const hint = HINTS.find(([form]) => form.test(text))?.[1];
      this.#mistake(line, 0, hint ?? 'a line of the conversation language, such as "C:", "S:", "close" or "wait 1s"');
    } else if (!act.ok) this.#misread(line, act);
    else {
      if (isEnded && isOfServer(act.value)) this.#mistake(line, 0, `nothing behind "${last}"`);
      const expected = forbidden(act.value);
      if (expected === undefined) acts.push(act.value);
      else this.#mistake(line, 0, expected, text);
    }
  }

  /** A line of the client in a whole conversation. @param acts of the server, behind it */
  #turn(line: SourceLine, acts: readonly Act[]): Turn | undefined {
    const read = this.#behind({ ...line, text: line.text.trimEnd() }, CLIENT, readClientLine);
    return read === undefined ? undefined : { ...read, acts };
  }

  /** Blanks at the end cannot be seen, and would match nothing: where they are meant they are written `\x20`. */
  #client(line: SourceLine): Pattern | undefined {
    return this.#behind({ ...line, text: line.text.trimEnd() }, CLIENT, readPattern);
  }

  /** Reads what stands behind a line's beginning. @returns undefined where that was a mistake */
  #behind<T>(line: SourceLine, beginning: RegExp, read: (source: string) => Reading<T>): T | undefined {
    const offset = beginning.exec(line.text)?.[0].length ?? 0;
    const found = read(line.text.slice(offset));
    if (found.ok) return found.value;
    this.#misread(line, shifted(found, offset));
    return undefined;
  }

  #misread(line: SourceLine, { at, length, expected }: Misreading): void {
    const wrong = line.text.slice(at, at + length);
    this.#mistake(line, at, expected, wrong === '' ? undefined : wrong);
  }

  /** @param came by default the word that stands there: more of the line may hold a password */
  #mistake(line: SourceLine, at: number, expected: string, came?: string): void {
    if (this.mistakes.length >= MOST_MISTAKES) return;
    const word = came ?? /^[^ \t:]*/.exec(line.text.slice(at))?.[0] ?? '';
    this.mistakes.push({
      file: this.#file,
      line: line.number,
      column: line.indent + at + 1,
      expected,
      came: word === '' ? 'the end of the line' : visible(Buffer.from(word, 'utf8'), MOST_SHOWN),
    });
  }
}
