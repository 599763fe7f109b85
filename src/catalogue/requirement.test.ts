import { describe, expect, it } from 'vitest';
import { compareRequirements, parseRequirementId } from './requirement.ts';
import type { RequirementId } from './requirement.ts';
import { SERVER_ROWS } from './rows.ts';

function parsed(id: string): RequirementId {
  const result = parseRequirementId(id);
  if (result === undefined) throw new Error(`${id} is not an id`);
  return result;
}

describe('an id', () => {
  it('says RFC, section, role and number', () => {
    expect(parseRequirementId('2449-8.1.1-S2')).toEqual({ rfc: 2449, section: '8.1.1', role: 'server', number: 2 });
    expect(parseRequirementId('5034-3-C1')).toEqual({ rfc: 5034, section: '3', role: 'client', number: 1 });
  });

  it.each(['', '2449', '2449-5', '2449-5-X1', '2449-5-S', '2449-5.-S1', '@2449-5-S1', '2449-5-S1 ', '2449-5-s1'])(
    'is not %j',
    (text) => {
      expect(parseRequirementId(text)).toBeUndefined();
    },
  );
});

describe("the catalogue's order", () => {
  it('puts RFC 2449 first, sections by number, and 1939-3 behind 2449-3', () => {
    const ids = [
      '6856-2-S1',
      '2449-10-S1',
      '1939-7-S1',
      '2449-6.5-S1',
      '1939-3-S1',
      '9999-1-S1',
      '2449-6-S1',
      '2449-3-C1',
      '2449-3-S10',
      '2449-4-S1',
      '2449-3-S2',
    ];
    const ordered = ids.map(parsed).toSorted(compareRequirements);
    expect(ordered.map(({ rfc, section, role, number }) => `${rfc}-${section}-${role.charAt(0)}${number}`)).toEqual([
      '2449-3-s2',
      '2449-3-s10',
      '2449-3-c1',
      '1939-3-s1',
      '2449-4-s1',
      '2449-6-s1',
      '2449-6.5-s1',
      '2449-10-s1',
      '1939-7-s1',
      '6856-2-s1',
      '9999-1-s1',
    ]);
  });

  it('is the order of the rows, but for the numbers within a section', () => {
    const sections = SERVER_ROWS.map(({ id }) => id.replace(/-S\d+$/, ''));
    const ordered = SERVER_ROWS.map(({ id }) => parsed(id)).toSorted(compareRequirements);
    expect([...new Set(ordered.map(({ rfc, section }) => `${rfc}-${section}`))]).toEqual([...new Set(sections)]);
  });
});

describe('the rows', () => {
  it('have each id once, of the form of an id, and all bind the server', () => {
    expect(new Set(SERVER_ROWS.map(({ id }) => id)).size).toBe(SERVER_ROWS.length);
    expect(SERVER_ROWS.map(({ id }) => parsed(id).role)).not.toContain('client');
  });

  it('are 77', () => {
    expect(SERVER_ROWS).toHaveLength(77);
  });
});
