import { describe, expect, it } from 'vitest';
import type { Difference, ReplayOutcome } from '../replay/outcome.ts';
import { showsAtServer, wrongAtServer, type PlayedAtServer } from './wrong.ts';

/** A session in which the answer to CAPA, the second exchange, differs. */
function played(came: readonly string[], silence?: ReplayOutcome['silence']): PlayedAtServer {
  const difference: Difference = { turn: 1, lines: [], recorded: ['+OK\r\n', '.\r\n'], came };
  return {
    outcome: {
      differences: [difference],
      remarks: [],
      ...(silence === undefined ? {} : { silence }),
      answers: 2,
      recorded: 3,
      overlooked: { timestamp: 0, challenge: 0, hidden: 0 },
      secrets: [],
      entries: [],
    },
    exchanges: [0, 1],
    broken: new Map(),
  };
}

const DRIPPED = ['+OK\r\n', 'X\r\n', 'X\r\n'];

describe('an answer that never comes to its end', () => {
  it.each(['timeout', 'over'] as const)('hangs: %s', (silence) => {
    const run = played(DRIPPED, silence);
    const wrong = wrongAtServer({ kind: 'hangs' }, [run, run], []);
    expect(wrong).toEqual({ kind: 'hangs', exchange: 1 });
  });

  it('differs, however much of it came', () => {
    const run = played(DRIPPED, 'over');
    const wrong = wrongAtServer({ kind: 'differs' }, [run, run], []);
    if (wrong === undefined || wrong === 'unsteady') throw new Error('nothing is wrong');
    expect(wrong).toMatchObject({ kind: 'differs', exchange: 1, isExact: false });
    expect(showsAtServer(wrong, played(DRIPPED.slice(0, 2), 'over'))).toBe(true);
  });
});

it('another answer has to be the same each time, where it came whole', () => {
  const run = played(DRIPPED);
  const wrong = wrongAtServer({ kind: 'differs' }, [run, run], []);
  if (wrong === undefined || wrong === 'unsteady') throw new Error('nothing is wrong');
  expect(showsAtServer(wrong, run)).toBe(true);
  expect(showsAtServer(wrong, played(DRIPPED.slice(0, 2)))).toBe(false);
  const second = played(['+OK\r\n', 'Y\r\n']);
  expect(wrongAtServer({ kind: 'differs' }, [run, second], [])).toMatchObject({ isExact: false });
});
