/** What a run costs whose target is far away: the suite on the built-in server behind a delay, serially and in lanes. */

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import type { Requirement } from '../catalogue/requirement.ts';
import { builtInTarget } from '../cli/built-in-target.ts';
import { examineServer } from '../suite/examine-server.ts';

/** How long octets are under way, each way, in milliseconds. */
const WAY_MS = 25;

/** The time of the suite behind 50 ms of round trip, in milliseconds. @param lanes how many scenarios run at a time */
export async function farSuite(requirements: readonly Requirement[], lanes: number): Promise<number> {
  const { target, close } = await builtInTarget({ parallel: lanes });
  const proxy = await delaying(target.port);
  try {
    const began = performance.now();
    await examineServer({
      target: { ...target, port: portOf(proxy) },
      requirements,
      root: suiteRoot(),
      version: 'bench',
      strict: false,
      parallel: lanes,
    });
    return performance.now() - began;
  } finally {
    proxy.close();
    await close();
  }
}

/** A proxy on loopback to another port, behind which everything is {@link WAY_MS} away; segments stay as they come. */
async function delaying(port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
    // On loopback both know of a connection at once. Far away SYN, SYN-ACK and ACK come before the server speaks.
    relay(near, far, 3 * WAY_MS);
    relay(far, near, 4 * WAY_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Octets, and the end, arrive later, in their order. @param firstMs how long the first are under way */
function relay(from: Socket, to: Socket, firstMs: number): void {
  const opened = performance.now() + firstMs;
  let before = Promise.resolve();
  const later = (deed: () => void): void => {
    const arrives = Math.max(opened, performance.now() + WAY_MS);
    before = afterwards(before, arrives, deed);
  };
  from.on('data', (octets: Buffer) => later(() => to.write(octets)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => undefined);
  from.on('close', () => later(() => to.destroy()));
}

async function afterwards(before: Promise<void>, atMs: number, deed: () => void): Promise<void> {
  await before;
  await pause(Math.max(0, atMs - performance.now()));
  deed();
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
  return address.port;
}
