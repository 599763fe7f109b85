/** What the README and the help tell users to type is taken by the command line, and what they are to put into files can be read. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import * as help from './help.ts';
import { runProgram, type Actions } from './program.ts';
import { splitWords } from './shell-words.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

interface Block {
  readonly language: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = [...read('README.md').matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(
  ([, language = '', text = '']) => ({ language, text }),
);

/** Every text in a value of YAML. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** Those of the design's commands that there are: they have a help of their own. */
const KNOWN: string[] = [];
for (const name of [
  'server',
  'client',
  'serve',
  'record',
  'replay',
  'shrink',
  'judge',
  'import',
  'list',
  'report',
  'certify',
  'verify',
]) {
  let shown = '';
  const screen = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    shown += String(text);
    return true;
  });
  await runProgram(
    [name, '--help'],
    '0.0.0',
    actionsOf(async () => 0),
  );
  screen.mockRestore();
  if (shown.includes(`pop3spec ${name} `)) KNOWN.push(name);
}

const COMMAND = new RegExp(String.raw`(?:^|\s)pop3spec ((?:${KNOWN.join('|')})\b.*)$`);

/** What stands behind `pop3spec` in shell commands; with values in the place of variables, and without comments and pipes. */
function commandsIn(text: string): string[] {
  return text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => COMMAND.exec(line)?.[1] ?? [])
    .map((command) =>
      command
        .replace(/\$\(\([^)]*\)\)/g, '1')
        .replace(/\$\w+/g, '1')
        .replace(/ \| .*$| {2,}.*$| #.*$/, ''),
    );
}

/** Actions that all do the same. */
function actionsOf(action: () => Promise<number>): Actions {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whichever actions there are, each is this one
  return new Proxy({}, { get: () => action }) as Actions;
}

/** Whether the command line takes the words; whatever the command is, it is not run. */
async function isTaken(command: string): Promise<boolean> {
  let called = 0;
  const actions = actionsOf(async () => {
    called += 1;
    return 0;
  });
  return (await runProgram(splitWords(command), '0.0.0', actions)) === 0 && called === 1;
}

describe('the commands in the README', () => {
  const shell = BLOCKS.filter(({ language }) => language === '').flatMap(({ text }) => commandsIn(text));
  const yaml = BLOCKS.filter(({ language }) => language === 'yaml').flatMap(({ text }) =>
    texts(parse(text)).flatMap((each) => commandsIn(each)),
  );

  it('are found', () => {
    expect(shell.length).toBeGreaterThan(15);
    expect(yaml).toHaveLength(3);
  });

  it.each([...shell, ...yaml])('pop3spec %s', async (command) => {
    expect(await isTaken(command)).toBe(true);
  });
});

describe('the examples in the help', () => {
  const commands = Object.values(help).flatMap((text) => commandsIn(text));

  it.each(commands)('pop3spec %s', async (command) => {
    expect(await isTaken(command)).toBe(true);
  });
});

const ACTION = z.object({
  inputs: z.record(z.string(), z.unknown()),
  runs: z.object({ steps: z.array(z.object({ run: z.string() })) }),
});

describe('the action', () => {
  const action = ACTION.parse(parse(read('action.yml')));
  const uses = BLOCKS.filter(({ language }) => language === 'yaml').flatMap(({ text }) => stepsOf(parse(text)));

  it('is used in the README with inputs that it has, and options that the command has', async () => {
    expect(uses).toHaveLength(2);
    for (const inputs of uses) {
      for (const name of Object.keys(inputs)) expect(Object.keys(action.inputs)).toContain(name);
      const { command = 'server', target = '', user, options = '' } = inputs;
      const words = [
        command,
        '--out=reports',
        ...(user === undefined ? [] : [`--user=${user}`]),
        ...options.split('\n'),
      ];
      const line = [...words, target].join(' ').replace(/\$\{\{.*?\}\}/g, '1');
      expect(await isTaken(line.trim())).toBe(true);
    }
  });

  it('puts nothing of its inputs into a script', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
  });
});

/** The inputs of each step that uses this repository as an action. */
function stepsOf(value: unknown): Record<string, string>[] {
  if (typeof value !== 'object' || value === null) return [];
  const step = value as { uses?: string; with?: Record<string, string> };
  const own = step.uses?.includes('/pop3spec@') === true && step.with !== undefined ? [step.with] : [];
  return [...own, ...Object.values(value).flatMap(stepsOf)];
}

describe('the Dockerfile', () => {
  const sources = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, words = '']) =>
    words.split(' '),
  );

  it.each(sources)('finds %s', (source) => {
    expect(existsSync(path.join(ROOT, source))).toBe(true);
  });

  it('has what the package has', () => {
    const { bin } = z.object({ bin: z.object({ pop3spec: z.string() }) }).parse(JSON.parse(read('package.json')));
    expect(read('Dockerfile')).toContain(`/pop3spec/${bin.pop3spec} /usr/local/bin/pop3spec`);
  });
});
