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

/** A longer table takes too long to be read for each answer: sockets that have ended stay in it for a minute. */
const MOST_SOCKETS = 1_500;

/** How many sockets a table as proc_net(5) describes it has at the least: `/proc/net/sockstat` counts them. Pure. */
export function socketsIn(sockstat: string): number {
  const [, inUse = '', remembered = ''] = /^TCP: inuse (\d+) .*\btw (\d+)/m.exec(sockstat) ?? [];
  return Number(inUse) + Number(remembered);
}

/** How many octets are on their way to a port of this machine now; undefined where nobody can see it, or only at length. */
export function octetsUnderWay(port: number): number | undefined {
  try {
    if (socketsIn(readTable('sockstat')) > MOST_SOCKETS) return undefined;
    return unacknowledged(readTable('tcp'), port) + unacknowledged(tableOfIpv6(), port);
  } catch {
    return undefined;
  }
}

/** A system may have no IPv6. */
function tableOfIpv6(): string {
  try {
    return readTable('tcp6');
  } catch {
    return '';
  }
}

function readTable(name: string): string {
  return readFileSync(`/proc/net/${name}`, 'latin1');
}
