import { describe, expect, it } from 'vitest';
import { line } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { withMessages } from '../server/testing.ts';
import { openIn } from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import type { IllFormed } from './ill-formed.ts';
import { send } from './talk.ts';
import {
  enterUtf8Mode,
  expectAsciiOrRefusal,
  expectIllFormedRefused,
  expectMessageInUtf8Mode,
  expectWellFormedAccepted,
  logInIllFormed,
  needNonAsciiMessage,
  needUtf8Credentials,
} from './utf8.ts';

const UNGUARDED: Bend = { policy: { guardsAscii: false } };

/** Leaves out what can't be decoded, and takes two octets for one of ASCII. */
function lax(octets: Buffer): string {
  const shortest = octets
    .toString('latin1')
    .replace(/([\xc0\xc1])([\x80-\xbf])/g, (_, lead: string, next: string) =>
      String.fromCharCode(((lead.charCodeAt(0) & 1) << 6) | (next.charCodeAt(0) & 0x3f)),
    );
  return Buffer.from(shortest, 'latin1').toString('utf8').replaceAll('\ufffd', '');
}

describe('6856-2-S2', () => {
  it('passes where a message that is not ASCII is refused, and comes in UTF-8 mode', async () => {
    const x = await examine();
    needNonAsciiMessage(x);
    await openIn(x, 'TRANSACTION');
    for (const command of ['RETR {message}', 'TOP {message} 0']) {
      await send(x, command);
      expectAsciiOrRefusal(x);
    }
    await x.session.leave();
    await openIn(x, 'AUTHORIZATION');
    await enterUtf8Mode(x);
    await send(x, 'USER {user}');
    await send(x, 'PASS {password}');
    await send(x, 'RETR {message}');
    expectMessageInUtf8Mode(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it.each(['RETR {message}', 'TOP {message} 0'])(
    'fails octets outside ASCII in the header that %s brings',
    async (command) => {
      const x = await examine(UNGUARDED);
      needNonAsciiMessage(x);
      await openIn(x, 'TRANSACTION');
      await send(x, command);
      const finding = await stopOf(() => expectAsciiOrRefusal(x));
      expect(finding.kind).toBe('fail');
      expect(finding.message).toContain('in the header');
    },
  );

  it('advises against octets outside ASCII in the body', async () => {
    const x = await examine(UNGUARDED, await withMessages('Subject: plain\r\n\r\nSmørrebrød\r\n'));
    needNonAsciiMessage(x);
    await openIn(x, 'TRANSACTION');
    await send(x, 'RETR {message}');
    expectAsciiOrRefusal(x);
    expect(kinds(x)).toContain('advice');
  });

  it('passes a surrogate in ASCII, of the message that was delivered for this', async () => {
    const x = await examine({}, await withMessages('Subject: plain\r\nX-Pop3spec: utf8\r\n\r\nx\r\n'));
    needNonAsciiMessage(x);
    await openIn(x, 'TRANSACTION');
    await send(x, 'RETR {message}');
    expectAsciiOrRefusal(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it('passes a refusal with another code, and notes it', async () => {
    const x = await examine({
      after: ({ keyword }, correct) => (keyword === 'RETR' ? line('-ERR [SYS/PERM] No') : correct),
    });
    needNonAsciiMessage(x);
    await openIn(x, 'TRANSACTION');
    await send(x, 'RETR {message}');
    expectAsciiOrRefusal(x);
    expect(kinds(x)).toEqual(['evidence']);
    expect(x.findings.map(({ kind }) => kind)).toContain('observation');
  });

  it('fails the code UTF8 in UTF-8 mode', async () => {
    const x = await examine({
      after: ({ keyword }, correct) => (keyword === 'RETR' ? line('-ERR [UTF8] No') : correct),
    });
    needNonAsciiMessage(x);
    await openIn(x, 'AUTHORIZATION');
    await enterUtf8Mode(x);
    await send(x, 'USER {user}');
    await send(x, 'PASS {password}');
    await send(x, 'RETR {message}');
    expect((await stopOf(() => expectMessageInUtf8Mode(x))).kind).toBe('fail');
  });

  it('is inconclusive without such a message, and does not apply where UTF-8 mode is refused', async () => {
    const x = await examine(
      { after: ({ keyword }, correct) => (keyword === 'UTF8' ? line('-ERR No') : correct) },
      await withMessages('Subject: plain\r\n\r\nx\r\n'),
    );
    expect((await stopOf(() => needNonAsciiMessage(x))).kind).toBe('inconclusive');
    await openIn(x, 'AUTHORIZATION');
    expect((await stopOf(() => enterUtf8Mode(x))).kind).toBe('not-applicable');
  });
});

describe('6856-2-S3', () => {
  const WAYS: [IllFormed, 'name' | 'password'][] = [
    ['a stray octet', 'name'],
    ['an overlong form', 'name'],
    ['a stray octet', 'password'],
    ['an overlong form', 'password'],
  ];

  it.each(WAYS)('passes where %s in the %s is refused and the right login is not', async (how, where) => {
    const x = await examine();
    needUtf8Credentials(x);
    await openIn(x, 'AUTHORIZATION');
    await logInIllFormed(x, how, where);
    expectIllFormedRefused(x);
    await expectWellFormedAccepted(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it.each(WAYS)('fails a server that accepts %s in the %s', async (how, where) => {
    const x = await examine({ policy: { decodeText: lax } });
    await openIn(x, 'AUTHORIZATION');
    await logInIllFormed(x, how, where);
    expect((await stopOf(() => expectIllFormedRefused(x))).kind).toBe('fail');
  });

  it('is inconclusive where the login is refused for another reason, or the right one is refused too', async () => {
    const x = await examine({
      after: ({ keyword }, correct) => (keyword === 'PASS' ? line('-ERR [SYS/TEMP] Later') : correct),
    });
    await openIn(x, 'AUTHORIZATION');
    await logInIllFormed(x, 'a stray octet', 'password');
    expect((await stopOf(() => expectIllFormedRefused(x))).kind).toBe('inconclusive');
    expect((await stopOf(() => expectWellFormedAccepted(x))).kind).toBe('inconclusive');
  });

  it('advises against the end of the connection in place of a refusal', async () => {
    const x = await examine({
      after: (exchange, correct) =>
        exchange.line.octets.includes(0xc3) ? { octets: [], next: 'close' as const } : correct,
    });
    await openIn(x, 'AUTHORIZATION');
    await logInIllFormed(x, 'a stray octet', 'name');
    expectIllFormedRefused(x);
    expect(kinds(x)).toEqual(['advice']);
  });

  it('does not apply without UTF8 USER', async () => {
    const x = await examine({}, { utf8User: false });
    expect((await stopOf(() => needUtf8Credentials(x))).kind).toBe('not-applicable');
  });

  it('keeps the password out of the transcript, spoiled or not', async () => {
    const x = await examine();
    await openIn(x, 'AUTHORIZATION');
    await logInIllFormed(x, 'a stray octet', 'password');
    const sent = x.transcript.entries.find(({ octets }) => octets.includes('PASS'));
    expect(sent?.secrets).toEqual([{ start: 5, end: 16, label: 'ill-formed password' }]);
  });
});
