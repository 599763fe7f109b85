/** An exchange as lines of plain text: what JUnit keeps and the terminal colours. */

import type { ExchangeLine } from './exchange.ts';
import type { Gap } from './excerpt.ts';
import { counted } from './printable.ts';

/** A line of an exchange in its columns; `caret` is a line of its own that points up, where there is an offence. */
export interface PlainLine {
  readonly margin: string;
  readonly text: string;
  readonly caret?: string;
  readonly from?: 'S' | 'C';
}

const TIME_WIDTH = 7;

/**
 * Lines with the time of each segment in milliseconds, who spoke (with the connection's number where there are several,
 * and `*` under TLS), and the octets.
 * @param caret what is put under the offending octet
 */
export function plainLines(rows: ReadonlyArray<ExchangeLine | Gap>, caret = '^'): PlainLine[] {
  const several = rows.some((row) => row.kind === 'line' && row.connection > 1);
  return rows.map((row): PlainLine => {
    if (row.kind === 'gap') {
      return { margin: ' '.repeat(TIME_WIDTH), text: `… ${counted(row.lines, 'line')} not shown` };
    }
    const time = row.begins ? row.t.toFixed(1) : '';
    const margin = `${time.padStart(TIME_WIDTH)}  ${several ? `${row.connection} ` : ''}${row.from}${row.tls ? '*' : ' '} `;
    const text = row.tokens.map((token) => token.text).join('');
    const plain = { margin, text, from: row.from };
    return row.caret === undefined ? plain : { ...plain, caret: `${' '.repeat(margin.length + row.caret)}${caret}` };
  });
}

/** The width of the widest margin that {@link plainLines} makes for connections with numbers below 100. */
export const MARGIN = TIME_WIDTH + 8;

/** The lines as one text. */
export function plainText(rows: ReadonlyArray<ExchangeLine | Gap>): string {
  return plainLines(rows)
    .flatMap(({ margin, text, caret }) => [`${margin}${text}`, ...(caret === undefined ? [] : [caret])])
    .join('\n');
}
