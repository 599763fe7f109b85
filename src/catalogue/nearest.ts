/** How many insertions, deletions and replacements of a character make one text of the other (Levenshtein's distance). */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, left] of a.split('').entries()) {
    const current = [row + 1];
    for (const [column, right] of b.split('').entries()) {
      const replaced = (previous[column] ?? 0) + (left === right ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

/**
 * The names that a misspelt one was perhaps meant to be.
 * @param limit how many at most
 * @returns the nearest first, in the given order where they are equally near; none that has little in common with the text
 */
export function nearest(text: string, names: readonly string[], limit = 3): string[] {
  const wanted = text.toLowerCase();
  return names
    .map((name) => ({ name, distance: distance(wanted, name.toLowerCase()) }))
    .filter((each) => each.distance <= Math.max(wanted.length, each.name.length) / 2)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map((each) => each.name);
}
