import { describe, expect, test } from 'vitest';
import { asAdvice, breach, conclude, octetAt, refuse, shifted, together } from './judgement.ts';
import { octetsOf } from './octets.ts';

const content = octetsOf('a\rb');
const before = breach('X', 0, '', '');
const stray = breach('LINE', 1, '', '');
const behind = breach('X', 2, '', '');

describe('together', () => {
  test('leaves out what stands at a stray line end and behind it', () => {
    expect(together([stray], [before, breach('X', 1, '', ''), behind], content)).toEqual([stray, before]);
  });

  test('a stray line end that is advice hides nothing, nor does a wrong terminator', () => {
    expect(together([asAdvice(stray)], [behind], content)).toEqual([asAdvice(stray), behind]);
    const unended = breach('LINE', 3, '', '');
    expect(together([unended], [behind], content)).toEqual([unended, behind]);
  });
});

describe('conclude', () => {
  test('gives a value with its remarks, or all that was found with the failures first', () => {
    expect(conclude([asAdvice(before)], () => 1)).toEqual({ ok: true, value: 1, remarks: [asAdvice(before)] });
    expect(conclude([asAdvice(before), behind], () => 1)).toEqual({
      ok: false,
      violations: [behind, asAdvice(before)],
    });
  });
});

test('refuse always has a reason', () => {
  expect(refuse([stray], content, behind)).toEqual({ ok: false, violations: [stray] });
  expect(refuse([], content, behind)).toEqual({ ok: false, violations: [behind] });
});

test('a reading is kept where advice rests on one', () => {
  expect(asAdvice(before, 'R4')).toMatchObject({ severity: 'advice', reading: 'R4' });
  expect(asAdvice(before)).not.toHaveProperty('reading');
  expect(shifted(before, 5).offset).toBe(5);
});

test('octetAt shows an octet, or the end', () => {
  expect(octetAt(content, 1)).toBe(String.raw`\r`);
  expect(octetAt(content, 3)).toBe('the end of the line');
});
