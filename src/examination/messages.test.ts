import { describe, expect, test } from 'vitest';
import { stuff } from '../protocol/dot-stuffing.ts';
import { answer, editLines, line } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { withMessages } from '../server/testing.ts';
import { fixtures } from '../target/fixtures.ts';
import { enterOnceFree, leave, openIn } from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import { Examination } from './examination.ts';
import {
  expectListedUniqueId,
  expectNotedMessage,
  expectNotListed,
  expectSameDropListing,
  expectSameUniqueIds,
  expectStuffed,
  expectTop,
  expectUnique,
  expectUniqueIdOfEach,
  expectWholeOrRefusal,
  needMessage,
  noteUniqueId,
  type Quality,
} from './messages.ts';
import { newRun } from './run.ts';
import { keepAs, send } from './talk.ts';
import { verdictOf } from './verdict.test.support.ts';

/** The text of the fixture with dots, as somebody delivered it. */
const DOTS = fixtures()[0]?.octets.toString('latin1') ?? '';
const OWN = 'Subject: own\r\n\r\none\r\n.two\r\nthree\r\n';

/** A session in TRANSACTION, and a message chosen. */
async function chosen(quality: Quality, bend: Bend = {}, texts: readonly string[] = [DOTS, OWN]): Promise<Examination> {
  const x = await examine(bend, await withMessages(...texts));
  needMessage(x, quality);
  await openIn(x, 'TRANSACTION');
  return x;
}

const replacing = (keyword: string, text: string): Bend => ({
  before: (exchange) => (exchange.keyword === keyword ? { answer: answer(text) } : undefined),
});

const editing = (keyword: string, edit: (lines: string[]) => readonly string[]): Bend => ({
  after: (exchange, correct) => (exchange.keyword === keyword ? editLines(correct, edit) : correct),
});

describe('needMessage', () => {
  test.each<[Quality, number]>([
    ['any', 1],
    ['has a body', 1],
    ['has lines which begin with dots', 1],
  ])('%s', async (quality, number) => {
    expect((await chosen(quality)).message?.number).toBe(number);
  });

  test.each<[string, Quality, string[]]>([
    ['none', 'any', []],
    ['no body', 'has a body', ['Subject: x\r\n\r\n']],
    ['no dots', 'has lines which begin with dots', ['Subject: x\r\n\r\nx\r\n']],
    ['short', 'is long', [OWN]],
    ['kept back', 'any', ['Subject: \xfc\r\n\r\nx\r\n']],
  ])('there is %s', async (_name, quality, texts) => {
    const x = await examine({}, await withMessages(...texts));
    expect((await stopOf(() => needMessage(x, quality))).kind).toBe('inconclusive');
  });
});

describe('expectStuffed', () => {
  const unstuffed: Bend = { policy: { stuff: (octets) => octets } };
  const twice: Bend = { policy: { stuff: (octets) => stuff(stuff(octets)) } };
  const unlessAlone: Bend = {
    policy: {
      stuff: (octets) =>
        Buffer.from(
          octets
            .toString('latin1')
            .replace(/\r\n\.\r\n/g, '\r\n..\r\n')
            .replace(/\r\n\.\r\n/g, '\r\n..\r\n'),
          'latin1',
        ),
    },
  };

  test.each<[string, string, Bend, string]>([
    ['the correct server', 'RETR {message}', {}, 'evidence'],
    ['the correct server, TOP', 'TOP {message} 1000', {}, 'evidence'],
    ['nothing stuffed', 'RETR {message}', unstuffed, 'fail'],
    ['nothing stuffed, TOP', 'TOP {message} 1000', unstuffed, 'fail'],
    ['everything stuffed twice', 'RETR {message}', twice, 'fail'],
    ['only lines of a dot alone stuffed', 'RETR {message}', unlessAlone, 'fail'],
    ['another message', 'RETR {message}', replacing('RETR', '+OK\r\nSubject: x\r\n\r\nx\r\n.\r\n'), 'fail'],
    ['a limited TOP', 'TOP {message} 1000', editing('TOP', (lines) => [...lines.slice(0, -8), '.']), 'inconclusive'],
    ['a refused TOP', 'TOP {message} 1000', replacing('TOP', '-ERR\r\n'), 'inconclusive'],
    [
      'one blank line more at the end',
      'RETR {message}',
      editing('RETR', (lines) => lines.toSpliced(-1, 0, '')),
      'evidence',
    ],
  ])('a message of ours: %s', async (_name, text, bend, kind) => {
    const x = await chosen('has lines which begin with dots', bend);
    await send(x, text);
    expect(await verdictOf(x, expectStuffed)).toBe(kind);
  });

  test.each<[string, Bend, string]>([
    ['as long as LIST says', {}, 'evidence'],
    ['longer than LIST says', twice, 'inconclusive'],
    ['shorter', unstuffed, 'inconclusive'],
  ])("a message of the user's own, %s", async (_name, bend, kind) => {
    const x = await chosen('has lines which begin with dots', bend, [OWN]);
    await send(x, 'RETR {message}');
    expect(await verdictOf(x, expectStuffed)).toBe(kind);
  });
});

