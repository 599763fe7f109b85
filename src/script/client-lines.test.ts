import { describe, expect, it } from 'vitest';
import { byLines, type LineTurns } from './client-lines.ts';
import { parseScript } from './parse.ts';
import { writePattern } from './pattern.ts';

function linesIn(source: string): LineTurns {
  const parsed = parseScript(source);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error('no conversation');
  return byLines(parsed.script);
}

const summary = (source: string): unknown =>
  linesIn(source).turns.map(({ client, acts, turn }) => [writePattern(client), acts.length, turn]);

describe('the whole lines of a client', () => {
  it('are its turns where each is a line', () => {
    expect(summary('S: +OK\nC: A\nC: B\nS: +OK\nS: +OK')).toEqual([
      ['A', 0, 0],
      ['B', 2, 1],
    ]);
  });

  it('are put together from pieces, and the server goes on with the line before', () => {
    const source = 'S: +OK\nC: CAPA\nC: ST\\\nS: +OK\nS: .\nC: AT\\\nclient cut\nC:\nS: +OK 0 0\nC: NOOP\\n\\\nS: +OK';
    expect(summary(source)).toEqual([
      ['CAPA', 2, 0],
      ['STAT', 1, 1],
      ['NOOP', 1, 4],
    ]);
  });

  it('leave out what has no end, and the greeting goes on beside it', () => {
    const { greeting, turns } = linesIn('S: \\\nC: QU\\\nS: +OK\nC: I\\');
    expect(greeting).toHaveLength(2);
    expect(turns).toEqual([]);
  });

  it('hold a secret that stands in the first of its pieces', () => {
    expect(summary('S: +OK\nC: PASS {password...}\\\nclient cut\nC:\nS: +OK')).toEqual([['PASS {password...}', 1, 0]]);
  });
});
