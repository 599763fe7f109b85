import { describe, expect, test } from 'vitest';
import { loadProofs, proofsIn } from './proofs.ts';

describe('the proofs', () => {
  test('are the counts by requirement', () => {
    expect(proofsIn({ proofs: { '2449-5-S1': 3 }, trials: [] })).toEqual({ '2449-5-S1': 3 });
  });

  test.each([[undefined], [null], [7], [{}], [{ proofs: [] }], [{ proofs: { a: 'b' } }]])(
    'are none in %j',
    (matrix) => {
      expect(proofsIn(matrix)).toEqual({});
    },
  );

  test('are none where the suite was never proved', async () => {
    expect(await loadProofs('/nonexistent')).toEqual({});
  });
});
