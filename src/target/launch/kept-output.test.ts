import { describe, expect, it } from 'vitest';
import { KeptOutput } from './kept-output.ts';

const K = 1024;
const SECRET = Buffer.from('wonderland');

describe('KeptOutput', () => {
  it('keeps all of a little', () => {
    const output = new KeptOutput();
    output.add(Buffer.from('PASS wonder'));
    output.add(Buffer.from('land\n'));
    expect(output.text([SECRET])).toBe('PASS **********\n');
    expect(output.octets().toString()).toBe('PASS wonderland\n');
  });

  it('keeps the beginning and the end of much', () => {
    const output = new KeptOutput();
    output.add(Buffer.from(`first${'.'.repeat(100 * K)}`));
    for (let index = 0; index < 100; index++) output.add(Buffer.alloc(K, ','));
    output.add(Buffer.from('last'));
    const text = output.text([]);
    expect(text.startsWith('first.')).toBe(true);
    expect(text.endsWith(',last')).toBe(true);
    expect(text).toContain(`[${200 * K + 9 - 64 * K} octets are left out here]`);
    expect(text.length).toBeLessThan(65 * K);
  });

  it.each([...Array(12).keys()])('shows no part of a secret that a cut would divide at octet %d', (part) => {
    const output = new KeptOutput();
    const beginning = Buffer.alloc(32 * K - part, '.');
    const end = Buffer.alloc(32 * K - part, ',');
    for (const piece of [beginning, SECRET, Buffer.alloc(70 * K, '-'), SECRET, end]) output.add(piece);
    expect(output.text([SECRET]).replace(/\[.*\]/, '')).not.toMatch(/[a-z]/);
  });

  it('keeps so many octets, and no more', () => {
    const output = new KeptOutput(100 * K);
    for (let index = 0; index < 200; index++) output.add(Buffer.alloc(K));
    expect(output.octets()).toHaveLength(100 * K);
  });
});
