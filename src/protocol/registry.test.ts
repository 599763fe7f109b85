import { describe, expect, test } from 'vitest';
import {
  CAPABILITIES,
  COMMANDS,
  RESPONSE_CODES,
  expectsLines,
  knownCommand,
  registeredCapability,
  registeredResponseCode,
  splitKeyword,
} from './registry.ts';

describe('the registries', () => {
  test('have the rows of RFC 2449 section 9 and after, each once', () => {
    expect(CAPABILITIES.map(({ tag }) => tag)).toEqual([
      'TOP',
      'USER',
      'SASL',
      'RESP-CODES',
      'LOGIN-DELAY',
      'PIPELINING',
      'EXPIRE',
      'UIDL',
      'IMPLEMENTATION',
      'STLS',
      'AUTH-RESP-CODE',
      'UTF8',
      'LANG',
    ]);
    expect(RESPONSE_CODES.map(({ levels }) => levels.join('/'))).toEqual([
      'LOGIN-DELAY',
      'IN-USE',
      'SYS/TEMP',
      'SYS/PERM',
      'AUTH',
      'UTF8',
    ]);
  });

  test('the commands that a capability adds are known, in the states that it gives', () => {
    for (const { addedCommands, commandStates } of CAPABILITIES) {
      for (const keyword of addedCommands) expect(knownCommand(keyword)?.states).toEqual(commandStates);
    }
  });

  test('only LOGIN-DELAY and EXPIRE have arguments that may differ', () => {
    expect(CAPABILITIES.filter((row) => row.argumentsMayDiffer).map(({ tag }) => tag)).toEqual([
      'LOGIN-DELAY',
      'EXPIRE',
    ]);
  });

  test('tags are found in any case, and nothing else is', () => {
    expect(registeredCapability('sAsL')?.requirement).toBe('2449-6.3-S1');
    expect(registeredCapability('STLSX')).toBeUndefined();
    expect(registeredCapability('')).toBeUndefined();
  });

  test('response codes are found in any case and with further detail', () => {
    expect(registeredResponseCode(['in-use'])?.section).toBe('8.1.2');
    expect(registeredResponseCode(['SYS', 'temp', 'x'])?.levels).toEqual(['SYS', 'TEMP']);
    expect(registeredResponseCode(['SYS'])).toBeUndefined();
    expect(registeredResponseCode(['SYS', 'X'])).toBeUndefined();
    expect(registeredResponseCode([])).toBeUndefined();
  });
});

describe('commands', () => {
  test('have keywords of three or four octets, each once', () => {
    const keywords = COMMANDS.map(({ keyword }) => keyword);
    expect(new Set(keywords).size).toBe(keywords.length);
    expect(keywords.every((keyword) => /^[A-Z0-9]{3,4}$/.test(keyword))).toBe(true);
  });

  test.each([
    ['CAPA', true],
    ['capa', true],
    ['LIST', true],
    ['LIST 1', false],
    ['uidl', true],
    ['UIDL 1', false],
    ['RETR 1', true],
    ['TOP 1 0', true],
    ['LANG', true],
    ['LANG *', false],
    ['STAT', false],
    ['AUTH PLAIN', false],
    ['XXXX', false],
    ['', false],
  ])('expectsLines(%j) is %s', (command, expected) => {
    expect(expectsLines(command)).toBe(expected);
  });

  test('a keyword ends at the first SP', () => {
    expect(splitKeyword('pass  a b')).toEqual({ keyword: 'PASS', parameters: ' a b' });
    expect(splitKeyword('QUIT')).toEqual({ keyword: 'QUIT', parameters: '' });
  });
});
