import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimal } from './ddmin.ts';

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** Whether nothing can be left out of a list. */
function isMinimal(kept: readonly number[], shows: (kept: readonly number[]) => boolean): boolean {
  return kept.every((_, index) => !shows(kept.filter((__, other) => other !== index)));
}

describe('minimal', () => {
  it('finds what is needed together, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }).chain((length) => fc.tuple(fc.constant(length), fc.subarray(range(length)))),
        async ([length, needed]) => {
          const kept = await minimal(range(length), async (items) => needed.every((each) => items.includes(each)));
          expect(kept).toEqual(needed);
        },
      ),
    );
  });

  it('ends with something that shows and of which nothing can be left out, whatever depends on what', async () => {
    // Answers that follow no rule: a digest of what is kept. Everything together shows.
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.nat(), async (length, seed) => {
        const shows = (items: readonly number[]): boolean =>
          items.length === length || (items.reduce((sum, each) => sum * 31 + each + 1, seed) >>> 0) % 3 === 0;
        const kept = await minimal(range(length), async (items) => shows(items));
        expect(shows(kept)).toBe(true);
        expect(isMinimal(kept, shows)).toBe(true);
        expect(kept).toEqual(kept.toSorted((a, b) => a - b));
      }),
    );
  });

  it('asks few questions where little is needed', async () => {
    let asked = 0;
    const kept = await minimal(range(1000), async (items) => {
      asked += 1;
      return items.includes(700);
    });
    expect(kept).toEqual([700]);
    expect(asked).toBeLessThan(60);
  });

  it('asks nothing of nothing', async () => {
    expect(await minimal([], () => Promise.reject(new Error('asked')))).toEqual([]);
  });
});
