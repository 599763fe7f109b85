import { describe, expect, test } from 'vitest';
import { answer } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { failToLogIn, openIn } from './access.ts';
import { expectAnswer, expectInStep, expectSameOutcome } from './expect.ts';
import { expectOrAdvise } from './sasl.ts';
import {
  answerDamaged,
  answerUnpadded,
  answerUrlSafe,
  answerWithBase64Of,
  answerWithFieldsOf,
  DAMAGES,
  expectTakenWhole,
  sendDamaged,
  sendPlainOf,
} from './sasl-octets.ts';
import { examining, findingsOf } from './sasl-testing.ts';
import type { Examination } from './examination.ts';
import { keepAs } from './talk.ts';

/** A decoder that skips what is not of the alphabet, and one that stops there. */
const skipping: Bend = {
  policy: { decodeBase64: (text) => Buffer.from(text.replaceAll(/[^A-Za-z0-9+/]/g, ''), 'base64') },
};
const stopping: Bend = {
  policy: { decodeBase64: (text) => Buffer.from(/^[A-Za-z0-9+/]*/.exec(text)?.[0] ?? '', 'base64') },
};
const urlSafe: Bend = { policy: { decodeBase64: (text) => Buffer.from(text, 'base64url') } };

async function opened(bend: Bend = {}): Promise<Examination> {
  const x = await examining(bend);
  await openIn(x, 'AUTHORIZATION');
  return x;
}

const negative = (x: Examination): void => expectAnswer(x, 'negative');

describe('5034-4-S4', () => {
  test.each(DAMAGES)('%s is rejected by a strict server, and one that ignores it is found out', async (damage) => {
    const lenient = damage === 'more behind its padding' ? stopping : skipping;
    for (const [bend, found] of [[{}, 'evidence'] as const, [lenient, 'fail'] as const]) {
      for (const send of [answerDamaged, ...(damage.includes('space') ? [] : [sendDamaged])]) {
        const x = await opened(bend);
        await send(x, damage);
        expect(await findingsOf(x, () => negative(x))).toEqual([found]);
      }
    }
  });

  test('the end of the response is damaged for decoders that stop there, too', async () => {
    const x = await opened(stopping);
    await answerDamaged(x, 'a "!" at the end');
    expect(await findingsOf(x, () => negative(x))).toEqual(['fail']);
  });

  test('the URL-safe alphabet', async () => {
    const [strict, lenient] = [await examining(), await examining(urlSafe)];
    await answerUrlSafe(strict);
    expect(await findingsOf(strict, () => negative(strict))).toEqual(['evidence']);
    await answerUrlSafe(lenient);
    expect(await findingsOf(lenient, () => negative(lenient))).toEqual(['fail']);
  });

  test('a server that refuses the right alphabet too leaves it inconclusive', async () => {
    const x = await examining({ policy: { decodeBase64: () => undefined } });
    expect(await findingsOf(x, () => answerUrlSafe(x))).toEqual(['inconclusive']);
  });

  test('padding that is missed by nobody is advised against', async () => {
    const [strict, lenient] = [await opened(), await opened(skipping)];
    await answerUnpadded(strict);
    expect(await findingsOf(strict, () => expectOrAdvise(strict, 'negative'))).toEqual(['evidence']);
    await answerUnpadded(lenient);
    expect(await findingsOf(lenient, () => expectOrAdvise(lenient, 'negative'))).toEqual(['advice']);
  });

  test('what is made of the password is known as a secret, should the server repeat it', async () => {
    const x = await opened();
    await answerDamaged(x, 'a "=" in the middle');
    expect(x.secrets.map(String)).toEqual(['AGFsaWNlAHdv=bmRlcmxhbmQ=']);
  });
});

const compare = async (bend: Bend): Promise<string[]> => {
  const x = await opened(bend);
  await answerWithFieldsOf(x, 20);
  keepAs(x, 'a short response');
  await openIn(x, 'AUTHORIZATION');
  await answerWithFieldsOf(x, 255);
  return await findingsOf(x, async () => {
    expectSameOutcome(x, 'a short response');
    await expectInStep(x);
  });
};

const long = (closes: boolean): Bend => ({
  after: ({ isResponse }, correct) =>
    isResponse ? answer(closes ? '' : '-ERR too long\r\n-ERR what?\r\n', closes ? 'close' : 'continue') : correct,
});

describe('5034-4-S9', () => {
  test('three fields of 255 octets are handled as short ones are', async () => {
    expect(await compare({})).toEqual(['evidence', 'evidence']);
    expect(await compare({ policy: { responseLimit: 512 } })).toEqual(['fail']);
  });

  test.each([
    ['a clean refusal', {}, ['evidence', 'evidence']],
    ['a refusal for its length', { policy: { responseLimit: 512 } }, ['evidence', 'evidence']],
    ['an end of the connection', long(true), ['advice']],
    ['a part of it taken for a command', long(false), ['evidence', 'advice']],
  ] as const)('10,000 octets: %s', async (_, bend, found) => {
    const x = await opened(bend);
    await answerWithBase64Of(x, 10_000);
    expect(await findingsOf(x, () => expectTakenWhole(x))).toEqual(found);
  });
});

describe('2449-4-S1', () => {
  test.each([
    [{}, 'evidence'],
    [{ policy: { commandLimit: 252 } }, 'fail'],
  ] as const)('AUTH PLAIN of 253 octets', async (bend, found) => {
    const x = await opened(bend);
    await failToLogIn(x, 'a wrong password', 'PLAIN');
    keepAs(x, 'a short AUTH');
    await openIn(x, 'AUTHORIZATION');
    await sendPlainOf(x, 253);
    const sent = x.transcript.entries.findLast(({ from, octets }) => from === 'C' && octets.length > 0);
    expect(sent?.octets.length).toBe(253);
    expect(await findingsOf(x, () => expectSameOutcome(x, 'a short AUTH'))).toEqual([found]);
  });
});
