/** A transcript as a recording: a script of one connection, without its secrets, without its pauses. Pure. */

import type { WireEntry } from '../wire/transcript.ts';
import { Recorder } from './recorder.ts';

/**
 * @param entries the events of one connection
 * @param underTls whether TLS began with the connection
 */
export function recordingOf(entries: readonly WireEntry[], underTls: boolean): string {
  const pieces: string[] = [];
  const recorder = new Recorder({
    write: (text) => pieces.push(text),
    secrets: new Set(),
    redactMail: false,
    underTls,
  });
  // The handshake that begins a connection is told already.
  let isTold = underTls;
  for (const { event, from, octets } of entries) {
    if (event === 'data') recorder.data(from, octets, 0);
    else if (event === 'tls') {
      if (!isTold) recorder.startTls();
      isTold = false;
    } else if (event === 'close' || event === 'reset') recorder.end(from, event, 0);
  }
  recorder.finish();
  return pieces.join('');
}
