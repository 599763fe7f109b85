/** What the scenarios of one run against a client share. */

import type { Certificates } from '../../server/certificates.ts';
import type { ClientSurvey } from '../../target/client-survey.ts';
import type { ClientTarget } from '../../target/client-target.ts';
import type { WireEntry } from '../../wire/transcript.ts';

export interface ClientRun {
  readonly target: ClientTarget;
  readonly survey: ClientSurvey;
  /** What servers show under TLS, and the one authority that the client is told to trust. */
  readonly certificates: Certificates;
  /** Is given each scenario's transcript at its end, with every octet. */
  readonly onTranscript?: ((entries: readonly WireEntry[]) => void) | undefined;
}
