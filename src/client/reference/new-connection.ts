/** The wish to begin again on a connection of its own. No failure: whoever visits the server does so. */

import type { TlsMode } from '../../target/client.ts';

export class NewConnection extends Error {
  override readonly name = 'NewConnection';
  /** How TLS is used on it; undefined: as before. */
  readonly tls: TlsMode | undefined;

  constructor(tls?: TlsMode) {
    super('a new connection is wanted');
    this.tls = tls;
  }
}
