import { describe, expect, test } from 'vitest';
import { conversations } from './conversation.ts';
import { deedsOf, fetchedAsWell, type Deeds } from './deeds.ts';
import { entriesOf } from './entries.test.support.ts';

/** What a client does that logs in and sends this. */
function deeds(...script: readonly string[]): Deeds {
  return deedsOf(conversations(entriesOf(['S: +OK', 'C: USER a', 'S: +OK', 'C: PASS b', 'S: +OK', ...script])));
}

const STAT = ['C: STAT', 'S: +OK 1 1'];
const UIDL = ['C: UIDL', 'S: +OK', 'S: 1 x', 'S: .'];
const retrieved = (message: number): string[] => [`C: RETR ${message}`, 'S: +OK', 'S: x', 'S: .'];

const ONE_EACH = { now: 1, before: 1 };

describe('the mail is fetched as well as before', () => {
  test('where the same messages come, and all of a longer list', () => {
    expect(fetchedAsWell(deeds(...retrieved(1)), deeds(...retrieved(1)), ONE_EACH)).toBe(true);
    expect(fetchedAsWell(deeds(...retrieved(1)), deeds(...retrieved(1)), { now: 2, before: 1 })).toBe(false);
    expect(fetchedAsWell(deeds(...STAT), deeds(...retrieved(1)), ONE_EACH)).toBe(false);
  });

  test('not where nobody logged in', () => {
    const nobody = deedsOf(conversations(entriesOf(['S: +OK'])));
    expect(fetchedAsWell(nobody, deeds(...STAT), ONE_EACH)).toBe(false);
  });

  test('where a client that only looks does the same', () => {
    expect(fetchedAsWell(deeds(...STAT), deeds(...STAT), ONE_EACH)).toBe(true);
    expect(fetchedAsWell(deeds('C: STAT', 'S: -ERR'), deeds(...STAT), ONE_EACH)).toBe(false);
  });

  test('without an optional command, where something else was done', () => {
    expect(fetchedAsWell(deeds(...STAT), deeds(...STAT, ...UIDL), ONE_EACH)).toBe(true);
    expect(fetchedAsWell(deeds('C: UIDL', 'S: -ERR'), deeds(...UIDL), ONE_EACH)).toBe(false);
  });
});
