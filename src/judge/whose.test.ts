import { describe, expect, test } from 'vitest';
import { ownerOf } from './whose.ts';

describe('ownerOf', () => {
  test.each([
    ['own', ['1 a'], ['1 a'], ['1 b']],
    ['other', ['1 b'], ['1 a'], ['1 b']],
    ['either', ['1 a'], ['1 a'], ['1 a']],
    ['neither', ['1 c'], ['1 a'], ['1 b']],
    ['neither', ['1 a', '2 b'], ['1 a'], ['1 b']],
    ['own', ['1 a'], ['1 a'], undefined],
    ['neither', [], ['1 a'], undefined],
    ['either', [], [], undefined],
  ] as const)('%s', (owner, seen, own, other) => {
    expect(ownerOf(seen, own, other)).toBe(owner);
  });
});
