import { access, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort, readyLine, startPeer } from './peer-process.ts';
import type { Peer } from './peers.ts';

const PEER: Peer = { server: 'pretend', variant: 'tls', tls: 'implicit', mail: 'mbox', about: '' };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pop3spec-test-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A script of that name in the folder, which a peer's script would be. */
async function script(body: string): Promise<void> {
  const file = path.join(folder, 'pretend.sh');
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
}

function exists(name: string): Promise<boolean> {
  return access(path.join(folder, name)).then(
    () => true,
    () => false,
  );
}

test('a peer that is ready tells its version, its ports and its certificate', async () => {
  await writeFile(path.join(folder, 'cert.pem'), 'a certificate');
  await script(
    `[ "$1" = stop ] && { touch ${folder}/stopped; exit; }
    echo "ready 127.0.0.1 $2 variant=$4 version=1:2.3+b state=$3 pop3s=$(($2 + 1)) ca=${folder}/cert.pem"`,
  );
  const running = await startPeer(PEER, folder, path.join(folder, 'state'));
  expect(running).toMatchObject({ version: '1:2.3+b', ca: 'a certificate', state: path.join(folder, 'state') });
  expect(running.port).toBeGreaterThan(1024);
  expect(await exists('stopped')).toBe(false);
  await running.stop();
  expect(await exists('stopped')).toBe(true);
});

test('a peer that is not ready is stopped, and says why', async () => {
  await script(
    `[ "$1" = stop ] && { touch ${folder}/stopped; exit; }
    echo 'needs root' >&2; exit 1`,
  );
  await expect(startPeer(PEER, folder, path.join(folder, 'state'))).rejects.toThrow(
    'pretend.sh start failed: needs root',
  );
  expect(await exists('stopped')).toBe(true);
});

test('a peer without a script is missing, not skipped', async () => {
  await expect(startPeer(PEER, folder, path.join(folder, 'state'))).rejects.toThrow(
    /pretend\.sh start failed: .*ENOENT/,
  );
});

test('a ready line is read among others', () => {
  expect(readyLine('noise\nready 127.0.0.1 1 user=alice version=1=2\n')).toEqual({ user: 'alice', version: '1=2' });
  expect(() => readyLine('noise\n')).toThrow('did not say that the server is ready: noise');
});

test('a free port is free, and so is the next', async () => {
  const port = await freePort();
  const listening = [port, port + 1].map(async (each) => {
    const server = net.createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: each, host: '127.0.0.1' }, resolve);
    });
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  await expect(Promise.all(listening)).resolves.toHaveLength(2);
});