describe('TOP', () => {
  test.each<[string, number, Bend, string]>([
    ['no lines', 0, {}, 'evidence'],
    ['one line', 1, {}, 'evidence'],
    ['more than there are', 99, {}, 'evidence'],
    ['a line too many', 1, editing('TOP', (lines) => lines.toSpliced(-1, 0, 'x')), 'fail'],
    ['a line too few', 2, editing('TOP', (lines) => lines.toSpliced(-2, 1)), 'fail'],
    ['no blank line', 0, editing('TOP', (lines) => lines.filter((each) => each !== '')), 'fail'],
    ['no header', 0, replacing('TOP', '+OK\r\n\r\n.\r\n'), 'fail'],
    ['-ERR', 0, replacing('TOP', '-ERR\r\n'), 'fail'],
  ])('with %s', async (_name, lines, bend, kind) => {
    const x = await chosen('has a body', bend);
    await send(x, `TOP {message} ${lines}`);
    expect(await verdictOf(x, () => expectTop(x, lines))).toBe(kind);
  });

  test.each<[string, Bend, string]>([
    ['the whole', {}, 'evidence'],
    ['-ERR', replacing('TOP', '-ERR limited\r\n'), 'evidence'],
    ['a part', editing('TOP', (lines) => lines.toSpliced(-3, 2)), 'advice'],
    ['nothing of the body', editing('TOP', (lines) => [...lines.slice(0, lines.indexOf('') + 1), '.']), 'fail'],
    ['another status', replacing('TOP', 'OK\r\n'), 'fail'],
  ])('of everything brings %s', async (_name, bend, kind) => {
    const x = await chosen('has a body', bend);
    await send(x, 'TOP {message} 1000000');
    expect(await verdictOf(x, expectWholeOrRefusal)).toBe(kind);
  });
});

test.each<[string, string, string]>([
  ['the same', '+OK 2 320', 'evidence'],
  ['the same, and more behind it', '+OK 2 320 octets', 'evidence'],
  ['another count', '+OK 1 320', 'fail'],
  ['another size', '+OK 2 0', 'fail'],
  ['no listing', '+OK', 'fail'],
  ['-ERR', '-ERR', 'fail'],
])('STAT: %s', async (_name, second, kind) => {
  const x = await chosen('any', {
    before: ({ keyword, occurrence }) =>
      keyword === 'STAT' ? { answer: line(occurrence === 1 ? '+OK 2 320' : second) } : undefined,
  });
  await send(x, 'STAT');
  keepAs(x, 'STAT before');
  await send(x, 'STAT');
  expect(await verdictOf(x, () => expectSameDropListing(x, 'STAT before'))).toBe(kind);
});

/** The listing of another session where the second differs. */
async function inAnotherSession(second: Bend): Promise<Examination> {
  let sessions = 0;
  const x = await chosen('any', {
    after: (exchange, correct) => {
      if (exchange.keyword === 'QUIT') sessions += 1;
      return sessions > 0 && second.after !== undefined ? second.after(exchange, correct) : correct;
    },
  });
  await send(x, 'UIDL');
  keepAs(x, 'UIDL before');
  await noteUniqueId(x);
  await leave(x);
  await enterOnceFree(x);
  await send(x, 'UIDL');
  return x;
}

