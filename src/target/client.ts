/** The client under test: how it is launched, and what is seen of it beside its octets. */

export type TlsMode = 'none' | 'stls' | 'implicit';

/** What a client is told for one launch. */
export interface Errand {
  /** A name that the certificate of a correct server is for, or an address of loopback. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Whether it is told to use TLS, and how. */
  readonly tls: TlsMode;
  /** The certificate (PEM) of the one authority that it is told to trust. */
  readonly ca: string;
  /** Ends the launch from outside: the scenario is over. */
  readonly signal: AbortSignal;
}

/** How a launch ended, and what it left behind. */
export interface Ending {
  /** The exit status; undefined where a signal ended it. */
  readonly status: number | undefined;
  /** Why we ended it, where we did: it used up its time, or the scenario was over. */
  readonly endedByUs: 'time' | 'scenario' | undefined;
  /** What it printed, cut to a length that a reader bears; its passwords may be among it. */
  readonly stdout: string;
  readonly stderr: string;
  /** Where the mail may be that it fetched: the whole standard output, and each file in its directory. */
  readonly stored: readonly Buffer[];
}

/** A client that has been started. */
export interface RunningClient {
  /** Settles once it has ended, whatever ended it; never rejects. */
  readonly ended: Promise<Ending>;
  /** Whether it can be seen at all if it waits for us; where it can't, `settled` takes all of its time and tells nothing. */
  readonly canBeSeen: boolean;
  /**
   * Waits until the client demonstrably has nothing left to do but to wait for us: whatever it wants to send before it
   * hears from us, it has sent.
   * @param limitMs the longest that this takes, in milliseconds
   * @param unanswered how many octets of the client have come since it was last sent some: its kernel may not know yet
   * @returns `waiting` or `ended` where that was seen; `unknown` where the time ran out
   */
  settled(limitMs: number, unanswered?: () => number): Promise<'waiting' | 'ended' | 'unknown'>;
  /** Ends it with all that it has started. Resolves once nothing of it is left. */
  end(): Promise<void>;
}

/** The client can't be started; the message says why. */
export class Unstartable extends Error {
  override readonly name = 'Unstartable';
}

export interface ClientLauncher {
  /** How reports call the client: its command line, placeholders and all. */
  readonly name: string;
  /** How it can be told to use TLS: a command line is written for one way, the reference client knows them all. */
  readonly modes: readonly TlsMode[];
  /**
   * The same client, told to stay and to fetch again at an interval; absent where only its own command line can say that.
   * @param intervalMs in milliseconds
   */
  readonly stays?: (intervalMs: number) => ClientLauncher;
  /** @throws {Unstartable} */
  launch(errand: Errand): Promise<RunningClient>;
  /** Ends what several launches share, where they share anything: there will be no other. */
  close?(): Promise<void>;
}
