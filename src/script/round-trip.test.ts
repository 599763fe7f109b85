/** That what is printed is what is read, for any script; and that nothing throws on any text. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradictionIn } from './check.ts';
import { parseScript } from './parse.ts';
import { printScript } from './print.ts';
import {
  ENDS,
  type Act,
  type Condition,
  type Edit,
  type Fact,
  type Overrides,
  type Pattern,
  type PatternPart,
  type Place,
  type Rule,
  type Script,
  type Text,
  type TextPart,
} from './syntax.ts';

/** Octets, with those that mean something in the notation among them more often than not. */
const octets = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Array.from(String.raw`\{}".*: #SC/-x`),
        '\r',
        '\n',
        '\t',
        '...',
        '{pad 3}',
        '{user}',
        '\\n',
        'S: ',
      ),
      fc.integer({ min: 0, max: 255 }).map((octet) => String.fromCharCode(octet)),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

const number = fc.integer({ min: 1, max: 999_999 });
const time = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(1000, 60_000, 600_000));

/** Octets that stand side by side are one part. */
function normalized<P extends { kind: string }>(parts: readonly P[]): P[] {
  return parts.filter((part, index) => part.kind !== 'octets' || parts[index - 1]?.kind !== 'octets');
}

function text(names: readonly string[]): fc.Arbitrary<Text> {
  const part: fc.Arbitrary<TextPart> = fc.oneof(
    fc.record({ kind: fc.constant('octets' as const), octets }),
    fc.record({ kind: fc.constant('repeat' as const), octets, times: fc.integer({ min: 0, max: 1000 }) }),
    fc.record({ kind: fc.constant('pad' as const), length: number }),
    fc.record({ kind: fc.constant('hidden' as const), octets: number }),
    ...(names.length === 0
      ? []
      : [
          fc.record({
            kind: fc.constant('value' as const),
            name: fc.constantFrom(...names),
            letters: fc.constantFrom('as they are' as const, 'lower' as const, 'upper' as const),
          }),
        ]),
  );
  return fc.record({
    parts: fc
      .array(part, { maxLength: 5 })
      .map((parts) =>
        parts.filter(({ kind }, index) => kind !== 'pad' || parts.findIndex((p) => p.kind === 'pad') === index),
      )
      .map(normalized),
    crlf: fc.boolean(),
  });
}

/** @param names what it may capture */
function pattern(names: readonly string[]): fc.Arbitrary<Pattern> {
  const capture = fc.nat({ max: 2 }).map((kind): ((name: string) => PatternPart) => {
    if (kind === 0) return (name) => ({ kind: 'word', name });
    if (kind === 1) return (name) => ({ kind: 'rest', name });
    return (name) => ({ kind: 'regex', name, source: String.raw`[a-z]{1,2}|\/\d+\\ \.(?=x)` });
  });
  const parts = fc
    .array(fc.oneof(fc.record({ kind: fc.constant('octets' as const), octets }), capture), { maxLength: 5 })
    .map((made) => {
      const left = [...names];
      return made.flatMap((part): PatternPart[] => {
        if (typeof part !== 'function') return [part];
        const name = left.shift();
        return name === undefined ? [] : [part(name)];
      });
    })
    .map(normalized);
  return fc.tuple(parts, fc.option(fc.boolean())).map(([closed, open]) => {
    if (open === null) return { parts: closed };
    return { parts: [...closed, { kind: 'anything', spaced: open && closed.length > 0 }] };
  });
}

const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({
    kind: fc.constant('login' as const),
    state: fc.constantFrom('AUTHORIZATION' as const, 'TRANSACTION' as const),
  }),
  fc.record({ kind: fc.constant('tls' as const), active: fc.boolean() }),
  fc.record({ kind: fc.constant('connection' as const), number, onwards: fc.boolean() }),
  fc.record({ kind: fc.constant('time' as const), number, onwards: fc.boolean(), ever: fc.boolean() }),
  fc.record({ kind: fc.constant('every connection' as const), number }),
  fc.record({ kind: fc.constant('after' as const), command: pattern([]) }),
  fc.record({ kind: fc.constant('user' as const), octets }),
  fc.record({ kind: fc.constant('length' as const), length: number, atLeast: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('segments' as const, 'waiting' as const), atLeast: number }),
  fc.record({
    kind: fc.constantFrom(
      'cut inside CRLF' as const,
      'pipelined' as const,
      'nothing waiting' as const,
      'response' as const,
    ),
  }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom('+OK' as const, '-ERR' as const, '+' as const),
  }),
  fc.record({ kind: fc.constant('answer' as const), pattern: pattern([]) }),
);
const condition: fc.Arbitrary<Condition> = fc.record({ not: fc.boolean(), fact });

function oneAct(names: readonly string[]): fc.Arbitrary<Act> {
  return fc.oneof(
    fc.record({ kind: fc.constant('send' as const), text: text(names) }),
    fc.record({ kind: fc.constantFrom('cut' as const, 'drop the rest' as const) }),
    fc.record({
      kind: fc.constant('cut every' as const),
      unit: fc.constantFrom('octet' as const, 'line' as const, 'CRLF' as const),
      gapMs: time,
    }),
    fc.record({ kind: fc.constant('cut after' as const), octets: number }),
    fc.record({ kind: fc.constantFrom('wait' as const, 'wait for more' as const), ms: time }),
  );
}

