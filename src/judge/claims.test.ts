import { describe, expect, test } from 'vitest';
import type { CapabilityList } from '../client/capabilities.ts';
import {
  differences,
  differingArguments,
  missingAfterLogin,
  missingBeforeLogin,
  promisesAccuracy,
  spellCapability,
  valueOf,
} from './claims.ts';

const list = (...lines: string[]): CapabilityList =>
  lines.map((line) => {
    const [tag = '', ...parameters] = line.split(' ');
    return { tag, parameters };
  });

const tags = (found: readonly { tag: string }[]): string[] => found.map(({ tag }) => tag);

describe('two states', () => {
  test('what must be in both', () => {
    const [before, after] = [
      list('TOP', 'STLS', 'X-MINE', 'IMPLEMENTATION x'),
      list('UIDL', 'IMPLEMENTATION x', 'X-OTHER', 'STLS'),
    ];
    expect(tags(missingAfterLogin(before, after))).toEqual(['TOP', 'X-MINE']);
    expect(tags(missingBeforeLogin(before, after))).toEqual(['UIDL']);
    expect(missingBeforeLogin(list(), list('IMPLEMENTATION x'))).toEqual([]);
    expect(missingBeforeLogin(list(), list('STLS'))).toEqual([]);
  });

  test.each<[string, string, boolean]>([
    ['SASL A B', 'SASL b a', false],
    ['SASL A B', 'SASL A', true],
    ['UTF8', 'UTF8 USER', true],
    ['EXPIRE 5 USER', 'EXPIRE 6', false],
    ['LOGIN-DELAY 5 USER', 'LOGIN-DELAY 6', false],
    ['IMPLEMENTATION A b', 'IMPLEMENTATION b A', true],
    ['X-MINE 1', 'X-MINE 2', false],
  ])('%s and %s', (before, after, differ) => {
    expect(differingArguments(list(before), list(after)).length > 0).toBe(differ);
  });

  test('a capability that stands twice may have its counterpart in either line', () => {
    const twice = list('SASL A', 'SASL B');
    expect(differingArguments(twice, twice)).toEqual([]);
    expect(tags(differingArguments(twice, list('SASL A', 'SASL C')))).toEqual(['SASL']);
  });
});

test.each<[string, string[], string[], string[]]>([
  ['the same', ['TOP', 'SASL A B'], ['SASL b A', 'TOP'], []],
  ['one more', ['TOP'], ['TOP', 'UIDL'], ['UIDL']],
  ['one less', ['TOP', 'UIDL'], ['TOP'], ['UIDL']],
  ['other arguments', ['EXPIRE 1'], ['EXPIRE 2'], ['EXPIRE']],
  ['a line twice, in another order', ['SASL A', 'SASL B'], ['SASL B', 'SASL A'], []],
  ['a second line gone', ['SASL A', 'SASL B'], ['SASL A'], ['SASL']],
  ['nothing at all', [], [], []],
])('lists of one state: %s', (_name, first, second, differing) => {
  expect(tags(differences(list(...first), list(...second)))).toEqual(differing);
});

test('values', () => {
  expect(
    ['EXPIRE 0', 'EXPIRE never', 'EXPIRE 60 USER', 'EXPIRE', 'EXPIRE -1', 'EXPIRE 1d'].map((line) =>
      valueOf(list(line)[0]),
    ),
  ).toEqual([0, Number.POSITIVE_INFINITY, 60, undefined, undefined, undefined]);
  expect(['EXPIRE 0', 'EXPIRE 0 user', 'EXPIRE USER'].map((line) => promisesAccuracy(list(line)[0]))).toEqual([
    false,
    true,
    false,
  ]);
  expect([valueOf(undefined), promisesAccuracy(undefined)]).toEqual([undefined, false]);
  expect(list('SASL A B').map(spellCapability)).toEqual(['SASL A B']);
});
