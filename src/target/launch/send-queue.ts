/**
 * What the kernel keeps of what a client has sent: where octets are on their way and not acknowledged yet, a few more wait
 * until they are (RFC 896), and the client sleeps meanwhile. Linux shows it.
 */

import { readFileSync } from 'node:fs';

/** The state of a socket that has ended and is only remembered: TIME_WAIT. */
const REMEMBERED = '06';

/**
 * How many octets on their way to a port are not acknowledged, sent or not: of all sockets of a table as proc_net(5)
 * describes it. Pure.
 */
export function unacknowledged(table: string, port: number): number {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state]) => remote?.endsWith(wanted) === true && state !== REMEMBERED)
    .reduce((sum, [, , , , queues = '']) => sum + Number.parseInt(queues.split(':')[0] ?? '', 16), 0);
}

/** The same now, on this machine; none where nobody can see it. */
export function octetsUnderWay(port: number): number {
  return ['tcp', 'tcp6'].reduce((sum, name) => sum + unacknowledged(tableOf(name), port), 0);
}

function tableOf(name: string): string {
  try {
    return readFileSync(`/proc/net/${name}`, 'latin1');
  } catch {
    return '';
  }
}
