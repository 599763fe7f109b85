import { describe, expect, it } from 'vitest';
import * as value from './option-values.ts';

describe('times', () => {
  it.each([
    ['20', 20_000],
    ['0.5', 500],
    ['86400', 86_400_000],
  ])('reads %s seconds', (text, ms) => {
    expect(value.positiveTime(text)).toBe(ms);
    expect(value.waitingTime(text)).toBe(ms);
  });

  it.each(['', '-1', '1e3', '20s', '86401', 'Infinity', 'NaN', ' 1', '0x10', '1,5'])('refuses %j', (text) => {
    expect(() => value.positiveTime(text)).toThrow(/not a time/);
    expect(() => value.waitingTime(text)).toThrow(/not a time/);
  });

  it('lets a scenario wait no time at all, but an answer needs some', () => {
    expect(value.waitingTime('0')).toBe(0);
    expect(() => value.positiveTime('0')).toThrow(/from 0.01/);
  });
});

describe('lanes', () => {
  it.each(['1', '4', '64'])('takes %s', (text) => {
    expect(value.lanes(text)).toBe(Number(text));
  });

  it.each(['', '0', '65', '-1', '2.5', '1e1', 'four', '1/2', '0004'])('refuses %j', (text) => {
    expect(() => value.lanes(text)).toThrow(/from 1 to 64/);
  });
});

describe('segmentation', () => {
  it('reads what the wire can do', () => {
    expect(value.segmentation('octet')).toEqual({ kind: 'octet' });
    expect(value.segmentation('random:7')).toEqual({ kind: 'random', seed: 7 });
  });

  it.each(['', 'Octet', 'random', 'random:', 'random:-1', 'random:1e3'])('refuses %j', (text) => {
    expect(() => value.segmentation(text)).toThrow(/whole, octet, crlf or random:SEED/);
  });
});

describe('accounts', () => {
  it('splits at the first colon: a name has none, a password may', () => {
    expect(value.account('bob:a:b')).toEqual({ user: 'bob', password: 'a:b' });
  });

  it.each([
    ['bob', /USER:PASSWORD/],
    [':secret', /not empty/],
    ['bob:', /empty/],
    ['bob:secret\r\nDELE 1', /no line end/],
    ['bob:secret\0', /no NUL/],
  ])('refuses %j', (text, message) => {
    expect(() => value.account(text)).toThrow(message);
    expect(() => value.account(text)).not.toThrow(/secret/);
  });
});

it('says what a word may be', () => {
  expect(value.oneOf(value.TLS_MODES, 'stls')).toBe('stls');
  expect(() => value.oneOf(value.TLS_MODES, 'starttls')).toThrow('"starttls" is not one of none, stls and implicit');
});
