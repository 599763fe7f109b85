import { describe, expect, it } from 'vitest';
import { isAnsweredAlike, Inquiry } from './questions.ts';

interface Found {
  readonly timestamp: string | undefined;
  readonly list: ReadonlyArray<{ readonly tag: string; readonly parameters: readonly string[] }> | undefined;
  readonly logins: Map<string, number>;
  readonly accepted: ReadonlySet<string>;
}

const FOUND: Found = {
  timestamp: '<1@localhost>',
  list: [
    { tag: 'UIDL', parameters: [] },
    { tag: 'SASL', parameters: ['PLAIN', 'CRAM-MD5'] },
  ],
  logins: new Map(),
  accepted: new Set(['STAT', 'LIST']),
};

/** Whether who asks so is answered alike by another. */
function isAlike(ask: (found: Found) => unknown, other: Found): boolean {
  const inquiry = new Inquiry<Found>(['timestamp']);
  ask(inquiry.about(FOUND));
  return isAnsweredAlike(inquiry.take(), other);
}

const tagged = (tag: string) => (found: Found) => found.list?.find((each) => each.tag === tag);
const mechanisms = (found: Found): string =>
  tagged('SASL')(found)
    ?.parameters.map((name) => name)
    .join() ?? '';

const timestamp = (found: Found): unknown => found.timestamp;

describe('who asks of something', () => {
  it('is answered as without an inquiry', () => {
    const given = new Inquiry<Found>().about(FOUND);
    expect({ ...given, accepted: new Set(given.accepted) }).toEqual(FOUND);
    expect(mechanisms(given)).toBe('PLAIN,CRAM-MD5');
    expect(given.logins).toBe(FOUND.logins);
    expect(given.list).toBe(given.list);
  });

  const list = FOUND.list ?? [];
  const without: Found = { ...FOUND, list: list.slice(1) };
  const reversed: Found = { ...FOUND, list: list.toReversed() };
  const nothing: Found = { ...FOUND, list: undefined };
  const fewer: Found = { ...FOUND, list: [{ tag: 'SASL', parameters: ['PLAIN'] }, ...list.slice(0, 1)] };
  const other: Found = {
    ...FOUND,
    list: [
      { tag: 'UIDL', parameters: [] },
      { tag: 'SASL', parameters: ['A', 'B'] },
    ],
  };

  const sent = (...accepted: string[]): Found => ({ ...FOUND, accepted: new Set(accepted) });

  it.each<[string, (found: Found) => unknown, Found[], Found[]]>([
    ['whether a list is there', (found) => found.list === undefined, [without, reversed, fewer], [nothing]],
    ['for what stands in it', tagged('UIDL'), [reversed, fewer, other], [without, nothing]],
    ['for what does not', tagged('STLS'), [reversed, fewer, without], []],
    ['for what is in that', mechanisms, [without, reversed], [fewer, other, nothing]],
    ['whether any is such', (found) => found.list?.some(({ tag }) => tag === 'UIDL'), [reversed], [without, nothing]],
    ['how many there are', (found) => found.list?.length, [reversed, fewer], [without, nothing]],
    ['for all', (found) => found.list?.map(({ tag }) => tag), [{ ...FOUND }, other], [without, reversed]],
    ['for the keys', (found) => Object.keys(found.list?.[0] ?? {}), [without], [nothing]],
    ['whether a key is there', (found) => found.list !== undefined && 1 in found.list, [reversed], [without, nothing]],
    ['whether it is in a set', (found) => found.accepted.has('STAT'), [sent('STAT'), sent('RETR', 'STAT')], [sent()]],
    ['whether it is in none', (found) => found.accepted.has('RETR'), [sent('STAT'), sent()], [sent('RETR')]],
    ['how many a set has', (found) => found.accepted.size, [sent('LIST', 'TOP')], [sent('LIST'), sent()]],
    ['for a set', (found) => [...found.accepted], [sent('STAT', 'LIST')], [sent('LIST', 'STAT'), sent('STAT', 'TOP')]],
    ['for nothing', () => undefined, [nothing], []],
  ])('%s is answered alike by those who have the same', (_what, ask, alike, otherwise) => {
    expect(alike.map((each) => isAlike(ask, each))).toEqual(alike.map(() => true));
    expect(otherwise.map((each) => isAlike(ask, each))).toEqual(otherwise.map(() => false));
  });

  it('for what is new each time, only whether it is there', () => {
    expect(isAlike(timestamp, { ...FOUND, timestamp: '<2@localhost>' })).toBe(true);
    expect(isAlike(timestamp, { ...FOUND, timestamp: undefined })).toBe(false);
  });

  it('has asked nothing once it was taken', () => {
    const inquiry = new Inquiry<Found>();
    const given = inquiry.about(FOUND);
    expect(given.timestamp).toBeDefined();
    expect(inquiry.take()).toHaveLength(1);
    expect(inquiry.take()).toEqual([]);
  });
});
