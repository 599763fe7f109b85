import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverBy } from './deliver-command.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pop3spec-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A command that runs a program of Node's. */
const node = (program: string, ...rest: string[]): [string, ...string[]] => [process.execPath, '-e', program, ...rest];

describe('deliverBy', () => {
  it('gives the message with LF line ends, and the user in every word, without a shell', async () => {
    const file = path.join(folder, '{user}');
    const program = `fs.writeFileSync(process.argv[1], JSON.stringify([process.argv[2], fs.readFileSync(0, 'latin1')]))`;
    const user = 'a$(id)$&b';
    await deliverBy(node(program, file, 'x{user}{user}'))(user, Buffer.from('A: b\r\n\r\n\xFF.\r\n', 'latin1'));
    const seen: unknown = JSON.parse(await readFile(path.join(folder, user), 'utf8'));
    expect(seen).toEqual([`x${user}${user}`, 'A: b\n\n\xFF.\n']);
  });

  it('takes a command for well that does not read all of a long message', async () => {
    const delivery = deliverBy(node('process.exit(0)'))('a', Buffer.alloc(4_000_000, 'x'));
    await expect(delivery).resolves.toBeUndefined();
  });

  it('says what a failed command has printed', async () => {
    const deliver = deliverBy(node(`console.error('no such mailbox'); process.exit(67)`));
    await expect(deliver('a', Buffer.from('x'))).rejects.toThrow(/exited with status 67: no such mailbox$/);
  });

  it('keeps little of what a noisy command prints', async () => {
    const deliver = deliverBy(node(`process.stdout.write('y'.repeat(1e6) + 'end', () => process.exit(1))`));
    const failure: unknown = await deliver('a', Buffer.from('x')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(String(failure).length).toBeLessThan(3_000);
    expect(String(failure)).toMatch(/end$/);
  });

  it('says that a command can not be started', async () => {
    await expect(deliverBy(['/nonexistent/lda'])('a', Buffer.from('x'))).rejects.toThrow(
      /^\/nonexistent\/lda could not be started/,
    );
  });

  it('ends a command that does not end', async () => {
    await expect(deliverBy(node('setInterval(() => {}, 1000)'), 50)('a', Buffer.from('x'))).rejects.toThrow(
      /did not end within 0.05 s/,
    );
  });
});
