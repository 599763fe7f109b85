/** Jobs in lanes. */

/**
 * Runs every job, at most `lanes` at a time, begun in their order.
 * @param work is told in which lane it is, from 0; must not throw: what a job fails with is its own business
 */
export async function inLanes<T>(
  lanes: number,
  jobs: readonly T[],
  work: (job: T, lane: number) => Promise<void>,
): Promise<void> {
  const queue = jobs[Symbol.iterator]();
  const lane = async (number: number): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) await work(next.value, number);
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
}
