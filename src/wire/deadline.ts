/** Deadlines on a clock that never goes backwards. Every wait has one. */

export class Deadline {
  readonly #at: number;

  private constructor(at: number) {
    this.#at = at;
  }

  /** A deadline `ms` milliseconds from now. */
  static after(ms: number): Deadline {
    return new Deadline(performance.now() + ms);
  }

  /** Milliseconds left; 0 when it has passed. */
  get remaining(): number {
    return Math.max(0, this.#at - performance.now());
  }

  /** The earlier of two deadlines. */
  orEarlier(other: Deadline): Deadline {
    return this.#at <= other.#at ? this : other;
  }
}
