import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { builtInConfig } from './default-config.ts';
import { Pop3Server } from './listener.ts';
import { scriptedConfig } from './scripted.ts';

/** What each read of a client in this process brings, up to the farewell. */
async function reads(script: string): Promise<string[]> {
  const scripted = scriptedConfig(script, await builtInConfig());
  if (!scripted.ok) throw new Error(scripted.mistakes[0]?.expected);
  const server = await Pop3Server.start(scripted.config);
  try {
    const socket = connect(server.port, server.host).setEncoding('latin1');
    const chunks: string[] = [];
    for await (const chunk of socket) {
      chunks.push(String(chunk));
      if (chunks.length === 1) socket.write('NOOP\r\n');
      if (String(chunk).endsWith('command\r\n')) socket.end('QUIT\r\n');
    }
    return chunks.slice(1);
  } finally {
    await server.close();
  }
}

test('a client of this process reads the first segment of an answer before the second is sent', async () => {
  const [first, second] = await reads('C: NOOP\nS: -ERR no such command\ncut after 1 octets\n');
  expect([first, second]).toEqual(['-', 'ERR no such command\r\n']);
});
