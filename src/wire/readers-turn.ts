/** The peer of this process gets its turn to read between two segments. */

import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Resolves when a peer of this process has read what was just written: else the next segment would join it in its kernel.
 * What is set while something is being read comes before anything else is read, so at first it takes two turns.
 * @param isFirst whether this is behind the first segment of several
 */
export async function readersTurn(isFirst: boolean): Promise<void> {
  if (isFirst) await nextTurn();
  await nextTurn();
}
