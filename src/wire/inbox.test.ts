import { array, assert, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { octetsOf } from '../protocol/octets.ts';
import { Inbox } from './inbox.ts';

function inboxWith(...chunks: readonly string[]): Inbox {
  const inbox = new Inbox();
  for (const chunk of chunks) inbox.add(octetsOf(chunk));
  return inbox;
}

/** All whole lines that can be taken, with their offsets. */
function linesIn(inbox: Inbox): [string, number][] {
  const lines: [string, number][] = [];
  for (let line = inbox.takeLine(); line !== undefined; line = inbox.takeLine()) {
    lines.push([line.octets.toString('latin1'), line.offset]);
  }
  return lines;
}

describe('lines', () => {
  test('come with their place in the stream, and what has no end stays', () => {
    const inbox = inboxWith('+OK\r\n-ERR\r\n+O');
    expect(linesIn(inbox)).toEqual([
      ['+OK\r\n', 0],
      ['-ERR\r\n', 5],
    ]);
    expect([inbox.taken, inbox.unread, inbox.pending.toString()]).toEqual([11, 2, '+O']);
    inbox.add(octetsOf('K\r\n'));
    expect(linesIn(inbox)).toEqual([['+OK\r\n', 11]]);
  });

  test('are the same however they are cut, also where lines are taken in between', () => {
    const text = '+OK a\r\n.\r\n\r\nbare\nLF\r\n';
    const whole = linesIn(inboxWith(text));
    assert(
      property(array(nat(text.length)), (places) => {
        const borders = [0, ...places.toSorted((a, b) => a - b), text.length];
        const inbox = new Inbox();
        const lines = borders.slice(1).flatMap((end, index) => {
          const chunk = text.slice(borders[index], end);
          if (chunk !== '') inbox.add(octetsOf(chunk));
          return linesIn(inbox);
        });
        expect(lines).toEqual(whole);
      }),
    );
  });
});

test('the rest is taken as it is, once', () => {
  const inbox = inboxWith('+OK\r\nno end');
  inbox.takeLine();
  expect(inbox.takeRest()).toMatchObject({ offset: 5, octets: octetsOf('no end') });
  expect(inbox.takeRest()).toBeUndefined();
});

test('what is discarded counts in the offsets of what follows', () => {
  const inbox = inboxWith('+OK\r\ndropped');
  inbox.takeLine();
  inbox.discard();
  expect([inbox.taken, inbox.unread]).toEqual([12, 0]);
  inbox.add(octetsOf('+OK\r\n'));
  expect(linesIn(inbox)).toEqual([['+OK\r\n', 12]]);
});
