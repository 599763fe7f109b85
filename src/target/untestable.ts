/** The target can't be tested at all; the message says why and, where it can, what to do. */
export class Untestable extends Error {
  override readonly name = 'Untestable';
}
