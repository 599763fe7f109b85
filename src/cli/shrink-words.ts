/** What `pop3spec shrink` says of what it found. Pure. */

import { octetsOf, visible } from '../protocol/octets.ts';
import { counted } from '../report/printable.ts';
import { kindOf, type WrongAtServer } from '../shrink/wrong.ts';
import type { WrongAtClient } from '../shrink/wrong-client.ts';
import type { Shrunk } from '../suite/shrink-at-server.ts';

/** Of a line no more octets are shown. */
const MOST_OCTETS = 120;

/** What is wrong, in words that end a sentence. */
export function wordsOf(wrong: WrongAtServer | WrongAtClient): string {
  switch (wrong.kind) {
    case 'fails':
      return `${wrong.requirement} is broken`;
    case 'hangs':
      return 'exchange' in wrong ? 'an answer never comes' : 'the client does not end in its time';
    case 'exit':
      return `the client ends with ${wrong.status}`;
    case 'remark':
      return wrong.remark;
    default:
      if ('keyword' in wrong)
        return `the client sends ${wrong.keyword === '' ? 'a line' : wrong.keyword} instead of what was recorded`;
      return `${lineOf(wrong.came)} came where ${lineOf(wrong.expected)} was recorded${lengths(wrong)}`;
  }
}

function lineOf([first]: readonly string[]): string {
  return first === undefined ? 'nothing' : `"${visible(octetsOf(first.replace(/\r?\n$/, '')), MOST_OCTETS)}"`;
}

function lengths({ came, expected }: Extract<WrongAtServer, { kind: 'differs' }>): string {
  const isOnlyBelow = kindOf(came) === kindOf(expected) && came[0] === expected[0];
  return isOnlyBelow ? `, and the lines below differ` : '';
}

/** What became of it, a sentence a line. */
export function summaryOf(shrunk: Shrunk<WrongAtServer | WrongAtClient>): string[] {
  const { wrong, before, after, tried, unknown, isMinimal, isProved, others } = shrunk;
  const size = `${counted(before, 'exchange')} became ${after}, ${counted(tried, 'conversation')} tried`;
  return [
    `${wordsOf(wrong)}: ${size}`,
    ...(others.length === 0 ? [] : [`also broken in the whole recording (--fails ID chooses): ${others.join(', ')}`]),
    ...(unknown === 0
      ? []
      : [`${counted(unknown, 'conversation')} could not be tried, so something may be left that is not needed`]),
    isMinimal
      ? isProved
        ? 'proved: played twice more, it showed both times; without any single piece it does not show'
        : 'not proved: played twice more, it did not show both times'
      : 'not minimal: the search ended before its end',
  ];
}
