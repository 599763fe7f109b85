import { expect, it } from 'vitest';
import type { WrongAtClient } from '../shrink/wrong-client.ts';
import type { WrongAtServer } from '../shrink/wrong.ts';
import type { Shrunk } from '../suite/shrink-at-server.ts';
import { claimOf } from './shrink-claim.ts';

function shrunk(wrong: WrongAtServer | WrongAtClient): Shrunk<WrongAtServer | WrongAtClient> {
  return {
    wrong,
    conversation: { kind: 'conversation', underTls: false, greeting: [], turns: [] },
    at: 2,
    isMinimal: true,
    isProved: true,
    tried: 9,
    unknown: 0,
    before: 5,
    after: 3,
    others: [],
  };
}

it.each<[string, WrongAtServer | WrongAtClient, object]>([
  ['a rule', { kind: 'fails', requirement: '2449-3-S2' }, { kind: 'rule' }],
  ['an answer', { kind: 'hangs', exchange: 4 }, { kind: 'answer', at: 2, came: [] }],
  [
    'another answer',
    { kind: 'differs', exchange: 4, expected: ['-ERR\r\n'], came: ['+OK\r\n'], isExact: true },
    { kind: 'answer', at: 2, came: ['+OK\r\n'] },
  ],
  ['an end', { kind: 'hangs' }, { kind: 'end' }],
  ['no status', { kind: 'exit', status: 3, words: '' }, { kind: 'unsayable' }],
  ['no command', { kind: 'differs', exchange: 4, keyword: 'RSET' }, { kind: 'unsayable' }],
  ['no course', { kind: 'remark', remark: 'the server had closed the connection' }, { kind: 'unsayable' }],
])('claims %s', (_name, wrong, claim) => {
  expect(claimOf(shrunk(wrong))).toMatchObject(claim);
});
