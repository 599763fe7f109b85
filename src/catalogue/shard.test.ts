import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shardOf } from './shard.ts';

const scenarios = fc.uniqueArray(
  fc.record({ uri: fc.constantFrom('a.feature', 'b.feature', 'B.feature'), line: fc.nat({ max: 400 }) }),
  { selector: ({ uri, line }) => `${uri}:${line}` },
);

test('each scenario is in one part and no other, and the parts are of a size', () => {
  fc.assert(
    fc.property(scenarios, fc.integer({ min: 1, max: 9 }), (all, of) => {
      const parts = Array.from({ length: of }, (_, place) => shardOf(all, { index: place + 1, of }));
      const dealt = parts.flatMap(({ addresses }) => addresses);
      expect(dealt.toSorted()).toEqual(all.map(({ uri, line }) => `${uri}:${line}`).toSorted());
      const sizes = parts.map(({ addresses }) => addresses.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(new Set(parts.map(({ shard }) => shard.plan)).size).toBe(1);
    }),
  );
});

test('the order in which the catalogue has them does not count, and lines are numbers', () => {
  const all = [
    { uri: 'b.feature', line: 3 },
    { uri: 'a.feature', line: 10 },
    { uri: 'a.feature', line: 9 },
  ];
  const { shard, addresses } = shardOf(all, { index: 1, of: 2 });
  expect(addresses).toEqual(['a.feature:9', 'b.feature:3']);
  expect(shardOf(all.toReversed(), { index: 1, of: 2 })).toEqual({ shard, addresses });
  expect(shard).toMatchObject({ index: 1, of: 2, scenarios: 3 });
});

test('another selection is another plan', () => {
  const one = shardOf([{ uri: 'a.feature', line: 1 }], { index: 1, of: 1 });
  const two = shardOf([{ uri: 'a.feature', line: 2 }], { index: 1, of: 1 });
  expect(one.shard.plan).not.toBe(two.shard.plan);
});
