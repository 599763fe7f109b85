import { expect, it } from 'vitest';
import { parseScript } from '../script/parse.ts';
import { firstDeletion } from './deletions.ts';

/** The line of a script in which the first deletion begins. */
function line(source: string): number | undefined {
  const parsed = parseScript(source);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify(parsed));
  const turn = firstDeletion(parsed.script);
  return turn === undefined ? undefined : parsed.places.get(turn);
}

it.each([
  ['a command', 'C: NOOP\nS: +OK\nC: DELE 1\nS: +OK\nC: DELE 2\nS: +OK', 4],
  ['one in lower case', 'C: dele 1\nS: +OK', 2],
  ['one that came in pieces', 'C: NOOP\nS: +OK\nC: DE\\\nclient cut\nC: LE 1\nS: +OK', 4],
  ['one behind blanks', 'C: \\x20\\tDELE 1\nS: -ERR', 2],
  ['one behind a bare LF', 'C: NOOP\\nDELE 1\nS: +OK', 2],
  ['none', 'C: RETR 1\nS: +OK\nS: DELE 1\nS: .\nC: DELETE\nS: -ERR\nC: XDELE 1\nS: -ERR', undefined],
])('finds %s', (_name, turns, expected) => {
  expect(line(`S: +OK\n${turns}\nC: QUIT\nS: +OK\nclose\n`)).toBe(expected);
});
