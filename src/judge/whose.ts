/** Whose maildrop a session is in, told from what is listed in it. Pure. */

/** `either`: the two can't be told apart; `neither`: what is listed is in none of them. */
export type Owner = 'own' | 'other' | 'either' | 'neither';

/**
 * Whose maildrop a listing is of.
 * @param seen the lines of UIDL or LIST in the session in question
 * @param own the same listing, got by the user who logged in
 * @param other the same, got by the other user; undefined where there is no such user
 */
export function ownerOf(seen: readonly string[], own: readonly string[], other: readonly string[] | undefined): Owner {
  const isOwn = same(seen, own);
  const isOther = other === undefined ? seen.length === 0 : same(seen, other);
  if (isOwn && isOther) return 'either';
  if (isOwn) return 'own';
  // A user who does not exist has no listing, so an empty one is nobody's.
  return isOther && other !== undefined ? 'other' : 'neither';
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((line, index) => line === right[index]);
}
