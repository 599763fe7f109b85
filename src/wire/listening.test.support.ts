/** For tests: a server that is a few lines of code. */

import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Lets a server listen on loopback until the test ends. @returns its port */
export async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** Starts a server that does `serve` with each connection. @returns its port */
export async function serving(serve: (socket: Socket) => void): Promise<number> {
  return await listening(createServer({ allowHalfOpen: true, noDelay: true }, serve));
}
