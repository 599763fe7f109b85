import { describe, expect, it } from 'vitest';
import { answer, editLines, line } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { logInAgain, openIn } from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import { expectAnswer } from './expect.ts';
import {
  expectEachSelected,
  expectLanguageAfterLogin,
  expectLanguageKept,
  expectListingOrRefusal,
  expectSelectionOrRefusal,
  selectEach,
  selectTellingLanguage,
} from './languages.ts';
import { send } from './talk.ts';

const STATES = ['AUTHORIZATION', 'TRANSACTION'] as const;

/** Changes the answers to LANG: those to the listing, or those to a selection. */
function lang(what: 'listing' | 'selection', change: NonNullable<Bend['after']>): Bend {
  return {
    after: (exchange, correct) => {
      const concerned = exchange.keyword === 'LANG' && (exchange.parameters.length === 0) === (what === 'listing');
      return concerned ? change(exchange, correct) : correct;
    },
  };
}

function nonsense(parameters: readonly string[]): boolean {
  return parameters[0] === 'xx-nonsense';
}

describe('the listing', () => {
  it.each(STATES)('passes in the %s state', async (state) => {
    const x = await examine();
    await openIn(x, state);
    await send(x, 'LANG');
    expectListingOrRefusal(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it('may be refused', async () => {
    const x = await examine(lang('listing', () => line('-ERR Server is unable to list languages')));
    await openIn(x, 'AUTHORIZATION');
    await send(x, 'LANG');
    expectListingOrRefusal(x);
    expect(kinds(x)).toEqual(['evidence']);
    expect((await stopOf(() => selectEach(x))).kind).toBe('inconclusive');
  });

  it.each(['en_US English', 'de  Deutsch', '* en', '', 'fr Fran\xe7ais'])('fails the line %j', async (text) => {
    const x = await examine(
      lang('listing', (_, correct) => editLines(correct, ([first = '']) => [first, 'en English', text, '.'])),
    );
    await openIn(x, 'AUTHORIZATION');
    await send(x, 'LANG');
    const finding = await stopOf(() => expectListingOrRefusal(x));
    expect(finding.kind).toBe('fail');
  });

  it('fails where it does not end', async () => {
    const x = await examine(lang('listing', () => ({ ...line('+OK en'), next: 'close' })));
    await openIn(x, 'AUTHORIZATION');
    await send(x, 'LANG');
    expect((await stopOf(() => expectListingOrRefusal(x))).kind).toBe('fail');
  });

  it('is advised against where it is empty', async () => {
    const x = await examine(lang('listing', () => answer('+OK\r\n.\r\n')));
    await openIn(x, 'AUTHORIZATION');
    await send(x, 'LANG');
    expectListingOrRefusal(x);
    expect(kinds(x)).toContain('advice');
  });
});

describe('a selection', () => {
  it.each(STATES)('passes in the %s state', async (state) => {
    const x = await examine();
    await openIn(x, state);
    await send(x, 'LANG *');
    expectSelectionOrRefusal(x);
    await selectEach(x);
    expect(x.outcomes).toHaveLength(3);
    expectEachSelected(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it.each(STATES)('fails a server that knows LANG in the other state only than %s', async (state) => {
    const x = await examine({
      after: (exchange, correct) =>
        exchange.keyword === 'LANG' && exchange.state === state ? line('-ERR Unknown command') : correct,
    });
    await openIn(x, state);
    await selectEach(x);
    expect((await stopOf(() => expectEachSelected(x))).kind).toBe('fail');
  });

  it('passes one that lists no languages in a state and has some there', async () => {
    const listing = lang('listing', ({ state }, correct) => (state === 'TRANSACTION' ? line('-ERR') : correct));
    const x = await examine(listing);
    await openIn(x, 'TRANSACTION');
    await selectEach(x);
    expectEachSelected(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it('may be refused where it is that of the preferred language', async () => {
    const x = await examine(lang('selection', () => line('-ERR None is preferred')));
    await openIn(x, 'AUTHORIZATION');
    await send(x, 'LANG *');
    expectSelectionOrRefusal(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it.each(['+OK', '+OK en', '+OK Language changed', '+OK xx Language changed', '-ERR No'])('fails %j', async (text) => {
    const x = await examine(lang('selection', () => line(text)));
    await openIn(x, 'AUTHORIZATION');
    await selectEach(x);
    expect((await stopOf(() => expectEachSelected(x))).kind).toBe('fail');
  });
});

describe('the language', () => {
  it.each(STATES)('is kept by a correct server in the %s state', async (state) => {
    const x = await examine();
    await openIn(x, state);
    await selectTellingLanguage(x);
    await send(x, 'LANG xx-nonsense');
    expectAnswer(x, 'negative');
    await expectLanguageKept(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it('is not told by a probe that is refused of a sudden', async () => {
    const x = await examine({
      before: ({ keyword, occurrence }) =>
        keyword === 'CAPA' && occurrence > 3 ? { answer: line('-ERR Enough') } : undefined,
    });
    await openIn(x, 'AUTHORIZATION');
    await selectTellingLanguage(x);
    await send(x, 'LANG xx-nonsense');
    await expectLanguageKept(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it.each(STATES)('is seen to change with a selection that failed in the %s state', async (state) => {
    const x = await examine({
      before: ({ parameters }) => (nonsense(parameters) ? { line: Buffer.from('LANG en\r\n') } : undefined),
      after: ({ parameters }, correct) => (nonsense(parameters) ? line('-ERR Unknown language') : correct),
    });
    await openIn(x, state);
    await selectTellingLanguage(x);
    await send(x, 'LANG xx-nonsense');
    expect((await stopOf(() => expectLanguageKept(x))).kind).toBe('fail');
  });

  it('outlasts the login, or is seen to be lost in it', async () => {
    const right = await examine();
    await openIn(right, 'AUTHORIZATION');
    await selectTellingLanguage(right);
    await logInAgain(right);
    await expectLanguageAfterLogin(right);
    expect(kinds(right)).toEqual(['evidence']);

    const forgetful = await examine({
      after: ({ keyword, state }, correct) =>
        keyword === 'CAPA' && state === 'TRANSACTION'
          ? editLines(correct, ([, ...lines]) => ['+OK Capability list follows', ...lines])
          : correct,
    });
    await openIn(forgetful, 'AUTHORIZATION');
    await selectTellingLanguage(forgetful);
    await logInAgain(forgetful);
    expect((await stopOf(() => expectLanguageAfterLogin(forgetful))).kind).toBe('fail');
  });

  it('can not be told where there is one, where all read alike, or where the text changes by itself', async () => {
    const one = await examine({}, { languages: ['en'] });
    await openIn(one, 'AUTHORIZATION');
    expect((await stopOf(() => selectTellingLanguage(one))).kind).toBe('not-applicable');

    const alike = await examine({
      after: ({ keyword }, correct) =>
        keyword === 'CAPA' || keyword === 'LANG' ? editLines(correct, ([, ...lines]) => ['+OK', ...lines]) : correct,
    });
    await openIn(alike, 'AUTHORIZATION');
    expect((await stopOf(() => selectTellingLanguage(alike))).kind).toBe('inconclusive');

    const restless = await examine({
      after: ({ keyword, occurrence }, correct) =>
        keyword === 'CAPA' ? editLines(correct, ([, ...lines]) => [`+OK list ${occurrence}`, ...lines]) : correct,
    });
    await openIn(restless, 'AUTHORIZATION');
    expect((await stopOf(() => selectTellingLanguage(restless))).kind).toBe('inconclusive');
  });
});
