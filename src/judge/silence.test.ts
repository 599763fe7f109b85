import { expect, test } from 'vitest';
import type { WireEntry } from '../wire/transcript.ts';
import { longestSilence } from './silence.ts';

type Event = readonly [t: number, from: 'C' | 'S', event?: WireEntry['event'], connection?: number];

const FIRST = [{ connection: 1 }];

function entries(...events: readonly Event[]): WireEntry[] {
  return events.map(([t, from, event = 'data', connection = 1]) => ({
    t,
    connection,
    from,
    event,
    octets: Buffer.alloc(0),
    secrets: [],
  }));
}

test('it lasts from the last octets of the server to whatever the client does next', () => {
  expect(longestSilence(FIRST, entries([0, 'S'], [100, 'S'], [350, 'C'], [400, 'S'], [500, 'C']))).toBe(250);
});

test('the end of the connection counts, from the client’s side', () => {
  expect(longestSilence(FIRST, entries([0, 'S'], [10, 'C'], [20, 'S'], [5_020, 'C', 'close']))).toBe(5_000);
  expect(longestSilence(FIRST, entries([0, 'S'], [10, 'C'], [20, 'S'], [5_020, 'S', 'close']))).toBe(10);
});

test('how long the server takes is its own business', () => {
  expect(longestSilence(FIRST, entries([0, 'S'], [10, 'C'], [9_000, 'S'], [9_020, 'C', 'close']))).toBe(20);
});

test('what goes on elsewhere says nothing, and without a connection there was no silence', () => {
  const events = entries([0, 'S', 'data', 2], [8_000, 'C', 'data', 2]);
  expect(longestSilence(FIRST, events)).toBe(0);
  expect(longestSilence([{ connection: 2 }], events)).toBe(8_000);
  expect(longestSilence([], events)).toBe(0);
});
