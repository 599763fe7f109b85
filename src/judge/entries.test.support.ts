/** For the tests of the judges: transcripts written down as the lines of both sides. */

import { octetsOf } from '../protocol/octets.ts';
import { Transcript, type Side, type WireEntry } from '../wire/transcript.ts';

/**
 * The events of one connection. `S: ` and `C: ` begin a line, which gets its CRLF; `S! ` and `C! ` begin octets that are
 * sent as they are; `tls`, and `S close`, `S reset` or `C close`, are events.
 * @param script one event an element; the text of each is latin-1
 */
export function entriesOf(script: readonly string[]): WireEntry[] {
  const transcript = new Transcript();
  const connection = transcript.openConnection();
  transcript.record(connection, 'C', 'connect');
  for (const step of script) {
    const from: Side = step.startsWith('C') ? 'C' : 'S';
    if (step === 'tls') transcript.record(connection, 'S', 'tls');
    else if (/^[SC] (close|reset)$/.test(step))
      transcript.record(connection, from, step.endsWith('close') ? 'close' : 'reset');
    else
      transcript.record(connection, from, 'data', octetsOf(step[1] === '!' ? step.slice(3) : `${step.slice(3)}\r\n`));
  }
  return [...transcript.entries];
}

/**
 * The same events with other segment borders: each run of data of one side is joined and cut again.
 * @param sizes how long the pieces are, one after the other and from the beginning again
 */
export function recut(entries: readonly WireEntry[], sizes: readonly number[]): WireEntry[] {
  const joined: WireEntry[] = [];
  for (const entry of entries) {
    const last = joined.at(-1);
    const goesOn =
      last?.event === 'data' &&
      entry.event === 'data' &&
      last.from === entry.from &&
      last.connection === entry.connection;
    if (goesOn) joined[joined.length - 1] = { ...last, octets: Buffer.concat([last.octets, entry.octets]) };
    else joined.push(entry);
  }
  let next = 0;
  return joined.flatMap((entry) => {
    if (entry.event !== 'data') return [entry];
    const pieces: WireEntry[] = [];
    for (let at = 0; at < entry.octets.length;) {
      const size = Math.max(1, sizes[next++ % sizes.length] ?? 1);
      pieces.push({ ...entry, octets: entry.octets.subarray(at, at + size) });
      at += size;
    }
    return pieces;
  });
}
