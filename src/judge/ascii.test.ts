import { describe, expect, it } from 'vitest';
import { lineOf } from '../protocol/line.ts';
import { firstBeyondAscii } from './ascii.ts';

const linesOf = (...texts: string[]) => texts.map((text) => lineOf(Buffer.from(`${text}\r\n`, 'utf8')));

describe('firstBeyondAscii', () => {
  it('finds nothing in ASCII', () => {
    expect(firstBeyondAscii(linesOf('Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=', '', '~ DEL \x7f'))).toBeUndefined();
  });

  it('finds the first octet in the header before any in the body', () => {
    const lines = linesOf('Subject: Grüße', '', 'Smørrebrød');
    expect(firstBeyondAscii(lines)).toEqual({ part: 'header', line: lines[0], offset: 11 });
  });

  it('tells the body from the header by the first blank line', () => {
    const lines = linesOf('Subject: plain', '', 'x', 'Smørrebrød');
    expect(firstBeyondAscii(lines)).toEqual({ part: 'body', line: lines[3], offset: 2 });
  });
});