/** Acts of which only the last may be an end; a client may do something even behind that. */
function acts(names: readonly string[], others: readonly Act[], behind: readonly Act[] = []): fc.Arbitrary<Act[]> {
  const each = others.length === 0 ? oneAct(names) : fc.oneof(oneAct(names), fc.constantFrom(...others));
  const end = fc.option(fc.constantFrom(...ENDS), { nil: undefined });
  return fc
    .tuple(fc.array(each, { maxLength: 4 }), end, fc.subarray([...behind]))
    .map(([all, last, client]) => [...all, ...(last === undefined ? [] : [{ kind: last }]), ...client]);
}

/** What a client does beside sending lines; its end is the end of what it sends. */
const CLIENT: readonly Act[] = [{ kind: 'client cut' }, { kind: 'client wait', ms: 3 }];

const place: fc.Arbitrary<Place> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'first line' as const,
      'dot line' as const,
      'each body line' as const,
      'last body line' as const,
    ),
  }),
  fc.record({ kind: fc.constant('body line' as const), number }),
  fc.record({ kind: fc.constant('body line like' as const), pattern: pattern(['e', 'f']) }),
);

function edit(names: readonly string[]): fc.Arbitrary<Edit> {
  return fc.oneof(
    fc.record({
      verb: fc.constantFrom('replace' as const, 'before' as const, 'after' as const),
      place,
      text: text([...names, 'line']),
    }),
    fc.record({ verb: fc.constant('remove' as const), place }),
  );
}

const captured = (of: Pattern): string[] => of.parts.flatMap((part) => ('name' in part ? [part.name] : []));

const rule: fc.Arbitrary<Rule> = fc
  .oneof(fc.constant('greeting' as const), pattern(['n', 'long-name', 'pad']))
  .chain((on) => {
    const names = on === 'greeting' ? ['status', 'text'] : [...captured(on), 'user', 'status', 'text'];
    return fc.record(
      {
        on: fc.constant(on),
        when: fc.array(condition, { maxLength: 3 }),
        done: fc.boolean(),
        as: text(names),
        also: fc.array(text(names), { maxLength: 2 }),
        edits: fc.array(edit(names), { maxLength: 3 }),
        acts: acts(names, [{ kind: 'answer' }, { kind: 'no answer' }]),
      },
      { requiredKeys: ['on', 'when', 'also', 'edits', 'acts'] },
    );
  })
  .filter((made) => contradictionIn(made) === undefined);

const overrides: fc.Arbitrary<Overrides> = fc.record({
  kind: fc.constant('overrides' as const),
  settings: fc.array(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/),
      values: fc.array(fc.stringMatching(/^[\x21-\x7e]{1,5}$/), { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  rules: fc.array(rule, { maxLength: 4 }),
});

/** Names are known from the turn on that captures them; the connection is over with `reset` and where the client ends it. */
const conversation: fc.Arbitrary<Script> = fc
  .record({
    kind: fc.constant('conversation' as const),
    underTls: fc.boolean(),
    greeting: fc
      .tuple(text([]), acts([], [], CLIENT))
      .map(([first, others]): Act[] => [{ kind: 'send', text: first }, ...others]),
    turns: fc.array(
      pattern(['n', 'user']).chain((client) =>
        fc.record({
          client: fc.constant(client),
          crlf: fc.boolean(),
          acts: acts(captured(client), CLIENT, [...CLIENT, { kind: 'client close' }, { kind: 'client reset' }]),
        }),
      ),
      { maxLength: 4 },
    ),
  })
  .map(({ greeting, turns, ...others }) => ({
    ...others,
    greeting: greeting.filter(({ kind: act }) => act !== 'reset'),
    turns: turns.map((turn, index) =>
      index === turns.length - 1
        ? turn
        : {
            ...turn,
            acts: turn.acts.filter(
              ({ kind: act }) => act !== 'reset' && act !== 'client close' && act !== 'client reset',
            ),
          },
    ),
  }));

/** What scripts are made of, taken apart. */
const WORDS = [
  'C: |S: |greeting|when |after login| and |not |the 2nd time|the answer is |+OK|answer|no |first line|RETR|also |as ',
  'body line like "|": |dot line|cut| every octet|wait |5ms|{n}|{n...}|{n:/|/}|...|{line}|{pad 5}|{ab*3}|\\|\\x4|"|#',
  'close|engine: |done|start TLS|:|client |{hidden 5}',
].flatMap((words) => words.split('|'));

describe('a script', () => {
  it.each<[string, fc.Arbitrary<Script>]>([
    ['of overrides', overrides],
    ['of a whole conversation', conversation],
  ])('%s is read as it was printed', (_kind, scripts) => {
    fc.assert(
      fc.property(scripts, (script) => {
        expect(parseScript(printScript(script, ['a heading', 'of two\nlines']))).toEqual({
          ok: true,
          script,
          places: expect.any(Map),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('of whatever text never throws, and is printed and read again alike where it is one', () => {
    const word = fc.constantFrom(...WORDS, '\n', '\n', '\n', '\r\n', ' ');
    const source = fc.array(fc.oneof({ weight: 9, arbitrary: word }, fc.string({ unit: 'binary' })), { maxLength: 30 });
    fc.assert(
      fc.property(source, (words) => {
        const first = parseScript(words.join(''));
        if (!first.ok) return;
        const printed = printScript(first.script);
        const second = parseScript(printed);
        expect(second).toMatchObject({ ok: true, script: first.script });
        expect(second.ok && printScript(second.script)).toBe(printed);
      }),
      { numRuns: 2000 },
    );
  });
});
