import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { builtInConfig } from '../../server/default-config.ts';
import { Pop3Server } from '../../server/listener.ts';
import type { Errand, RunningClient } from '../client.ts';
import { SharedBrowser } from './browser.ts';
import { testBrowser } from './browser.test.support.ts';
import { DriverLauncher } from './driver-launcher.ts';
import type { Driver, DriverTask } from './driver.ts';
import { CERTIFICATE, errand } from './launching.test.support.ts';

async function driven(
  driver: Driver,
  {
    limitMs = 20_000,
    browser = new SharedBrowser('/nowhere/browser'),
    ...told
  }: Partial<Errand> & { limitMs?: number; browser?: SharedBrowser } = {},
): Promise<RunningClient> {
  const launcher = new DriverLauncher({ name: 'driver', driver, tls: 'none', limitMs, browser });
  const client = await launcher.launch(errand(told));
  onTestFinished(() => client.end());
  return client;
}

/** Fetches the first message, as a driver of node's own means would. */
const FETCH: Driver = async ({ host, port, user, password, log }: DriverTask) => {
  const { connect } = await import('node:net');
  const socket = connect(port, host);
  let heard = '';
  for (const command of [`USER ${user}`, `PASS ${password}`, 'RETR 1', 'QUIT']) socket.write(`${command}\r\n`);
  for await (const chunk of socket) heard += String(chunk);
  log(`heard ${heard.split('\r\n')[0]}`);
  return { stored: [heard] };
};

describe('a driver', () => {
  it('fetches mail', async () => {
    const server = await Pop3Server.start(await builtInConfig());
    onTestFinished(() => server.close());
    const client = await driven(FETCH, { host: server.host, port: server.port });
    const { status, endedByUs, stdout, stored } = await client.ended;
    expect({ status, endedByUs }).toEqual({ status: 0, endedByUs: undefined });
    expect(stdout).toMatch(/^heard \+OK/);
    expect(stored.join('')).toContain('Subject: ');
  });

  it('is told what a command is told, and has a folder that is gone afterwards', async () => {
    let task: DriverTask | undefined;
    const client = await driven((given) => {
      task = given;
      expect(readFileSync(given.ca, 'utf8')).toBe(CERTIFICATE);
      writeFileSync(path.join(given.dir, 'mbox'), 'mail');
      return { status: 3, stored: ['text', new Uint8Array([255])] };
    });
    expect(await client.ended).toMatchObject({
      status: 3,
      stored: [Buffer.from('text'), Buffer.from([255]), Buffer.from('mail')],
    });
    expect(task).toMatchObject({ host: 'localhost', port: 8110, user: 'alice', password: 'wonderland', tls: 'none' });
    expect(task?.url).toBe('pop3://alice:wonderland@localhost:8110/');
    expect(existsSync(path.dirname(task?.dir ?? ''))).toBe(false);
  });

  it('fails where it throws, without showing the password', async () => {
    const client = await driven(({ password, log }) => {
      log(`PASS ${password}`);
      throw new Error(`no login with ${password}`);
    });
    expect(await client.ended).toMatchObject({
      status: 1,
      stdout: 'PASS **********\n',
      stderr: 'no login with **********\n',
    });
  });

  it.each([[5], [{ status: '0' }], [{ status: -1 }], [{ stored: 'text' }], [{ stored: [5] }]])(
    'fails where it returns %j',
    async (returned) => {
      const client = await driven(() => returned);
      expect(await client.ended).toMatchObject({ status: 1, stderr: expect.stringContaining('the driver returned') });
    },
  );

  it('hears when it is to end', async () => {
    const heard = vi.fn<() => void>();
    const client = await driven(({ signal }) => {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          heard();
          reject(new Error('ended'));
        });
      });
    });
    await client.end();
    expect(heard).toHaveBeenCalledOnce();
    expect(await client.ended).toMatchObject({ status: undefined, endedByUs: 'scenario' });
  });

  it('is left alone where it does not end', async () => {
    const client = await driven(() => new Promise(() => undefined), { limitMs: 50 });
    expect(await client.ended).toMatchObject({ status: undefined, endedByUs: 'time' });
  });

  it('is not seen to wait', async () => {
    const client = await driven(({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)));
    expect(await client.settled(20)).toBe('unknown');
    await client.end();
    expect(await client.settled(20)).toBe('ended');
  });

  it('is told where there is no browser', async () => {
    const client = await driven(({ browser }) => browser());
    expect(await client.ended).toMatchObject({ status: 1, stderr: expect.stringContaining('/nowhere/browser') });
  });
});

/** The browser of these tests; where there is none, as in the tests of the report. */
const program = await testBrowser().catch(() => undefined);

describe.runIf(program !== undefined || process.env['CI'] !== undefined)('a driver with a browser', () => {
  it('shares one with the launches behind it, and leaves no page open', async () => {
    const pages = createServer((_, answer) => void answer.end('<title>A webmail</title>'));
    onTestFinished(() => void pages.close());
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    const address = pages.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const browser = new SharedBrowser(program);
    onTestFinished(() => browser.close());
    const versions: string[] = [];
    const open: number[] = [];
    const titleOf: Driver = async (task) => {
      const own = await task.browser();
      versions.push(own.version());
      open.push(own.contexts().length);
      const page = await own.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      const title = await page.title();
      if (versions.length === 2) await own.close(); // as a script of Playwright's does that has the browser for itself
      return { stored: [title] };
    };
    for (const _ of [1, 2, 3]) {
      const client = await driven(titleOf, { browser });
      expect(await client.ended).toMatchObject({ status: 0, stderr: '', stored: [Buffer.from('A webmail')] });
    }
    expect(new Set(versions).size).toBe(1);
    expect(open).toEqual([0, 0, 0]);
    const shared = await browser.lend(new Set());
    expect(shared.isConnected()).toBe(true);
  });
});
