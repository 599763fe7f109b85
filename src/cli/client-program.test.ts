import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addClient } from './client-program.ts';
import type { ClientFlags } from './flags.ts';

interface Parsed {
  readonly command: readonly string[];
  readonly flags: ClientFlags;
}

async function parsed(...words: readonly string[]): Promise<Parsed | undefined> {
  let outcome: Parsed | undefined;
  const program = new Command('pop3spec').exitOverride().configureOutput({ writeErr: () => undefined });
  addClient(program, words, async (command, flags) => {
    outcome = { command, flags };
  });
  await program.parseAsync([...words], { from: 'user' });
  return outcome;
}

describe('pop3spec client', () => {
  it('leaves the words behind -- to the client, whatever they look like', async () => {
    const words = [
      'client',
      '--strict',
      '--env',
      'A=1',
      '--env',
      'B=2',
      '--',
      'curl',
      '-q',
      '--strict',
      '--',
      '--help',
    ];
    expect(await parsed(...words)).toEqual({
      command: ['curl', '-q', '--strict', '--', '--help'],
      flags: { strict: true, env: ['A=1', 'B=2'] },
    });
  });

  it('needs no command', async () => {
    expect(await parsed('client', '--only', '2449')).toEqual({ command: [], flags: { only: ['2449'] } });
  });

  it('wants -- before one', async () => {
    await expect(parsed('client', 'curl', '{url}')).rejects.toThrow(
      /^put "--" before the client's command, .*: pop3spec client \[options\] -- curl \{url\}$/,
    );
  });
});
