/** Whom a recording is replayed to, and what comes of it. */

import type { Credentials } from '../protocol/sasl.ts';
import type { Silence, TlsVerification } from '../wire/connection.ts';
import type { WireEntry } from '../wire/transcript.ts';
import type { DifferenceLine } from './difference.ts';
import type { Lenience } from './same-line.ts';

export interface ReplayTarget {
  readonly host: string;
  readonly port: number;
  /** Whether TLS begins with the connection; STLS is where the recording has it. */
  readonly underTls: boolean;
  readonly verification: TlsVerification;
  /** Absent where the recording needs none. */
  readonly credentials?: Credentials;
  /** How long the server may be silent where something is to come, in milliseconds. */
  readonly timeoutMs: number;
  /** How long it may take as a whole, in milliseconds; absent: what the recording may take (see allowance.ts). */
  readonly limitMs?: number;
  /** Whether the client waits as long as it was recorded to wait. */
  readonly timing: boolean;
  readonly signal?: AbortSignal;
}

/** An answer that is not the recorded one. */
export interface Difference {
  /** The turn of the command, counted from 0; undefined for the greeting. */
  readonly turn: number | undefined;
  readonly lines: readonly DifferenceLine[];
  /** The answer as it was recorded, as far as that is told, and as it came, line by line, each with its end. */
  readonly recorded: readonly string[];
  readonly came: readonly string[];
}

export interface ReplayOutcome {
  readonly differences: readonly Difference[];
  /** Why the rest was not played, or what else is not as recorded: a sentence for each. */
  readonly remarks: readonly string[];
  /** Why nothing more came where more was recorded; absent where it did. `over`: it still came when all of the time was over. */
  readonly silence?: Silence | 'over';
  /** How many of the recorded answers came, the greeting among them. */
  readonly answers: number;
  readonly recorded: number;
  /** In how many lines that were taken for the same the octets differ, and why that is no difference. */
  readonly overlooked: Readonly<Record<Lenience, number>>;
  /** What was filled in and must not be shown. */
  readonly secrets: readonly Buffer[];
  /** Everything that went over the wire; the secrets in it are marked. */
  readonly entries: readonly WireEntry[];
}

/** Whether everything came as it was recorded. */
export function isSame({ differences, remarks }: ReplayOutcome): boolean {
  return differences.length === 0 && remarks.length === 0;
}
