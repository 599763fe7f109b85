import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ClientLauncher } from '../target/client.ts';
import { errand } from '../target/launch/launching.test.support.ts';
import { clientSettingsOfFlags } from './client-settings.ts';
import { clientTarget } from './client-target.ts';
import { UsageError } from './errors.ts';
import type { ClientFlags } from './flags.ts';

const BUILT_IN: ClientLauncher = {
  name: 'built in',
  modes: ['none', 'stls', 'implicit'],
  launch: () => Promise.reject(new Error('nobody launches it')),
};

function target(words: readonly string[], flags: ClientFlags = {}, variables: Readonly<Record<string, string>> = {}) {
  const surroundings = { variables: { PATH: process.env['PATH'], ...variables }, cwd: process.cwd() };
  return clientTarget(clientSettingsOfFlags(words, flags), surroundings, () => Promise.resolve(BUILT_IN));
}

describe('clientTarget', () => {
  it('is the built-in client with test accounts where nothing is said', async () => {
    expect(await target([])).toEqual({
      launcher: BUILT_IN,
      tls: 'none',
      user: 'alice',
      password: 'wonderland',
      timeoutMs: 20_000,
      maxWaitMs: 10_000,
      segmentation: { kind: 'whole' },
      temporaryExits: [],
    });
  });

  it('is the command that is given, named as it can be typed', async () => {
    const words = ['sh', '-c', 'fetch "$1"', 'fetch', '{host}:{port}'];
    const given = await target(words, { tls: 'stls', polls: '2', pipelines: true, temporaryExit: ['75'] });
    expect(given.launcher.name).toBe(`sh -c 'fetch "$1"' fetch {host}:{port}`);
    expect(given.launcher.modes).toEqual(['stls']);
    expect(given).toMatchObject({ tls: 'stls', pollsMs: 2000, pipelines: true, temporaryExits: [75] });
  });

  it('takes the password as a server does, from the environment only for a user that is named', async () => {
    const variables = { POP3SPEC_PASSWORD: 'secret' };
    expect(await target([], { user: 'me' }, variables)).toMatchObject({ user: 'me', password: 'secret' });
    expect(await target([], {}, variables)).toMatchObject({ user: 'alice', password: 'wonderland' });
    expect(await target([], { password: 'x' }, variables)).toMatchObject({ user: 'alice', password: 'x' });
  });

  it('launches the command with its files, read from where they are', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'pop3spec-client-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const source = path.join(folder, 'rc');
    writeFileSync(source, 'poll {host} port {port}');
    const { launcher } = await target(['cat', 'conf/rc'], { file: [`conf/rc=@${source}`] });
    const { ended } = await launcher.launch(errand());
    expect(await ended).toMatchObject({ status: 0, stdout: 'poll localhost port 8110' });
  });

  it.each([
    [['curl', '{host}'], {}, /^nothing tells the client where the server is: put \{host\} and \{port\}, or \{url\}/],
    [['curl'], { env: ['A={{port}}'] }, /^nothing tells the client/],
    [['curl'], { file: ['rc=@/nowhere/rc'] }, /^--file: \/nowhere\/rc can't be read/],
    [[], { env: ['A=b'] }, /^--env describes a client, and none is named/],
    [[], { polls: '3' }, /^--polls describes a client/],
    [['curl', '{url}'], { browser: 'chromium' }, /^--browser is for a driver, and none is given/],
    [[], { driver: 'driver.mjs', env: ['A=b'] }, /^--env is for a client with a command line/],
    [[], { driver: '/nowhere/driver.mjs' }, /^--driver: \/nowhere\/driver.mjs can't be read/],
  ])('refuses %j with %j', async (words, flags, message) => {
    const refused = target(words, flags);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(UsageError);
  });

  it.each([
    ['--env', { env: ['P={port}'] }],
    ['--file', { file: ['rc={url}'] }],
    ['--stdin', { stdin: '{port}' }],
  ])('takes a command that is told the port by %s', async (_, flags) => {
    expect((await target(['curl'], flags)).launcher.name).toBe('curl');
  });
});
