/** Maildrops (RFC 1939 sections 4 to 8): messages with their unique-ids, and the lock that one session holds. */

import { createHash } from 'node:crypto';
import { isAscii } from '../protocol/utf8.ts';

/** A message as it is stored. */
export interface Message {
  /** With CRLF line ends and one at the end: its length is the exact size (RFC 1939 section 11), not dot-stuffed. */
  readonly octets: Buffer;
  /** 1 to 70 characters 0x21 to 0x7E, never used again in this maildrop (RFC 1939 section 7). */
  readonly uniqueId: string;
  /** False where it needs UTF-8 mode (RFC 6856 section 2.1). */
  readonly ascii: boolean;
}

/** A copy with CRLF for every bare LF, and with a CRLF at the end: what POP3 sends are lines (RFC 1939 section 3). */
export function withCrlf(octets: Buffer): Buffer {
  const text = octets.toString('latin1').replace(/\r?\n/g, '\r\n');
  return Buffer.from(text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1');
}

/** What is stored of a message, whoever's it is: the same few are delivered to every server of a process. */
interface Stored extends Omit<Message, 'uniqueId'> {
  readonly digest: string;
}

const known = new WeakMap<Buffer, Stored>();

function stored(message: Buffer): Stored {
  const before = known.get(message);
  if (before !== undefined) return before;
  const octets = withCrlf(message);
  const digest = createHash('sha256').update(octets).digest('hex').slice(0, 24);
  const made = { octets, digest, ascii: isAscii(octets) };
  known.set(message, made);
  return made;
}

/** One user's maildrop. */
export class Maildrop {
  #messages: Message[] = [];
  #delivered = 0;
  #locked = false;

  /**
   * Appends a message; a session that is open does not see it (RFC 1939 section 4: numbers are assigned at opening).
   * @param message is not to be changed any more
   */
  deliver(message: Buffer): void {
    this.#delivered += 1;
    const { octets, digest, ascii } = stored(message);
    // The ordinal keeps two copies of one message apart, and a later copy from an earlier one that was removed.
    this.#messages.push({ octets, uniqueId: `${digest}.${this.#delivered}`, ascii });
  }

  /** The messages that are in the maildrop now. */
  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** Whether a session holds the lock. */
  get locked(): boolean {
    return this.#locked;
  }

  /**
   * Opens the maildrop for one session.
   * @param exclusive whether it takes part in the lock
   * @returns undefined where another session holds the lock
   */
  open(exclusive: boolean): OpenMaildrop | undefined {
    if (exclusive && this.#locked) return undefined;
    if (exclusive) this.#locked = true;
    return new OpenMaildrop([...this.#messages], (removed) => {
      this.#messages = this.#messages.filter((message) => !removed.includes(message));
      if (exclusive) this.#locked = false;
    });
  }
}

/** The maildrop as one session sees it: message-numbers, marks, and the lock until {@link close}. */
export class OpenMaildrop {
  /** All messages; the message-number is the index plus one, for the whole session. */
  readonly messages: readonly Message[];
  readonly #marked = new Set<Message>();
  readonly #retrieved = new Set<Message>();
  #release: ((removed: readonly Message[]) => void) | undefined;

  constructor(messages: readonly Message[], release: (removed: readonly Message[]) => void) {
    this.messages = messages;
    this.#release = release;
  }

  /** The message with this number; undefined where there is none or it is marked as deleted (RFC 1939 section 5). */
  message(number: number): Message | undefined {
    const message = this.messages[number - 1];
    return message === undefined || this.#marked.has(message) ? undefined : message;
  }

  /** Numbers and messages, without those marked as deleted. */
  entries(): (readonly [number, Message])[] {
    return this.messages
      .map((message, index) => [index + 1, message] as const)
      .filter(([, message]) => !this.#marked.has(message));
  }

  mark(message: Message): void {
    this.#marked.add(message);
  }

  unmarkAll(): void {
    this.#marked.clear();
  }

  /** The messages marked as deleted. */
  marked(): readonly Message[] {
    return [...this.#marked];
  }

  /** Notes that a message was sent whole. */
  retrieve(message: Message): void {
    this.#retrieved.add(message);
  }

  /** The messages that were sent whole by RETR. */
  retrieved(): readonly Message[] {
    return [...this.#retrieved];
  }

  /** Removes messages and gives the lock back; does nothing when called again. */
  close(removed: readonly Message[]): void {
    this.#release?.(removed);
    this.#release = undefined;
  }
}
