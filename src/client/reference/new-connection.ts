/** The wish to begin again on a connection of its own. No failure: whoever visits the server does so. */

import type { TlsMode } from '../../target/client.ts';
import type { GivesUp } from './exit-status.ts';

export class NewConnection extends Error {
  override readonly name = 'NewConnection';
  /** What it was that this connection ends with; the errand does, where there is no other. */
  readonly because: GivesUp;
  /** How TLS is used on the next one; undefined: as on this one. */
  readonly tls: TlsMode | undefined;

  constructor(because: GivesUp, tls?: TlsMode) {
    super(because.message);
    this.because = because;
    this.tls = tls;
  }
}
