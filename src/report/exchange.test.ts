import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { visible, octetsOf } from '../protocol/octets.ts';
import type { TranscriptEntry } from '../verdict/result.ts';
import type { ExchangeLine } from './exchange.ts';
import type { Gap } from './excerpt.ts';
import { excerpt, whole } from './excerpt.ts';
import { plainText } from './plain.ts';
import { conversation } from './sample.ts';

const LIMITS = { lines: 200, octets: 20_000 };

function texts(rows: ReadonlyArray<ExchangeLine | Gap>): string[] {
  return rows.map((row) =>
    row.kind === 'gap' ? `gap ${row.lines}` : `${row.from} ${row.tokens.map(({ text }) => text).join('')}`,
  );
}

function lines(rows: ReadonlyArray<ExchangeLine | Gap>): ExchangeLine[] {
  return rows.flatMap((row) => (row.kind === 'line' ? [row] : []));
}

/** What stands in the column that the caret points at. */
function pointedAt(row: ExchangeLine): string {
  return row.tokens
    .map(({ text }) => text)
    .join('')
    .slice(row.caret);
}

describe('lines of an exchange', () => {
  it('joins the segments of one side, with their borders, and parts lines where the other side comes in between', () => {
    const transcript = conversation('S: +OK re', 'S: ady\r', 'S: \n', 'C: NO', 'S: +OK early\r\n', 'C: OP\r\n');
    expect(texts(whole(transcript, [], LIMITS))).toEqual([
      'C (opens the connection)',
      'S +OK re┊ady\\r┊\\n',
      'C NO',
      'S +OK early\\r\\n',
      'C OP\\r\\n',
    ]);
  });

  it('ends a line at LF only, and shows what is not printable ASCII', () => {
    const transcript = conversation('S: a\rb\nc\x00\xFF\\\t\x1B\r\n');
    expect(texts(whole(transcript, [], LIMITS)).slice(1)).toEqual(['S a\\rb\\n', 'S c\\x00\\xFF\\\\\\t\\x1B\\r\\n']);
  });

  it('says which lines begin a segment and which came under TLS', () => {
    const transcript = conversation('S: one\r\ntwo\r\n', 'C: (tls)', 'C: CAPA\r\n', 'S: (close)');
    expect(lines(whole(transcript, [], LIMITS)).map(({ begins, tls }) => [begins, tls])).toEqual([
      [true, false],
      [true, false],
      [false, false],
      [true, true],
      [true, true],
      [true, true],
    ]);
  });

  it('shows what the transcript left out, where it stood', () => {
    const [first, ...rest] = conversation('S: headtail\r\n');
    const entries = [first, ...rest.map((entry) => ({ ...entry, omitted: { at: 4, octets: 90_000 } }))];
    const transcript = entries.filter((entry): entry is TranscriptEntry => entry !== undefined);
    expect(texts(whole(transcript, [], LIMITS)).slice(1)).toEqual(['S head…(90000 octets not kept)…tail\\r\\n']);
  });

  it('shows every octet of any segments once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 8 }), (segments) => {
        const data = segments.map((octets) => Buffer.from(octets).toString('latin1'));
        const transcript = data.map((each, t): TranscriptEntry => ({
          t,
          from: 'S',
          connection: 1,
          event: 'data',
          data: each,
        }));
        const shown = lines(whole(transcript, [], LIMITS)).flatMap(({ tokens }) => tokens);
        const text = shown.flatMap((token) => (token.kind === 'border' ? [] : [token.text])).join('');
        expect(text).toBe(visible(octetsOf(data.join('')), Infinity));
      }),
    );
  });
});

