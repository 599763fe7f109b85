import { expect, it } from 'vitest';
import { parseScript } from '../script/parse.ts';
import { printScript } from '../script/print.ts';
import type { Conversation } from '../script/syntax.ts';
import { answeredInTurn, withoutUnanswered } from './met-server.ts';

function changed(change: (conversation: Conversation) => Conversation, ...lines: readonly string[]): string[] {
  const parsed = parseScript(lines.join('\n'));
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify(parsed));
  return printScript(change(parsed.script)).trimEnd().split('\n');
}

it('answers what was sent ahead in turn', () => {
  const ahead = [
    'S: +OK',
    'C: LIST',
    'C: UIDL',
    'S: +OK list',
    'S: 1 20',
    'S: .',
    'cut',
    'S: +OK ids',
    'S: .',
    'close',
  ];
  expect(changed(answeredInTurn, ...ahead)).toEqual([
    'S: +OK',
    'C: LIST',
    'S: +OK list',
    'S: 1 20',
    'S: .',
    'cut',
    'C: UIDL',
    'S: +OK ids',
    'S: .',
    'close',
  ]);
});

it('greets at once', () => {
  const talk = ['S: \\', 'C: CAPA', 'S: +OK ready', 'S: -ERR', 'C: QUIT', 'S: +OK'];
  expect(changed(answeredInTurn, ...talk)).toEqual([
    'S: \\',
    'S: +OK ready',
    'C: CAPA',
    'S: -ERR',
    'C: QUIT',
    'S: +OK',
  ]);
});

it('leaves what is answered in turn as it is', () => {
  const talk = [
    'start TLS',
    'S: +OK',
    'S: +OK twice',
    'C: AUTH PLAIN',
    String.raw`S: +\x20`,
    'C: {response...}',
    'S: +OK',
    'C: NOOP',
    'S: +OK',
    'S: +OK nobody asked',
    'C: QUIT',
    'reset',
  ];
  expect(changed(answeredInTurn, ...talk)).toEqual(talk);
  expect(changed(withoutUnanswered, ...talk)).toEqual(talk);
});

it('forgets what was sent behind STLS', () => {
  const talk = ['S: +OK', 'C: NOOP', 'S: +OK', 'C: STLS', 'C: CAPA', 'S: +OK', 'start TLS', 'C: USER x', 'S: -ERR'];
  expect(changed(answeredInTurn, ...talk)).toEqual(talk.filter((line) => line !== 'C: CAPA'));
});

it('forgets a command that is not answered', () => {
  const talk = ['S: +OK', 'C: STAT', 'C: LIST 1', 'S: +OK 1 2', 'C: QUIT', 'close'];
  expect(changed(withoutUnanswered, ...talk)).toEqual(['S: +OK', 'C: STAT', 'S: +OK 1 2', 'C: QUIT', 'close']);
});
