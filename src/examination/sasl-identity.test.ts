import { describe, expect, test } from 'vitest';
import type { Bend } from '../server/bend.ts';
import { openIn } from './access.ts';
import { expectOrAdvise } from './sasl.ts';
import { expectNotOwnMaildrop, logInAs, type Role } from './sasl-identity.ts';
import { examining, findingsOf } from './sasl-testing.ts';

/** A server that never looks at the authorization identity. */
const ignoring: Bend = {
  before: ({ keyword, parameters: [mechanism, response = ''] }) => {
    if (keyword !== 'AUTH' || mechanism !== 'PLAIN') return undefined;
    const [, user, password] = Buffer.from(response, 'base64').toString('utf8').split('\0');
    const message = Buffer.from(`\0${user}\0${password}`).toString('base64');
    return { line: Buffer.from(`AUTH PLAIN ${message}\r\n`) };
  },
};

const permitting: Bend = { policy: { mayActAs: () => true } };

async function judged(bend: Bend, role: Role): Promise<string[]> {
  const x = await examining(bend);
  await openIn(x, 'AUTHORIZATION');
  await logInAs(x, role);
  return await findingsOf(x, () => (role === 'itself' ? expectOrAdvise(x, 'positive') : expectNotOwnMaildrop(x)));
}

describe('4616-2-S1', () => {
  test.each([
    ['a refusal', {}, 'the second account', 'evidence'],
    ["one's own maildrop instead", ignoring, 'the second account', 'fail'],
    ["the other's maildrop", permitting, 'the second account', 'advice'],
    ['a refusal', {}, 'nobody', 'evidence'],
    ["one's own maildrop instead", ignoring, 'nobody', 'fail'],
    ['acting as oneself', {}, 'itself', 'evidence'],
    ['acting as oneself is refused', { policy: { mayActAs: () => false } }, 'itself', 'advice'],
  ] as const)('%s', async (_, bend, role, found) => {
    expect(await judged(bend, role)).toEqual([found]);
  });
});
