import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arrival } from './bend.ts';
import { Input } from './input.ts';

/** All whole lines that an input holds. */
function drained(input: Input): Arrival[] {
  const arrivals: Arrival[] = [];
  for (let arrival = input.take(); arrival !== undefined; arrival = input.take()) arrivals.push(arrival);
  return arrivals;
}

/** The same, as text. */
function drain(input: Input): string[] {
  return drained(input).map(({ line }) => line.octets.toString('latin1'));
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

  it('tells whether two pieces met between CR and LF', () => {
    const input = inputOf('a\r', '\nb\r\nc\r\n', '\n', 'd\r');
    input.discard();
    input.push(Buffer.from('\nx\r'));
    input.push(Buffer.from('\n'));
    const second = inputOf('a\r', '\nb\r\nc\r\n', '\n', 'd\r\n');
    expect([input, second].map((each) => drained(each).map(({ cutInsideCrlf }) => cutInsideCrlf))).toEqual([
      [false, true],
      [true, false, false, false, false],
    ]);
  });

  it('tells what had arrived when an answer was sent, and whether anything has', () => {
    const input = inputOf('a\r\nb\r\nc');
    const pipelined = (): boolean | undefined => input.take()?.pipelined;
    const first = pipelined();
    input.answering();
    input.push(Buffer.from('\r\n'));
    expect([first, pipelined(), input.pending, pipelined(), input.pending]).toEqual([false, true, true, false, false]);
    input.push(Buffer.from('d'));
    expect([input.take(), input.pending]).toEqual([undefined, true]);
    input.discard();
    expect(input.pending).toBe(false);
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
