/** The reference client as a client under test: it runs in this process, and is launched in a millisecond or two. */

import type { ClientLauncher, Ending, Errand, RunningClient, TlsMode } from '../../target/client.ts';
import { WHOLE, type Segmentation } from '../../wire/segmentation.ts';
import { BY_THE_BOOK } from './by-the-book.ts';
import { fetchMail, ONCE, type Polls } from './fetch-mail.ts';
import { Mailbox } from './mailbox.ts';
import type { Manner } from './manner.ts';
import { Pulse } from './pulse.ts';

export interface ReferenceOptions {
  /** How reports call it. */
  readonly name?: string;
  /** What it does otherwise than by the book: made for each launch, since it may remember something. */
  readonly manner?: () => Partial<Manner>;
  /** How what it sends is cut into segments. */
  readonly segmentation?: Segmentation;
  /** How long the next line of an answer may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** How much of one answer is held, in octets: a message that is larger is given up. */
  readonly mostHeld?: number;
  /** How long a launch may take as a whole, in milliseconds. */
  readonly limitMs?: number;
  /** Absent: it looks for mail once. */
  readonly polls?: Polls;
}

const TIMEOUT_MS = 30_000;
const LIMIT_MS = 5 * 60 * 1000;
/** Enough for a message of 50 MB. */
const MOST_HELD = 192 * 1024 * 1024;

/** Lines of problems that are kept: a server can make one for each line that it sends. */
const MOST_COMPLAINTS = 100;

/** What a fault in a manner ends with: ours, not the server's. */
const OUR_FAULT = 70;

const NOBODY = (): Partial<Manner> => ({});

export class ReferenceClient implements ClientLauncher {
  readonly name: string;
  readonly modes: readonly TlsMode[] = ['none', 'stls', 'implicit'];
  readonly #options: ReferenceOptions;

  constructor(options: ReferenceOptions = {}) {
    this.name = options.name ?? 'the reference client';
    this.#options = options;
  }

  /** It comes again until it is ended. */
  stays(intervalMs: number): ClientLauncher {
    return new ReferenceClient({ ...this.#options, polls: { intervalMs, count: Number.POSITIVE_INFINITY } });
  }

  async launch(errand: Errand): Promise<RunningClient> {
    return await Promise.resolve(new Launch(errand, this.#options));
  }
}

class Launch implements RunningClient {
  readonly ended: Promise<Ending>;
  readonly canBeSeen = true;
  readonly #pulse = new Pulse();
  readonly #stop = new AbortController();
  readonly #mailbox = new Mailbox();
  readonly #complaints: string[] = [];
  #endedByUs: Ending['endedByUs'];

  constructor(errand: Errand, options: ReferenceOptions) {
    this.ended = this.#run(errand, options);
  }

  async settled(limitMs: number): Promise<'waiting' | 'ended' | 'unknown'> {
    return await this.#pulse.settled(limitMs);
  }

  async end(): Promise<void> {
    this.#halt('scenario');
    await this.ended;
  }

  async #run(errand: Errand, options: ReferenceOptions): Promise<Ending> {
    const { manner = NOBODY, segmentation = WHOLE, timeoutMs = TIMEOUT_MS, limitMs = LIMIT_MS, polls = ONCE } = options;
    const onAbort = (): void => this.#halt('scenario');
    errand.signal.addEventListener('abort', onAbort, { once: true });
    if (errand.signal.aborted) onAbort();
    const limit = setTimeout(() => this.#halt('time'), limitMs);
    const surroundings = {
      task: errand,
      manner: { ...BY_THE_BOOK, ...manner() },
      segmentation,
      timeoutMs,
      mostHeld: options.mostHeld ?? MOST_HELD,
      signal: this.#stop.signal,
      pulse: this.#pulse,
      complain: (line: string) => this.#complain(line),
    };
    let status: number;
    try {
      status = await fetchMail(surroundings, this.#mailbox, polls);
    } catch (error) {
      this.#complain(`a fault of the client: ${String(error)}`);
      status = OUR_FAULT;
    }
    clearTimeout(limit);
    errand.signal.removeEventListener('abort', onAbort);
    this.#pulse.end();
    return this.#ending(status);
  }

  #ending(status: number): Ending {
    const { messages, overflowed } = this.#mailbox;
    if (overflowed > 0) this.#complain(`no room for ${overflowed} messages`);
    return {
      status: this.#endedByUs === undefined ? status : undefined,
      endedByUs: this.#endedByUs,
      stdout: `${messages.length} messages fetched\n`,
      stderr: this.#complaints.map((line) => `${line}\n`).join(''),
      stored: messages,
    };
  }

  #complain(line: string): void {
    if (this.#complaints.length < MOST_COMPLAINTS) this.#complaints.push(line);
  }

  #halt(why: 'time' | 'scenario'): void {
    if (this.#stop.signal.aborted) return;
    this.#endedByUs = why;
    this.#stop.abort();
  }
}
