import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../script/syntax.ts';
import { exchangesIn, partsOf, type Part } from './parts.ts';
import { shorten, type Oracle, type Shortened } from './search.ts';
import { atAServer } from './stages.ts';

const LENGTH = 12;
const TALK: Conversation = {
  kind: 'conversation',
  underTls: false,
  greeting: [],
  turns: Array.from({ length: LENGTH }, (_, index) => ({
    client: { parts: [{ kind: 'octets', octets: `TOP ${index} 0` }] },
    crlf: true,
    acts: [{ kind: 'send', text: { parts: [{ kind: 'octets', octets: '-ERR' }], crlf: true } }],
  })),
};

async function search(oracle: Oracle, signal: AbortSignal = new AbortController().signal): Promise<Shortened> {
  return await shorten(partsOf(TALK), oracle, { underTls: false, stages: atAServer(), signal });
}

const said = (parts: readonly Part[]): string =>
  parts
    .flatMap((part) => (part.kind === 'client' ? part.client.parts : []))
    .map((part) => ('octets' in part ? part.octets : ''))
    .join('|');

describe('the search for a shorter conversation', () => {
  it('ends with one that shows what is wrong, and without any exchange shows it no more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const shows = (parts: readonly Part[]): boolean => {
          const left = exchangesIn(parts);
          return left.length === LENGTH || (left.reduce((sum, each) => sum * 31 + each, seed) >>> 0) % 4 === 1;
        };
        const found = await search(async (parts) => ({ shows: shows(parts) ? 'yes' : 'no' }));
        expect(found.isMinimal).toBe(true);
        expect(shows(found.parts)).toBe(true);
        for (const each of exchangesIn(found.parts))
          expect(shows(found.parts.filter(({ exchange }) => exchange !== each))).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('goes on to octets, and asks of no conversation twice', async () => {
    const asked: string[] = [];
    const found = await search(async (parts) => {
      asked.push(said(parts));
      return { shows: said(parts).includes('TOP 7') ? 'yes' : 'no' };
    });
    expect(said(found.parts)).toBe('TOP 7');
    expect(new Set(asked).size).toBe(asked.length);
    expect(found.tried).toBe(asked.length);
  });

  it('counts what could not be tried, and keeps what is in doubt', async () => {
    const found = await search(async (parts) => ({ shows: exchangesIn(parts).length < 3 ? 'unknown' : 'yes' }));
    expect(exchangesIn(found.parts)).toHaveLength(3);
    expect(found.unknown).toBeGreaterThan(0);
  });

  it('begins anew with something shorter than it asked for', async () => {
    const found = await search(async (parts) => {
      const played = parts.filter(({ exchange }) => exchange !== 1 && exchange !== 2);
      return exchangesIn(parts).includes(5) ? { shows: 'yes', played } : { shows: 'no' };
    });
    expect(exchangesIn(found.parts)).toEqual([5]);
  });

  it('gives the best that it has where it is ended, and where nothing can be tried any more', async () => {
    const ending = new AbortController();
    const ended = await search(async (parts) => {
      if (exchangesIn(parts).length > 0 && exchangesIn(parts).length < 7) ending.abort();
      return { shows: exchangesIn(parts).length === 0 ? 'no' : 'yes' };
    }, ending.signal);
    expect(ended).toMatchObject({ isMinimal: false });
    expect(ended.failure).toBeUndefined();
    expect(exchangesIn(ended.parts).length).toBeLessThan(LENGTH + 1);
    const lost = new Error('lost');
    const failed = await search(async () => await Promise.reject(lost));
    expect(failed).toMatchObject({ isMinimal: false, failure: lost });
    expect(exchangesIn(failed.parts)).toHaveLength(LENGTH);
  });
});
