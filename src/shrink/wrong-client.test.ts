import { describe, expect, it } from 'vitest';
import { showsAtClient, wrongAtClient, type PlayedAtClient } from './wrong-client.ts';

const FINE: PlayedAtClient = {
  status: 0,
  words: '',
  ranOutOfTime: false,
  deviations: [],
  exchanges: new Set([0]),
  broken: new Map(),
  ours: new Map(),
};
const REFUSED: PlayedAtClient = { ...FINE, status: 7, words: 'the list is none' };
const ORDER = ['2449-3-C1', '2449-5-C6'];

describe('what is wrong with a client', () => {
  it('is the first requirement that it breaks, else a line that was not recorded, else how it ends', () => {
    const broken = new Map([['2449-5-C6', 'fail']] as const);
    const deviations = [{ exchange: 1, keyword: 'RSET' }];
    const all = { ...REFUSED, broken, deviations };
    expect(wrongAtClient(undefined, [all, all], ORDER)).toEqual({ kind: 'fails', requirement: '2449-5-C6' });
    const others = { ...all, broken: new Map() };
    expect(wrongAtClient(undefined, [others, others], ORDER)).toMatchObject({ kind: 'differs', keyword: 'RSET' });
    expect(wrongAtClient(undefined, [REFUSED, REFUSED], ORDER)).toMatchObject({ kind: 'exit', status: 7 });
    expect(wrongAtClient(undefined, [FINE, FINE], ORDER)).toBeUndefined();
    expect(wrongAtClient(undefined, [FINE, REFUSED], ORDER)).toBe('unsteady');
  });
});

describe('an exit status', () => {
  it('shows only with the words with which the client ended each time', () => {
    const wrong = wrongAtClient({ kind: 'exit', status: 7 }, [REFUSED, REFUSED], ORDER);
    if (wrong === undefined || wrong === 'unsteady') throw new Error('nothing is wrong');
    expect(showsAtClient(wrong, REFUSED, REFUSED)).toBe(true);
    expect(showsAtClient(wrong, { ...REFUSED, words: 'login refused' }, REFUSED)).toBe(false);
    expect(showsAtClient(wrong, { ...REFUSED, status: 8 }, REFUSED)).toBe(false);
    expect(showsAtClient(wrong, { ...REFUSED, ranOutOfTime: true }, REFUSED)).toBe(false);
  });

  it('shows with any words where they are others each time', () => {
    const other = { ...REFUSED, words: 'ticket kqzx' };
    const wrong = wrongAtClient({ kind: 'exit', status: 7 }, [REFUSED, other], ORDER);
    if (wrong === undefined || wrong === 'unsteady') throw new Error('nothing is wrong');
    expect(showsAtClient(wrong, { ...REFUSED, words: 'ticket abcd' }, REFUSED)).toBe(true);
  });
});

describe('any other thing', () => {
  it('does not show where the client was met by a stranger server, or went where it had not been', () => {
    const before: PlayedAtClient = { ...FINE, broken: new Map([['2449-3-C1', 'fail']]) };
    const wrong = { kind: 'fails', requirement: '2449-3-C1' } as const;
    expect(showsAtClient(wrong, before, before)).toBe(true);
    const unexpected = { ...before, deviations: [{ exchange: undefined, keyword: 'RSET' }] };
    expect(showsAtClient(wrong, unexpected, before)).toBe(false);
    const ours: PlayedAtClient = { ...before, ours: new Map([['2449-3-S1', 'fail']]) };
    expect(showsAtClient(wrong, ours, before)).toBe(false);
  });
});
