import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Input } from './input.ts';

/** All whole lines that an input holds, as text. */
function drain(input: Input): string[] {
  const lines: string[] = [];
  for (let arrival = input.take(); arrival !== undefined; arrival = input.take()) {
    lines.push(arrival.line.octets.toString('latin1'));
  }
  return lines;
}

function inputOf(...pieces: readonly string[]): Input {
  const input = new Input();
  for (const piece of pieces) input.push(Buffer.from(piece, 'latin1'));
  return input;
}

describe('Input', () => {
  it('gives the same lines however they are cut into pieces', () => {
    const text = fc.array(fc.constantFrom('\r\n', '\n', '\r', 'NOOP', '.', '\0')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(50)), (octets, cuts) => {
        const starts = [0, ...cuts.toSorted((left, right) => left - right), octets.length];
        const pieces = starts.slice(1).map((end, index) => octets.slice(starts[index], end));
        expect(drain(inputOf(...pieces))).toEqual(drain(inputOf(octets)));
        expect(drain(inputOf(octets)).join('')).toBe(octets.slice(0, octets.lastIndexOf('\n') + 1));
      }),
    );
  });

  it('tells in how many pieces a line came, and how many whole lines stand behind it', () => {
    const input = inputOf('NO', 'OP\r\nST', 'AT', '\r\nLIST\r\n', 'UIDL\r\nQU');
    const seen = [1, 2, 3, 4].map(() => {
      const arrival = input.take();
      return [arrival?.line.content.toString(), arrival?.segments, arrival?.outstanding()];
    });
    expect(seen).toEqual([
      ['NOOP', 2, 3],
      ['STAT', 3, 2],
      ['LIST', 1, 1],
      ['UIDL', 1, 0],
    ]);
    expect(input.take()).toBeUndefined();
  });

  it('forgets everything when told to, the beginning of a line included', () => {
    const input = inputOf('A\r\nB\r\nC', 'D\r\nE');
    expect(input.take()?.line.content.toString()).toBe('A');
    input.discard();
    expect(drain(input)).toEqual([]);
    input.push(Buffer.from('F\r\n'));
    expect(drain(input)).toEqual(['F\r\n']);
  });

  it('is full of a million octets, or of a few thousand pieces, and empty again once they are taken', () => {
    for (const piece of ['x'.repeat(1000).concat('\r\n'), '\n']) {
      const input = new Input();
      let pieces = 0;
      for (; !input.full; pieces += 1) input.push(Buffer.from(piece));
      expect(pieces).toBeLessThan(5000);
      expect(drain(input)).toHaveLength(pieces);
      expect(input.full).toBe(false);
    }
  });

  it('keeps little of a line without end, and says how long it was', () => {
    const input = new Input();
    for (let index = 0; index < 100; index += 1) {
      input.push(Buffer.alloc(10_000, 'x'));
      expect(input.take()).toBeUndefined();
      expect(input.full).toBe(false);
    }
    input.push(Buffer.from('\r\n'));
    const line = input.take()?.line;
    expect(line?.octets.length).toBe(65_536);
    expect((line?.octets.length ?? 0) + (line?.omitted ?? 0)).toBe(1_000_002);
  });
});