describe('the caret', () => {
  it('stands under the offending octet in the visible text, wherever that octet is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(16, 30, Infinity),
        (segments, one, two, width) => {
          const transcript = segments.map((octets, t): TranscriptEntry => {
            const data = Buffer.from(octets).toString('latin1');
            return { t, from: 'S', connection: 1, event: 'data', data };
          });
          const entry = one % transcript.length;
          const data = transcript[entry]?.data ?? '';
          const offset = two % data.length;
          const row = lines(excerpt(transcript, { entry, offset }, { width })).find(({ caret }) => caret !== undefined);
          expect(row).toBeDefined();
          if (row === undefined) return;
          expect(pointedAt(row).startsWith(visible(octetsOf(data.charAt(offset))))).toBe(true);
          expect(row.tokens.filter((token) => 'offending' in token)).toHaveLength(1);
          expect(row.tokens.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('stands behind the last octet where one is missing, and at an event', () => {
    const transcript = conversation('S: +OK ready', 'S: (close)');
    const [, ready] = lines(excerpt(transcript, { entry: 1, offset: 9 }));
    expect(ready?.caret).toBe('+OK ready'.length);
    const closed = lines(excerpt(transcript, { entry: 2, offset: 0 })).at(-1);
    expect(closed).toMatchObject({ caret: 0, tokens: [{ kind: 'event', offending: true }] });
  });

  it('is nowhere where the position is in no entry', () => {
    const rows = excerpt(conversation('S: +OK\r\n'), { entry: 99, offset: 0 });
    expect(lines(rows).every(({ caret }) => caret === undefined)).toBe(true);
    expect(excerpt([], { entry: 0, offset: 0 })).toEqual([]);
    expect(whole([], [{ entry: 0, offset: 0 }], LIMITS)).toEqual([]);
  });
});

describe('an excerpt', () => {
  const message = Array.from({ length: 40 }, (_, index) => `body ${index}\r\n`).join('');
  const transcript = conversation('C: RETR 1\r\n', 'S: +OK\r\n', `S: ${message}.\r\n`, 'C: QUIT\r\n', 'S: +OK\r\n');

  it('keeps the command that a far-away line answers', () => {
    const offset = message.indexOf('body 20');
    expect(texts(excerpt(transcript, { entry: 3, offset }, { lines: 4 }))).toEqual([
      'C RETR 1\\r\\n',
      'gap 19',
      'S body 18\\r\\n',
      'S body 19\\r\\n',
      'S body 20\\r\\n',
      'S body 21\\r\\n',
    ]);
  });

  it('is the end of the conversation where there is no place', () => {
    expect(texts(excerpt(transcript, undefined, { lines: 2 }))).toEqual(['C QUIT\\r\\n', 'S +OK\\r\\n']);
  });

  it('cuts a long line around the caret', () => {
    const long = conversation(`S: ${'a'.repeat(500)}!${'b'.repeat(500)}\r\n`);
    const row = lines(excerpt(long, { entry: 1, offset: 500 }, { width: 40 })).at(-1);
    expect(row && pointedAt(row)).toMatch(/^!b+…$/);
    expect(row?.tokens.at(0)).toEqual({ kind: 'cut', text: '…', octets: 500 - 22 });
    expect(row?.tokens.at(-1)).toEqual({ kind: 'cut', text: '…', octets: 487 });
  });

  it('is drawn with a caret line', () => {
    const faulty = conversation('S: +OK\r\n', 'C: CAPA\r\n', 'S: +OK\r\nTOP \r\n.\r\n');
    expect(plainText(excerpt(faulty, { entry: 3, offset: 8 }, { lines: 3 }))).toBe(
      ['    1.1  S  +OK\\r\\n', '         S  TOP \\r\\n', '               ^', '         S  .\\r\\n']
        .toSpliced(0, 0, '    0.7  C  CAPA\\r\\n')
        .join('\n'),
    );
  });
});

describe('a whole exchange', () => {
  it('is cut at its limits, with the offences and the end kept, and says what is missing', () => {
    const transcript = conversation(`S: ${Array.from({ length: 500 }, (_, index) => `${index}\r\n`).join('')}`);
    const rows = whole(transcript, [{ entry: 1, offset: 1000 }], { lines: 10, octets: 20_000 });
    expect(texts(rows).filter((text) => text.startsWith('gap'))).toHaveLength(2);
    expect(lines(rows).length).toBeLessThan(30);
    expect(lines(rows).filter(({ caret }) => caret !== undefined)).toHaveLength(1);
    expect(texts(rows).at(-1)).toBe('S 499\\r\\n');
    const all = rows.reduce((sum, row) => sum + (row.kind === 'gap' ? row.lines : 1), 0);
    expect(all).toBe(501);
  });

  it('bounds an endless line', () => {
    const rows = whole(conversation(`S: ${'\0'.repeat(1_000_000)}`), [], LIMITS);
    expect(texts(rows).join('').length).toBeLessThan(10_000);
  });
});
