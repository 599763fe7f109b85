/** Where what came differs from what was recorded, as lines. Pure. */

/** One line of a difference. */
export interface DifferenceLine {
  /** In both; only recorded; only came. */
  readonly kind: 'same' | 'missing' | 'added';
  readonly text: string;
}

/** Lines past these are not compared one by one. */
const MOST_COMPARED = 500;

/** How many equal lines are shown before and behind what differs. */
const CONTEXT = 3;

/**
 * What differs between two lists of lines, with what stands around it.
 * @param same whether the recorded line at one index is the line that came at another
 * @returns nothing where they are the same
 */
export function differenceOf(
  recorded: readonly string[],
  came: readonly string[],
  same: (recorded: number, came: number) => boolean,
): DifferenceLine[] {
  let start = 0;
  while (start < recorded.length && start < came.length && same(start, start)) start += 1;
  if (start === recorded.length && start === came.length) return [];
  let behind = 0;
  const most = Math.min(recorded.length, came.length) - start;
  while (behind < most && same(recorded.length - 1 - behind, came.length - 1 - behind)) behind += 1;
  const equal = (from: number, to: number): DifferenceLine[] =>
    came.slice(from, to).map((text) => ({ kind: 'same', text }));
  const end = came.length - behind;
  return [
    ...equal(Math.max(0, start - CONTEXT), start),
    ...middle(recorded.slice(start, recorded.length - behind), came.slice(start, end), (left, right) =>
      same(left + start, right + start),
    ),
    ...equal(end, Math.min(came.length, end + CONTEXT)),
  ];
}

/** Lines of which neither the first nor the last are the same: by the longest common subsequence. */
function middle(
  recorded: readonly string[],
  came: readonly string[],
  same: (recorded: number, came: number) => boolean,
): DifferenceLine[] {
  if (recorded.length > MOST_COMPARED || came.length > MOST_COMPARED)
    return [...recorded.map(missing), ...came.map(added)];
  // lengths[i][j]: of the longest common subsequence of what follows.
  const lengths = Array.from({ length: recorded.length + 1 }, () => new Uint16Array(came.length + 1));
  const at = (left: number, right: number): number => lengths[left]?.[right] ?? 0;
  for (let left = recorded.length - 1; left >= 0; left--) {
    for (let right = came.length - 1; right >= 0; right--) {
      const length = same(left, right)
        ? at(left + 1, right + 1) + 1
        : Math.max(at(left + 1, right), at(left, right + 1));
      const row = lengths[left];
      if (row !== undefined) row[right] = length;
    }
  }
  const lines: DifferenceLine[] = [];
  let left = 0;
  let right = 0;
  while (left < recorded.length || right < came.length) {
    const isBoth = left < recorded.length && right < came.length && same(left, right);
    if (isBoth) lines.push({ kind: 'same', text: came[right] ?? '' });
    const isMissing =
      !isBoth && left < recorded.length && (right === came.length || at(left + 1, right) >= at(left, right + 1));
    if (isMissing) lines.push(missing(recorded[left] ?? ''));
    else if (!isBoth) lines.push(added(came[right] ?? ''));
    if (isBoth || isMissing) left += 1;
    if (isBoth || !isMissing) right += 1;
  }
  return lines;
}

function missing(text: string): DifferenceLine {
  return { kind: 'missing', text };
}

function added(text: string): DifferenceLine {
  return { kind: 'added', text };
}
