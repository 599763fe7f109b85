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

const sent = (...script: string[]): Deeds => deedsOf(conversations(entriesOf(['S: +OK', ...script])));
const LOGIN = ['C: USER a', 'S: +OK', 'C: PASS b', 'S: +OK'];

describe('what a client did', () => {
  test('is told from its octets', () => {
    const found = sent(
      'C: CAPA',
      'S: -ERR',
      ...LOGIN,
      'C: CAPA',
      'S: +OK',
      'S: .',
      'C: STAT',
      'S: +OK 3 9',
      ...retrieved(2),
    );
    expect(found).toMatchObject({
      logins: ['USER'],
      attempts: ['USER'],
      capa: { before: true, after: true, underTls: false },
      pipelines: false,
      deletes: false,
    });
    expect([...found.retrieved]).toEqual([2]);
    expect([...found.accepted]).toEqual(['STAT', 'RETR']);
  });

  test('a message that broke off was not retrieved, and one that was refused neither', () => {
    expect(sent(...LOGIN, 'C: RETR 1', 'S: +OK', 'S: x').retrieved.size).toBe(0);
    expect(sent(...LOGIN, 'C: RETR 1', 'S: -ERR').retrieved.size).toBe(0);
  });

  test('a name that is refused is an attempt, and so is a mechanism', () => {
    expect(sent('C: USER a', 'S: -ERR', 'C: AUTH plain x', 'S: -ERR').attempts).toEqual(['USER', 'PLAIN']);
    expect(sent('C: AUTH', 'S: -ERR').attempts).toEqual([]);
  });

  test('whoever sends before the answer pipelines', () => {
    expect(sent(...LOGIN, 'C! STAT\r\nNOOP\r\n', 'S: +OK 0 0', 'S: +OK').pipelines).toBe(true);
    expect(sent('C! USER a\r\nPASS b\r\n').pipelines).toBe(true);
  });
});
