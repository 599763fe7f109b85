import { describe, expect, test } from 'vitest';
import { conversations } from './conversation.ts';
import { entriesOf } from './entries.test.support.ts';
import { differenceBetween, type ComparisonOptions, type Difference } from './sameness.ts';

/** Compares two launches of one connection each. */
function compare(
  first: readonly string[],
  second: readonly string[],
  options?: ComparisonOptions,
  statuses: readonly [number, number] = [0, 0],
): Difference | undefined {
  const [one, other] = [first, second].map((script) => conversations(entriesOf(['S: +OK', ...script])));
  return differenceBetween(
    { conversations: one ?? [], status: statuses[0] },
    { conversations: other ?? [], status: statuses[1] },
    options,
  );
}

const LOGIN = ['C: USER a', 'S: +OK', 'C: PASS b', 'S: +OK'];
const PATIENT = [...LOGIN, 'C: STAT', 'S: +OK 0 0', 'C: QUIT', 'S: +OK'];
const HASTY = [...LOGIN, 'C! STAT\r\nQUIT\r\n', 'S: +OK 0 0', 'S: +OK'];

describe('two launches', () => {
  test('do the same', () => expect(compare(PATIENT, PATIENT)).toBeUndefined());

  test('differ in a command', () => {
    expect(compare(PATIENT, [...LOGIN, 'C: LIST', 'S: -ERR'])).toMatchObject({
      kind: 'steps',
      first: 'STAT',
      second: 'LIST',
    });
  });

  test('differ in how they end, where that counts', () => {
    expect(compare(PATIENT, PATIENT, {}, [0, 3])).toMatchObject({ kind: 'status', second: 'exit status 3' });
    expect(compare(PATIENT, PATIENT, { status: false }, [0, 3])).toBeUndefined();
  });
});

describe('how soon commands come', () => {
  test('counts where it is to', () => {
    expect(compare(PATIENT, HASTY)).toBeUndefined();
    expect(compare(PATIENT, HASTY, { pace: true })).toMatchObject({
      kind: 'pace',
      first: 'each command behind the answer to the one before, after login',
      second: 'commands before the answers to others, after login',
    });
    expect(compare(HASTY, PATIENT, { pace: true })?.second).toContain('each command behind');
  });

  test('does not count by the number of commands, which is an affair of the moment', () => {
    const three = [...LOGIN, 'C! STAT\r\nNOOP\r\nQUIT\r\n', 'S: +OK 0 0', 'S: +OK', 'S: +OK'];
    const two = [...LOGIN, 'C: STAT', 'S: +OK 0 0', 'C! NOOP\r\nQUIT\r\n', 'S: +OK', 'S: +OK'];
    expect(compare(three, two, { pace: true })).toBeUndefined();
  });
});

/** The whole session under TLS. @param clear what is said before */
function secured(...clear: readonly string[]): string[] {
  return [...clear, 'C: STLS', 'S: +OK', 'tls', ...PATIENT];
}

describe('what was sent under TLS', () => {
  test('is compared alone', () => {
    const [short, long] = [secured(), secured('C: CAPA', 'S: -ERR')];
    expect(compare(short, long)?.kind).toBe('steps');
    expect(compare(short, long, { underTls: true })).toBeUndefined();
    expect(compare(short, [...short.slice(0, -4), 'C: QUIT', 'S: +OK'], { underTls: true })?.first).toBe('STAT');
  });

  test('is nothing where there was no TLS', () => {
    expect(compare(PATIENT, [], { underTls: true })).toBeUndefined();
    expect(compare(secured(), [], { underTls: true })?.second).toBe('nothing more');
  });
});
