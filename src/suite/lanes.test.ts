import { expect, test } from 'vitest';
import { inLanes } from './lanes.ts';

test('all jobs are done in their order, so many at a time and no more', async () => {
  const begun: number[] = [];
  let now = 0;
  let most = 0;
  await inLanes(2, [1, 2, 3, 4, 5], async (job) => {
    begun.push(job);
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    now -= 1;
  });
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});
