/**
 * Delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002): of things that together
 * show something, those without any of which it does not show. Pure but for whom it asks.
 */

/** Whether what is wrong still shows with some of the things. */
export type Shows<Item> = (kept: readonly Item[]) => Promise<boolean>;

/**
 * Leaves out as much as it can: in halves first, then in smaller and smaller pieces, down to single things.
 * @param items with which it shows; that is not asked
 * @returns items in their order with which it shows, and shows no more without any single one of them (as far as the answers
 *   are the same each time)
 * @throws what `shows` throws
 */
export async function minimal<Item>(items: readonly Item[], shows: Shows<Item>): Promise<readonly Item[]> {
  if (items.length === 0 || (await shows([]))) return [];
  let kept = items;
  let pieces = 2;
  while (kept.length > 1) {
    const smaller = await withoutAPiece(kept, pieces, shows);
    if (smaller !== undefined) {
      kept = smaller;
      pieces = Math.max(2, pieces - 1);
    } else if (pieces >= kept.length) break;
    else pieces = Math.min(kept.length, 2 * pieces);
  }
  return kept;
}

/** The first that shows of all without one piece; the last piece goes first, since what is behind the fault is of no use. */
async function withoutAPiece<Item>(
  items: readonly Item[],
  pieces: number,
  shows: Shows<Item>,
): Promise<readonly Item[] | undefined> {
  for (let piece = pieces - 1; piece >= 0; piece -= 1) {
    const start = Math.floor((piece * items.length) / pieces);
    const end = Math.floor(((piece + 1) * items.length) / pieces);
    const others = [...items.slice(0, start), ...items.slice(end)];
    if (others.length > 0 && (await shows(others))) return others;
  }
  return undefined;
}
