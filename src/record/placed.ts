/** Something that stands in a recording for a stretch of octets. Pure. */

export interface Placed<Part> {
  readonly start: number;
  readonly end: number;
  readonly part: Part;
}

/**
 * A stretch of a text in parts.
 * @param places in order and without overlap
 * @param rest what stands for a place whose beginning was before the stretch, of so many octets in it
 */
export function inParts<Part>(
  text: string,
  from: number,
  to: number,
  places: readonly Placed<Part>[],
  rest: (part: Part, octets: number) => readonly Part[],
): (Part | { readonly kind: 'octets'; readonly octets: string })[] {
  const parts: (Part | { readonly kind: 'octets'; readonly octets: string })[] = [];
  let at = from;
  const octets = (end: number): void => {
    if (end > at) parts.push({ kind: 'octets', octets: text.slice(at, end) });
    at = Math.max(at, end);
  };
  for (const { start, end, part } of places) {
    if (end <= at || start >= to) continue;
    octets(start);
    const last = Math.min(end, to);
    parts.push(...(start < at ? rest(part, last - at) : [part]));
    at = last;
  }
  octets(to);
  return parts;
}
