import { describe, expect, test } from 'vitest';
import type { WireEntry } from '../wire/transcript.ts';
import { idleWhileFetching } from './at-work.ts';
import { conversations } from './conversation.ts';
import { entriesOf } from './entries.test.support.ts';

const LOGIN = ['S: +OK', 'C: USER a', 'S: +OK', 'C: PASS b', 'S: +OK'];

/** Each event ten milliseconds behind the one before it, and the end so long behind the last. */
function timed(script: readonly string[], ms: number): WireEntry[] {
  const entries = entriesOf([...LOGIN, ...script, 'C reset']);
  return entries.map((entry, index) => ({
    ...entry,
    t: index === entries.length - 1 ? 10 * (index - 1) + ms : 10 * index,
  }));
}

function idle(script: readonly string[], ms: number): number | undefined {
  const entries = timed(script, ms);
  return idleWhileFetching(conversations(entries), entries);
}

describe('a client that is ended while it fetches', () => {
  test.each([
    ['has a message in part', ['C: RETR 1', 'S: +OK', 'S: x', 'S: .', 'C: RETR 2', 'S: +OK', 'S: y']],
    ['has one whole', ['C: RETR 1', 'S: +OK', 'S: x', 'S: .']],
    ['sent the next commands ahead', ['C! RETR 1\r\nRETR 2\r\nRETR 3\r\n', 'S: +OK', 'S: x', 'S: .', 'S: +OK']],
    ['has asked for the next, and got no answer', ['C: TOP 1 9', 'S: +OK', 'S: x', 'S: .', 'C: TOP 2 9']],
  ])('%s', (_what, script) => {
    expect(idle(script, 25)).toBe(25);
    expect(idle(script, 20_000)).toBe(20_000);
  });

  test.each([
    ['nothing of its mail was asked for', ['C: CAPA', 'S: +OK', 'S: UIDL']],
    ['it was at something else', ['C: RETR 1', 'S: +OK', 'S: x', 'S: .', 'C: NOOP', 'S: +OK']],
    ['it got the same again', ['C: RETR 1', 'S: +OK', 'S: x', 'S: .', 'C: RETR 1', 'S: +OK', 'S: x']],
    ['it was refused', ['C: RETR 1', 'S: -ERR']],
    ['the server has ended the connection', ['C: RETR 1', 'S: +OK', 'S: x', 'S close']],
  ])('is not, where %s', (_what, script) => {
    expect(idle(script, 25)).toBeUndefined();
  });

  test('is not, where it never connected', () => {
    expect(idleWhileFetching([], [])).toBeUndefined();
  });
});