describe('UIDL', () => {
  const listing = (...lines: string[]): Bend => replacing('UIDL', ['+OK', ...lines, '.', ''].join('\r\n'));

  test.each<[string, Bend, string]>([
    ['each message', {}, 'evidence'],
    ['a message too few', listing('1 a'), 'fail'],
    ['a message too many', listing('1 a', '2 b', '3 c'), 'fail'],
    ['a message twice', listing('1 a', '1 b'), 'fail'],
    ['-ERR', replacing('UIDL', '-ERR\r\n'), 'fail'],
  ])('lists %s', async (_name, bend, kind) => {
    const x = await chosen('any', bend);
    await send(x, 'STAT');
    keepAs(x, 'STAT');
    await send(x, 'UIDL');
    expect(await verdictOf(x, () => expectUniqueIdOfEach(x, 'STAT'))).toBe(kind);
  });

  test.each<[string, Bend, string[], string]>([
    ['differ', {}, [DOTS, OWN], 'evidence'],
    ['are shared by messages that differ', listing('1 same', '2 same'), [DOTS, OWN], 'fail'],
    ['are shared by identical messages', listing('1 same', '2 same'), [OWN, OWN], 'evidence'],
    [
      'are shared by messages that do not come',
      {
        before: ({ keyword }) =>
          keyword === 'UIDL'
            ? { answer: answer('+OK\r\n1 a\r\n2 a\r\n.\r\n') }
            : keyword === 'RETR'
              ? { answer: line('-ERR') }
              : undefined,
      },
      [OWN, OWN],
      'inconclusive',
    ],
  ])('unique-ids %s', async (_name, bend, texts, kind) => {
    const x = await chosen('any', bend, texts);
    await send(x, 'UIDL');
    expect(await verdictOf(x, expectUnique)).toBe(kind);
  });

  test('many messages with one unique-id cost no more than some retrievals', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `${index + 1} same`);
    const x = await chosen(
      'any',
      listing(...many),
      Array.from({ length: 60 }, () => OWN),
    );
    await send(x, 'UIDL');
    expect(await verdictOf(x, expectUnique)).toBe('evidence');
    expect(x.transcript.entries.length).toBeLessThan(120);
  });

  test.each<[string, string, string]>([
    ['the listed one', '+OK 1 a', 'evidence'],
    ['another', '+OK 1 b', 'fail'],
    ['that of another message', '+OK 2 a', 'fail'],
    ['none', '+OK', 'fail'],
    ['-ERR', '-ERR', 'fail'],
  ])('with a number brings %s', async (_name, text, kind) => {
    const x = await chosen('any', {
      before: ({ keyword, parameters }) =>
        keyword === 'UIDL'
          ? { answer: answer(parameters.length === 0 ? '+OK\r\n1 a\r\n2 b\r\n.\r\n' : `${text}\r\n`) }
          : undefined,
    });
    await send(x, 'UIDL');
    keepAs(x, 'UIDL');
    await send(x, 'UIDL {message}');
    expect(await verdictOf(x, () => expectListedUniqueId(x, 'UIDL'))).toBe(kind);
  });

  test('a message marked as deleted is not listed', async () => {
    const listed = await chosen('any');
    await send(listed, 'UIDL');
    expect(await verdictOf(listed, expectNotListed)).toBe('fail');
    const marked = await chosen('any', listing('2 b'));
    await send(marked, 'UIDL');
    expect(await verdictOf(marked, expectNotListed)).toBe('evidence');
  });

  test('persists across sessions', async () => {
    const x = await inAnotherSession({});
    expectSameUniqueIds(x, 'UIDL before');
    await expectNotedMessage(x);
    expect(kinds(x)).toEqual(['evidence']);
    const y = await inAnotherSession(
      editing('UIDL', (lines) => lines.map((each) => each.replace(/^(\d) .*/, '$1 other'))),
    );
    expect(await verdictOf(y, () => expectSameUniqueIds(y, 'UIDL before'))).toBe('fail');
    // No message is missing, so that the ids are others is not this rule's.
    expect(await verdictOf(y, expectNotedMessage)).toBe('inconclusive');
  });

  test('a message that is gone is a breach, in the next session as behind the survey', async () => {
    const policy: Bend['policy'] = { removedAtEnd: (maildrop) => maildrop.retrieved() };
    const x = await chosen('any', { policy });
    await noteUniqueId(x);
    await send(x, 'RETR {message}');
    await leave(x);
    await enterOnceFree(x);
    expect(await verdictOf(x, expectNotedMessage)).toBe('fail');
    await leave(x);
    await enterOnceFree(x);
    const [own] = x.survey.messages.map((message) => ({ ...message, number: 2, fixture: undefined }));
    x.message = own;
    expect((await stopOf(() => noteUniqueId(x))).kind).toBe('not-applicable');
    x.message = own === undefined ? undefined : { ...own, fixture: 'dots' };
    expect((await stopOf(() => noteUniqueId(x))).kind).toBe('fail');
  });

  test('new mail in between is no breach', async () => {
    const x = await inAnotherSession(
      editing('UIDL', (lines) => (lines.length > 1 ? lines.toSpliced(-1, 0, '3 new') : lines)),
    );
    expectSameUniqueIds(x, 'UIDL before');
    expect(kinds(x)).toEqual(['evidence']);
  });

  test("without it a message can't be told again", async () => {
    const x = await chosen('any', replacing('UIDL', '-ERR\r\n'));
    expect((await stopOf(() => noteUniqueId(x))).kind).toBe('not-applicable');
  });
});

test("what may remove mail needs the user's leave", async () => {
  const x = await chosen('any');
  expect((await stopOf(() => send(x, 'dele {message}'))).kind).toBe('inconclusive');
  const expiring = {
    ...x.survey,
    accounts: [{ account: x.account, capabilities: [{ tag: 'EXPIRE', parameters: ['0'] }] }] as const,
  };
  const y = new Examination(newRun(x.target, expiring), '');
  expect((await stopOf(() => send(y, 'RETR 1'))).kind).toBe('inconclusive');
  const allowed = new Examination(newRun({ ...x.target, allowDelete: true }, expiring), '');
  allowed.sessions.push(...x.sessions);
  await send(allowed, 'RETR 1');
  expect([allowed.outcome.kind, allowed.session.consumed]).toEqual(['answer', true]);
});
