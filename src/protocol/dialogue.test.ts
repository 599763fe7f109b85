import { describe, expect, it } from 'vitest';
import { Dialogue } from './dialogue.ts';

/** What each `S` line of a dialogue is. */
function parts(...lines: readonly string[]): string[] {
  const dialogue = new Dialogue();
  return lines.flatMap((line) => {
    const content = line.slice(2);
    if (line.startsWith('C')) dialogue.client(content);
    else return [dialogue.server(content.replace('\\', ''), !content.endsWith('\\')).part];
    return [];
  });
}

describe('a dialogue', () => {
  it('tells first lines, lists, messages and their ends apart, pipelined or not', () => {
    expect(
      parts('S +OK', 'C LIST', 'C list 1', 'C RETR 1', 'S +OK', 'S 1 2', 'S .', 'S +OK 1 2', 'S +OK', 'S .x', 'S .'),
    ).toEqual([
      'greeting',
      'first line',
      'list line',
      'dot line',
      'first line',
      'first line',
      'message line',
      'dot line',
    ]);
  });

  it('has no list behind -ERR, and a lone dot between bare LFs is part of a message', () => {
    expect(parts('S +OK', 'C RETR 9', 'S -ERR', 'C RETR 1', 'S +OK', 'S a\\', 'S .', 'S .')).toEqual([
      'greeting',
      'first line',
      'first line',
      'message line',
      'message line',
      'dot line',
    ]);
  });

  it('knows SASL responses, those that were sent ahead too', () => {
    const dialogue = ['S +OK', 'C AUTH X', 'S + ', 'C response', 'S + a', 'C other', 'S +OK', 'C STAT', 'S +OK 0 0'];
    expect(parts(...dialogue)).toEqual(['greeting', 'challenge', 'challenge', 'first line', 'first line']);
    expect(
      parts('S +OK', 'C AUTH X', 'C response', 'C CAPA', 'S + ', 'S +OK', 'S +OK', 'S UIDL', 'S .', 'S x'),
    ).toEqual(['greeting', 'challenge', 'first line', 'first line', 'list line', 'dot line', 'beyond']);
  });

  it('counts whole answers, and the lines behind the last one', () => {
    const dialogue = new Dialogue();
    dialogue.server('+OK', true);
    dialogue.client('UIDL');
    dialogue.server('+OK', true);
    dialogue.server('1 a', true);
    expect([dialogue.answers, dialogue.lines]).toEqual([1, 2]);
    dialogue.server('.', true);
    expect([dialogue.answers, dialogue.lines]).toEqual([2, 0]);
  });

  it('says where TLS begins, and forgets what was outstanding', () => {
    const dialogue = new Dialogue();
    dialogue.server('+OK', true);
    dialogue.client('stls');
    dialogue.client('NOOP');
    expect(dialogue.server('+OK', true).beginsTls).toBe(true);
    dialogue.startTls();
    expect(dialogue.server('+OK', true).part).toBe('beyond');
  });
});
