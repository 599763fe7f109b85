import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

it('gives the nearest names first, and none that has little in common', () => {
  const names = ['2449-5-S2', '2449-5-S1', '2449-6.5-S1', 'features/server/x.feature'];
  expect(nearest('2449-5-S3', names)).toEqual(['2449-5-S2', '2449-5-S1', '2449-6.5-S1']);
  expect(nearest('2449-5-s1', names, 1)).toEqual(['2449-5-S1']);
  expect(nearest('', names)).toEqual([]);
  expect(nearest('zzz', names)).toEqual([]);
});
