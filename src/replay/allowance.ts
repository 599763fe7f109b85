/** How long a replay may take as a whole, so that no server holds it by sending a little within each deadline. Pure. */

import type { Conversation, Text } from '../script/syntax.ts';
import type { Recorded } from './recorded.ts';

/** A server that conforms may be no faster, in octets a second: as much as a modem of 9600 bits a second brings. */
const SLOWEST = 1000;

/**
 * The time in which a server that answers each command in its time, and sends no slower than a modem, has said all that was
 * recorded, in milliseconds. Pauses that were recorded count besides: they are its own, or may be kept.
 * @param timeoutMs how long it may be silent where something is to come
 */
export function allowanceMs(
  { greeting, turns }: Conversation,
  { steps, answers }: Recorded,
  timeoutMs: number,
): number {
  const handshakes = steps.filter(({ kind }) => kind === 'start TLS').length;
  // The last wait is that for the end of the connection.
  const waits = (answers.length + handshakes + 1) * timeoutMs;
  const acts = [greeting, ...turns.map((turn) => turn.acts)].flat();
  const others = acts.map((act) => {
    if (act.kind === 'wait' || act.kind === 'client wait') return act.ms;
    return act.kind === 'send' ? (octetsIn(act.text) / SLOWEST) * 1000 : 0;
  });
  return others.reduce((sum, ms) => sum + ms, waits);
}

/** How many octets a text is at least. */
function octetsIn({ parts }: Text): number {
  return parts.reduce((sum, part) => {
    switch (part.kind) {
      case 'octets':
        return sum + part.octets.length;
      case 'repeat':
        return sum + part.octets.length * part.times;
      case 'hidden':
        return sum + part.octets;
      case 'pad':
        return Math.max(sum, part.length);
      default:
        return sum;
    }
  }, 0);
}
