import { describe, expect, test } from 'vitest';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Manner } from '../../client/reference/manner.ts';
import { octetsOf } from '../../protocol/octets.ts';
import { kinds, stopOf } from '../bent.test.support.ts';
import type { ClientExamination } from './client-examination.ts';
import { brokenBy, examineClient } from './client.test.support.ts';
import { expectFetched } from './expect-fetch.ts';
import { answerOtherwise } from './given.ts';
import {
  announceOnlyOwnLogin,
  expectAsciiCredentials,
  expectCancelled,
  expectInitialResponse,
  expectLongChallengeHandled,
  expectNoAuth,
  expectNoInitialResponse,
  fetchRefused,
  noteExitStatuses,
  showTimestampOfZeroDigest,
  tellCredentials,
  tellLongCredentials,
} from './logins.ts';
import { expectNoDifference, needDifference } from './pairs.ts';

const PLAIN_ONLY = 'engine: without USER APOP\nengine: mechanisms PLAIN';

describe('a server that announces nothing but the client’s own way to log in', () => {
  test.each([['SCRAM-SHA-256'], ['APOP'], ['USER']] as const)('%s', async (way) => {
    const c = await examineClient({ manner: { prefers: () => [way] } });
    announceOnlyOwnLogin(c);
    const { deeds } = await c.fetch('');
    expectFetched(c);
    expect(deeds.logins).toEqual([way]);
    expect([...deeds.accepted].toSorted()).toEqual(['LIST', 'RETR', 'STAT']);
  });
});

describe('a login that is refused', () => {
  test.each([['SCRAM-SHA-256'], ['CRAM-MD5'], ['PLAIN'], ['APOP'], ['USER']] as const)('by %s', async (way) => {
    const c = await examineClient({ manner: { prefers: () => [way] }, target: { temporaryExits: [12] } });
    await fetchRefused(c, '-ERR [IN-USE] Not now');
    await fetchRefused(c, '-ERR Not now');
    expect(c.launches.map(({ deeds }) => deeds.logins)).toEqual([[], []]);
    expect(c.launches.map(({ deeds }) => deeds.attempts)).toEqual([[way], [way]]);
    needDifference(c, '-ERR [IN-USE] Not now', '-ERR Not now');
    noteExitStatuses(c);
    expect(c.findings.map(({ message }) => message)).toContain(
      'exit statuses of the client by the answer to its login: -ERR [IN-USE] Not now: 12 (a later attempt may do better); -ERR Not now: 10',
    );
  });

  test('for a code with a detail that puts the client off', async () => {
    const exact = {
      reason: (levels: readonly string[]) => (levels.join('/') === 'IN-USE' ? 'IN-USE' : undefined),
    } as const;
    const c = await examineClient({ manner: exact });
    await fetchRefused(c, '-ERR [IN-USE] Not now');
    await fetchRefused(c, '-ERR [IN-USE/X] Not now');
    const finding = await stopOf(() => expectNoDifference(c, '-ERR [IN-USE/X] Not now', '-ERR [IN-USE] Not now'));
    expect(finding.kind).toBe('fail');
    expect(finding.message).toContain('exit status 10, and with -ERR [IN-USE] Not now exit status 12');
  });

  test('tells nothing of a client that takes codes for text', async () => {
    const c = await examineClient({ manner: { code: () => [] } });
    await fetchRefused(c, '-ERR [IN-USE] Not now');
    await fetchRefused(c, '-ERR Not now');
    const finding = await stopOf(() => needDifference(c, '-ERR [IN-USE] Not now', '-ERR Not now'));
    expect(finding.kind).toBe('inconclusive');
  });
});

describe('AUTH where SASL is not announced', () => {
  test('is not attempted', async () => {
    const c = await examineClient();
    answerOtherwise(c, 'engine: without SASL');
    await c.fetch('');
    expectNoAuth(c);
    expect(kinds(c)).toEqual(['evidence']);
    expect((await stopOf(() => expectNoInitialResponse(c))).kind).toBe('not-applicable');
  });

  const blind: Partial<Manner> = { asksCapa: () => false, prefers: () => ['PLAIN'], isOffered: () => true };

  test('is attempted by a client that never looks', async () => {
    const c = await examineClient({ manner: { ...blind, sendsInitialResponse: () => false } });
    answerOtherwise(c, 'engine: without SASL');
    await c.fetch('');
    expect((await stopOf(() => expectNoAuth(c))).message).toContain('the client sent AUTH PLAIN');
    expectNoInitialResponse(c);
  });

  test('is attempted with an initial response', async () => {
    const c = await examineClient({ manner: { ...blind, sendsInitialResponse: () => true } });
    answerOtherwise(c, 'engine: without SASL');
    await c.fetch('');
    expect((await stopOf(() => expectNoInitialResponse(c))).kind).toBe('fail');
  });
});

