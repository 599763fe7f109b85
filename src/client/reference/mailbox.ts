/** Where the client puts what it has fetched. It is kept for whoever wants to look, and has an end. */

/** The most that is kept, in octets. */
const CAPACITY = 64 * 1024 * 1024;

export class Mailbox {
  readonly #messages: Buffer[] = [];
  readonly #uniqueIds = new Set<string>();
  readonly #capacity: number;
  #size = 0;
  /** Messages that were fetched and found no room. */
  overflowed = 0;

  /** @param capacity in octets */
  constructor(capacity: number = CAPACITY) {
    this.#capacity = capacity;
  }

  get messages(): readonly Buffer[] {
    return this.#messages;
  }

  /** Whether a message with that unique-id was fetched in an earlier session (RFC 1939 section 7). */
  has(uniqueId: string | undefined): boolean {
    return uniqueId !== undefined && this.#uniqueIds.has(uniqueId);
  }

  /** Takes a message. */
  add(message: Buffer, uniqueId: string | undefined): void {
    if (uniqueId !== undefined) this.#uniqueIds.add(uniqueId);
    if (this.#size + message.length > this.#capacity) {
      this.overflowed += 1;
      return;
    }
    this.#size += message.length;
    this.#messages.push(message);
  }
}
