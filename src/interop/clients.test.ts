import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { isPlaceholder, placeholdersIn } from '../target/launch/template.ts';
import { clientName, CLIENTS } from './clients.ts';

const templatesOf = ({ command: { words, files } }: (typeof CLIENTS)[number]): string =>
  [...words, ...files.map(({ template }) => template)].join('\n');

test.each(CLIENTS.map((client) => [clientName(client), client] as const))(
  '%s is told where the server is, and whom to trust under TLS',
  (_name, client) => {
    const told = placeholdersIn(templatesOf(client));
    expect(told).toEqual(expect.arrayContaining(['host', 'port', 'user', 'password']));
    expect(told.filter((word) => !isPlaceholder(word))).toEqual([]);
    expect(told.includes('ca')).toBe(client.tls !== 'none');
  },
);

test('the programs of ours can be executed', () => {
  const programs = CLIENTS.map(({ command }) => command.words[0]).filter((program) => program.includes('/'));
  expect(programs).not.toEqual([]);
  for (const program of programs) accessSync(path.join(suiteRoot(), 'src/interop/clients', program), constants.X_OK);
});
