import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stuff, unstuff } from './dot-stuffing.ts';
import { octetsOf } from './octets.ts';

const lines = fc
  .array(fc.array(fc.constantFrom('.', '\r', '\n', '\r\n', '\r\n.', 'x', '\0', '\xe9')).map((parts) => parts.join('')))
  .map((each) => octetsOf(each.map((text) => `${text}\r\n`).join('')));

describe('stuff (RFC 1939 section 3)', () => {
  it.each([
    ['', ''],
    ['.', '..'],
    ['.\r\n', '..\r\n'],
    ['a\r\n.\r\n', 'a\r\n..\r\n'],
    ['..\r\n.x\r\n .\r\n', '...\r\n..x\r\n .\r\n'],
    ['\r\n\r\n.', '\r\n\r\n..'],
    ['a\n.b\r.c\r\n', 'a\n.b\r.c\r\n'],
    ['\r\r\n.', '\r\r\n..'],
  ])('sends %j as %j', (plain, sent) => {
    expect(stuff(octetsOf(plain)).toString('latin1')).toBe(sent);
    expect(unstuff(octetsOf(sent)).toString('latin1')).toBe(plain);
  });

  it('is undone by unstuff, and leaves no line that is a dot alone', () => {
    fc.assert(
      fc.property(lines, (plain) => {
        const sent = stuff(plain);
        expect(unstuff(sent).equals(plain)).toBe(true);
        expect(`\r\n${sent.toString('latin1')}`).not.toContain('\r\n.\r\n');
      }),
    );
  });

  it('gives octets without such a line back as they are, without a copy', () => {
    const plain = octetsOf('no line.\r\nbegins with a dot\r\n');
    expect(stuff(plain)).toBe(plain);
    expect(unstuff(plain)).toBe(plain);
  });

  it('has room for the worst case', () => {
    const plain = octetsOf('.\r\n'.repeat(1000));
    expect(stuff(plain).length).toBe(4000);
  });
});
