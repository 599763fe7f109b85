/** A faulty client: the reference client, bent in one decision. It proves the requirement that it breaks. */

import type { Manner } from '../client/reference/manner.ts';
import type { TlsMode } from '../target/client.ts';

/** The faults of one requirement stand in `clients/ID.ts`, as `FAULTS`. */
export interface ClientFault {
  /** Words joined by hyphens; behind the requirement's id it is the fault's name. */
  readonly name: string;
  /** What the client does, in a sentence. */
  readonly about: string;
  /** What the message that blames the owner must contain: the stated reason. */
  readonly says: string;
  /** The requirements that may be blamed too, since this fault can't leave them whole, each with the reason. */
  readonly also?: Readonly<Record<string, string>>;
  /** How the client is told to use TLS; not at all where undefined. */
  readonly tls?: TlsMode;
  /** The longest that the suite may wait for time to pass, in seconds, where the fault needs more than others. */
  readonly maxWait?: number;
  /** What it does otherwise than by the book: made for each launch, since a fault may count. */
  readonly manner: () => Partial<Manner>;
}
