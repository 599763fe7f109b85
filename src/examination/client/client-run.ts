/** What the scenarios of one run against a client share. */

import type { TlsConfig } from '../../server/config.ts';
import type { ClientSurvey } from '../../target/client-survey.ts';
import type { ClientTarget } from '../../target/client-target.ts';
import type { WireEntry } from '../../wire/transcript.ts';

export interface ClientRun {
  readonly target: ClientTarget;
  readonly survey: ClientSurvey;
  /** What a correct server shows under TLS; the client is told to trust it. */
  readonly certificate: Pick<TlsConfig, 'key' | 'cert'>;
  /** Is given each scenario's transcript at its end, with every octet. */
  readonly onTranscript?: ((entries: readonly WireEntry[]) => void) | undefined;
}
