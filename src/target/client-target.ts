/** The client under test, as the user described it. */

import type { Segmentation } from '../wire/segmentation.ts';
import type { ClientLauncher, TlsMode } from './client.ts';

export interface ClientTarget {
  readonly launcher: ClientLauncher;
  /** How the client is told to use TLS, where a scenario is not about that itself. */
  readonly tls: TlsMode;
  /** The account that it is told to use. */
  readonly user: string;
  readonly password: string;
  /** How long one launch may take, a polling client's between two polls left aside; in milliseconds. */
  readonly timeoutMs: number;
  /** How long a scenario may wait for time to pass (a LOGIN-DELAY), in milliseconds. */
  readonly maxWaitMs: number;
  readonly segmentation: Segmentation;
  /** The client stays and fetches again after this time, in milliseconds; undefined: it ends when it has fetched its mail. */
  readonly pollsMs?: number;
  /** Its user says that it sends commands without waiting for the answers where it may. */
  readonly pipelines?: boolean;
  /** Exit statuses by which it says that a later attempt may do better. */
  readonly temporaryExits: readonly number[];
}
