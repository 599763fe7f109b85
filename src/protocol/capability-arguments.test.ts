import { describe, expect, test } from 'vitest';
import { judgeArguments } from './capability-arguments.ts';
import type { SessionState } from './registry.ts';

function judge(line: string, state: SessionState = 'AUTHORIZATION'): string[] {
  const [tag = '', ...params] = line.split(' ');
  return judgeArguments({ tag, params }, state).map(
    ({ severity, requirement, offset, reading }) =>
      `${requirement}@${offset}${severity === 'advice' ? ' advice' : ''}${reading === undefined ? '' : ` ${reading}`}`,
  );
}

describe('judgeArguments', () => {
  test.each([
    'TOP',
    'top',
    'USER',
    'SASL PLAIN CRAM-MD5 X_Y-9',
    'RESP-CODES',
    'LOGIN-DELAY 900',
    'LOGIN-DELAY 0',
    'LOGIN-DELAY 900 USER',
    'PIPELINING',
    'EXPIRE 60',
    'EXPIRE 0',
    'EXPIRE NEVER',
    'EXPIRE NEVER USER',
    'EXPIRE 5 USER',
    'UIDL',
    'IMPLEMENTATION Shlemazle-Plotz-v302',
    'IMPLEMENTATION BlurdyBlurp POP3 server',
    'STLS',
    'AUTH-RESP-CODE',
    'UTF8',
    'UTF8 USER',
    'LANG',
    'X-NOTE whatever it may be',
    'constructor x',
  ])('%s is right', (line) => {
    expect(judge(line)).toEqual([]);
  });

  test.each([
    ['TOP 5', ['2449-6.1-S1@4']],
    ['user x y', ['2449-6.2-S1@5']],
    ['SASL', ['2449-6.3-S1@4 advice']],
    ['SASL plain', ['2449-6.3-S1@5 advice']],
    ['SASL PLAIN CRAM.MD5', ['2449-6.3-S1@11']],
    ['SASL ABCDEFGHIJKLMNOPQRST', []],
    ['SASL ABCDEFGHIJKLMNOPQRSTU', ['2449-6.3-S1@5']],
    ['RESP-CODES x', ['2449-6.4-S1@11']],
    ['LOGIN-DELAY', ['2449-6.5-S1@11']],
    ['LOGIN-DELAY -1', ['2449-6.5-S1@12']],
    ['LOGIN-DELAY 1.5', ['2449-6.5-S1@12']],
    ['LOGIN-DELAY 60s', ['2449-6.5-S1@12']],
    ['LOGIN-DELAY USER', ['2449-6.5-S1@12']],
    ['LOGIN-DELAY NEVER', ['2449-6.5-S1@12']],
    ['LOGIN-DELAY 5 user', ['2449-6.5-S1@14 advice R9']],
    ['LOGIN-DELAY 5 ALL', ['2449-6.5-S1@14']],
    ['LOGIN-DELAY 5 USER more', ['2449-6.5-S1@19']],
    ['PIPELINING 10', ['2449-6.6-S1@11']],
    ['EXPIRE', ['2449-6.7-S1@6']],
    ['EXPIRE never', ['2449-6.7-S1@7 advice R9']],
    ['EXPIRE +5', ['2449-6.7-S1@7']],
    ['UIDL x', ['2449-6.8-S1@5']],
    ['IMPLEMENTATION', ['2449-6.9-S1@14']],
    ['STLS x', ['2595-4-S1@5']],
    ['AUTH-RESP-CODE x', ['3206-6-S3@15']],
    ['UTF8 user', ['6856-2-S1@5 advice R9']],
    ['UTF8 ALL', ['6856-2-S1@5']],
    ['UTF8 USER USER', ['6856-2-S1@10']],
    ['LANG en', ['6856-3-S1@5']],
  ])('%s: %j', (line, expected) => {
    expect(judge(line)).toEqual(expected);
  });

  test('USER behind a value belongs to the AUTHORIZATION state', () => {
    expect(judge('LOGIN-DELAY 5 USER', 'TRANSACTION')).toEqual(['2449-6.5-S1@14']);
    expect(judge('EXPIRE 5 USER', 'TRANSACTION')).toEqual(['2449-6.7-S1@9']);
    expect(judge('EXPIRE 5', 'TRANSACTION')).toEqual([]);
    expect(judge('UTF8 USER', 'TRANSACTION')).toEqual([]);
  });
});