describe('a challenge that can’t be decoded', () => {
  const spoilt = 'engine: mechanisms CRAM-MD5\nC: AUTH {mechanism}\nfirst line: {line}-';

  test('is cancelled', async () => {
    const c = await examineClient();
    answerOtherwise(c, spoilt);
    await c.fetch('');
    expectCancelled(c);
    expect(kinds(c)).toEqual(['evidence']);
  });

  test('is not ignored', async () => {
    const c = await examineClient({ manner: { challenge: (text) => Buffer.from(text, 'base64') } });
    answerOtherwise(c, spoilt);
    await c.fetch('');
    expect((await stopOf(() => expectCancelled(c))).kind).toBe('fail');
  });

  test('says nothing of a client that uses no SASL', async () => {
    const c = await examineClient({ manner: { prefers: () => ['USER'] } });
    answerOtherwise(c, spoilt);
    await c.fetch('');
    expect((await stopOf(() => expectCancelled(c))).kind).toBe('not-applicable');
  });
});

describe('credentials that are too long for the command', () => {
  test.each([179, 300])('%i octets go behind the empty challenge', async (octets) => {
    const c = await examineClient();
    answerOtherwise(c, PLAIN_ONLY);
    tellLongCredentials(c, octets);
    const { deeds } = await c.fetch('');
    expect(deeds.logins).toEqual(['PLAIN']);
    expectInitialResponse(c);
    expect(brokenBy(c)).toEqual([]);
  });

  test('178 octets go along, and no empty challenge comes', async () => {
    const c = await examineClient();
    answerOtherwise(c, PLAIN_ONLY);
    tellLongCredentials(c, 178);
    await c.fetch('');
    expect((await stopOf(() => expectInitialResponse(c))).kind).toBe('inconclusive');
    expect(brokenBy(c)).toEqual([]);
  });

  test('an initial response of 257 octets is seen', async () => {
    const c = await examineClient({ manner: { sendsInitialResponse: () => true } });
    answerOtherwise(c, PLAIN_ONLY);
    tellLongCredentials(c, 179);
    await c.fetch('');
    expect(brokenBy(c)).toEqual(['2449-4-C1', '5034-4-C1']);
  });

  test('the empty challenge is not answered with anything else', async () => {
    const c = await examineClient({
      manner: {
        response: (response, challenge, knowledge) =>
          challenge?.length === 0 ? octetsOf('=') : BY_THE_BOOK.response(response, challenge, knowledge),
      },
    });
    answerOtherwise(c, PLAIN_ONLY);
    tellLongCredentials(c, 300);
    await c.fetch('');
    expect((await stopOf(() => expectInitialResponse(c))).message).toContain('another response');
  });
});

describe('a challenge of 10,000 octets', () => {
  test.each([['CRAM-MD5'], ['SCRAM-SHA-256']] as const)('of %s is handled, or not', async (mechanism) => {
    const script = `engine: without USER APOP\nengine: mechanisms ${mechanism}\nengine: challenge-octets 10000`;
    const c = await examineClient();
    answerOtherwise(c, script);
    await c.fetch('');
    expectLongChallengeHandled(c, 10_000);
    expect(kinds(c)).toEqual(['evidence']);
    const short = await examineClient({
      manner: { challenge: (text, knowledge) => BY_THE_BOOK.challenge(text.slice(0, 4096), knowledge) },
    });
    answerOtherwise(short, script);
    await short.fetch('');
    expect((await stopOf(() => expectLongChallengeHandled(short, 10_000))).kind).toBe('fail');
  });
});

test('a client that goes on before the end of a challenge has not handled it', async () => {
  const c = await examineClient();
  answerOtherwise(c, 'engine: without USER APOP\nengine: mechanisms CRAM-MD5');
  const launch = await c.fetch('');
  const conversations = launch.conversations.map((conversation) => {
    const { exchanges } = conversation;
    const sent = exchanges.findIndex(({ keyword }) => keyword === 'AUTH');
    return { ...conversation, exchanges: exchanges.slice(0, sent), unanswered: exchanges.slice(sent, sent + 1) };
  });
  c.launches.push({ ...launch, conversations });
  const finding = await stopOf(() => expectLongChallengeHandled(c, 10_000));
  expect(finding).toMatchObject({ kind: 'fail', actual: 'it did not wait for the end of it' });
});

/** A client that is told a name outside ASCII, by a server that has not announced that it takes one. */
async function toldAName(manner: Partial<Manner>): Promise<ClientExamination> {
  const c = await examineClient({ manner, requirement: '6856-2-C1' });
  answerOtherwise(c, 'engine: without SASL APOP UTF8');
  tellCredentials(c, 'jürg', 'secret');
  await c.fetch('');
  return c;
}

describe('a name outside ASCII', () => {
  test('is kept back', async () => {
    const c = await toldAName({});
    expectAsciiCredentials(c);
    expect(brokenBy(c)).toEqual([]);
  });

  test('is sent', async () => {
    const c = await toldAName({ canSay: () => true });
    expect((await stopOf(() => expectAsciiCredentials(c))).message).toContain('the client sent UTF-8 in USER');
    expect(brokenBy(c)).toEqual(['6856-2-C1']);
  });
});

test('a timestamp whose digest begins with a zero', async () => {
  const c = await examineClient({
    manner: { digest: (timestamp, password) => BY_THE_BOOK.digest(timestamp, password).replace(/^0/, '') },
  });
  showTimestampOfZeroDigest(c);
  answerOtherwise(c, 'engine: without SASL USER');
  await c.fetch('');
  expect(brokenBy(c)).toEqual(['1939-7-C1']);
});
