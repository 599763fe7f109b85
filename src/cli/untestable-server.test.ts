import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../server/certificates.ts';
import { builtInConfig } from '../server/default-config.ts';
import {
  builtInServer,
  everything,
  IMPATIENT,
  ownFolder,
  peer,
  run,
  sentenceOf,
  serveSimply,
} from './main.test.support.ts';

describe('a target that can not be tested', () => {
  it('is unreachable', async () => {
    const { address, stop } = await peer(() => undefined);
    stop();
    expect(sentenceOf(await run(['server', address, ...IMPATIENT], await ownFolder()), 3)).toMatch(
      /nothing listens there/,
    );
  });

  it('never greets', async () => {
    const { address } = await peer(() => undefined);
    expect(sentenceOf(await run(['server', address, ...IMPATIENT], await ownFolder()), 3)).toMatch(/sent no greeting/);
  });

  it('closes instead of greeting', async () => {
    const { address } = await peer((socket) => socket.end());
    expect(sentenceOf(await run(['server', address, ...IMPATIENT], await ownFolder()), 3)).toMatch(/sent no greeting/);
  });

  it('greets with a line without end', async () => {
    const { address } = await peer((socket) => {
      const more = (): void => {
        while (socket.writable && socket.write('+OK and so on '.repeat(1000)));
      };
      socket.on('drain', more);
      more();
    });
    expect(sentenceOf(await run(['server', address, ...IMPATIENT], await ownFolder()), 3)).toMatch(/sent no greeting/);
  });

  it('refuses the login, and what it says is shown without doing anything to the terminal', async () => {
    const { address } = await peer((socket) => {
      socket.write('+OK \u001B]0;owned\u0007 \u001B[2J\r\n');
      socket.on('data', (chunk: Buffer) => socket.write(`-ERR \u001B[31mno ${chunk.toString('latin1').trimEnd()}\r\n`));
    });
    const ended = await run(['server', address, ...IMPATIENT], await ownFolder());
    expect(sentenceOf(ended, 3)).toMatch(/refused the login of alice/);
    expect(ended.stderr).toContain(String.raw`\x1B[31mno`);
  });

  it('has a certificate that nobody vouches for', async () => {
    const config = await builtInConfig();
    const address = await builtInServer(config.tls === undefined ? {} : { tls: { ...config.tls, mode: 'implicit' } });
    const words = ['server', `pop3s://alice@${address}`, '--timeout', '10', '--only', '2449-5-S1'];
    const folder = await ownFolder();
    const password = { POP3SPEC_PASSWORD: 'wonderland' };
    expect(sentenceOf(await run(words, folder, password), 3)).toMatch(/certificate.*--ca FILE.*--insecure/);
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, (await selfSigned()).cert);
    expect(sentenceOf(await run([...words, '--ca', file], folder, password), 3)).toMatch(/certificate/);
    await writeFile(file, config.tls?.cert ?? '');
    expect(await run([...words, '--ca', file], folder, password)).toMatchObject({ status: 0, stderr: '' });
    expect(await run([...words, '--insecure'], folder, password)).toMatchObject({ status: 0, stderr: '' });
  });

  it('does not get the password back onto the screen', async () => {
    const { address } = await peer((socket) => serveSimply(socket, (line) => `-ERR what is ${line}`));
    const folder = await ownFolder();
    const ended = await run(['server', address, ...IMPATIENT, '--only', '2449-5-S1'], folder);
    expect(ended.stdout + ended.stderr + (await everything(folder))).not.toContain('wonderland-17');
  });
});
