import { describe, expect, it } from 'vitest';
import { parseScript } from '../script/parse.ts';
import { printScript } from '../script/print.ts';
import type { Conversation } from '../script/syntax.ts';
import { withAnswers } from './answers.ts';
import { withKnownNames } from './names.ts';
import { assembled, exchangesIn, partsOf } from './parts.ts';
import { argumentsBut, CLIENT_BORDERS, EXCHANGES, LINES, TEXTS, type Stage } from './stages.ts';

function conversation(source: string): Conversation {
  const parsed = parseScript(source);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify(parsed));
  return parsed.script;
}

const PIPELINED = `S: +OK ready
C: USER {user}
C: PASS {password...}
C: STAT
S: +OK {user}
S: +OK
S: +OK 2 320
C: AUTH PLAIN
S: +\\x20
C: {response...}
S: -ERR no
C: STLS
S: +OK
start TLS
C: RETR 1
S: +OK
S: Subject: x
S: .
C: QUIT
S: +OK
close
`;

/** What a stage leaves of a conversation with some of its pieces. */
function left(source: string, stage: Stage, kept: (piece: number, pieces: number) => boolean): string {
  const parts = partsOf(conversation(source));
  const { pieces, keeping } = stage.cut(parts);
  const indices = Array.from({ length: pieces }, (_, index) => index).filter((index) => kept(index, pieces));
  return printScript(assembled(keeping(indices), false).conversation);
}

describe('the parts of a conversation', () => {
  it('make the same conversation again', () => {
    expect(printScript(assembled(partsOf(conversation(PIPELINED)), false).conversation)).toBe(PIPELINED);
  });

  it('know their exchange, also where answers come behind other commands, and of challenges', () => {
    const parts = partsOf(conversation(PIPELINED));
    expect(exchangesIn(parts)).toEqual([0, 1, 2, 3, 5, 6, 7]);
    expect(parts.map(({ kind, exchange }) => `${kind} ${exchange ?? '-'}`).join(', ')).toBe(
      'server -, client 0, client 1, client 2, server 0, server 1, server 2, client 3, server 3, client 3, server 3, ' +
        'client 5, server 5, act 5, client 6, server 6, server 6, server 6, client 7, server 7, act 7',
    );
  });

  it('tell which exchange a turn is of', () => {
    const { exchanges } = assembled(partsOf(conversation(PIPELINED)), false);
    expect(exchanges).toEqual([0, 1, 2, 3, 3, 5, 6, 7]);
  });
});

describe('what is left out', () => {
  it('is an exchange with all of it: its answer, TLS, the end of the connection', () => {
    expect(left(PIPELINED, EXCHANGES, (piece) => piece === 0 || piece === 2)).toBe(
      'S: +OK ready\nC: USER {user}\nC: STAT\nS: +OK {user}\nS: +OK 2 320\n',
    );
    expect(left(PIPELINED, EXCHANGES, () => false)).toBe('S: +OK ready\n');
  });

  it('is a line of a list or a message, and never one of the numbers of the maildrop', () => {
    const source =
      'S: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: UIDL\nS: .\nC: LIST\nS: +OK\nS: 1 10\nS: .\nC: RETR 1\nS: +OK\nS: a\nS: .\n';
    expect(left(source, LINES, (piece) => piece === 1)).toBe(
      'S: +OK\nC: CAPA\nS: +OK\nS: UIDL\nS: .\nC: LIST\nS: +OK\nS: 1 10\nS: .\nC: RETR 1\nS: +OK\nS: .\n',
    );
  });

  it('is an octet of an argument, but of no login, of nothing that deletes, and not of what is judged', () => {
    const source = 'S: +OK\nC: USER {user}\nS: +OK\nC: TOP 1 10\nS: -ERR\nC: DELE 12\nS: -ERR\nC: UTF8 X\nS: -ERR\n';
    expect(left(source, argumentsBut(3), () => false)).toBe(
      'S: +OK\nC: USER {user}\nS: +OK\nC: TOP\nS: -ERR\nC: DELE 12\nS: -ERR\nC: UTF8 X\nS: -ERR\n',
    );
    expect(left(source, argumentsBut(undefined), (piece, pieces) => piece !== 4 && piece < pieces - 1)).toContain(
      'C: TOP 1 1\n',
    );
  });

  it('is an octet of a text, and never the status or a dot line', () => {
    const source = 'S: +OK ready\nC: CAPA\nS: +OK a list\nS: X\nS: .\nC: STAT\nS: +OK 2 320\n';
    expect(left(source, TEXTS, () => false)).toBe('S: +OK\nC: CAPA\nS: +OK\nS:\nS: .\nC: STAT\nS: +OK 2 320\n');
  });

  it('is a border of the client’s segments', () => {
    const source = 'S: +OK\nC: ST\\\nclient cut\nC: AT\nS: +OK 1 1\n';
    expect(left(source, CLIENT_BORDERS, () => false)).toBe('S: +OK\nC: ST\\\nC: AT\nS: +OK 1 1\n');
  });
});

describe('answers', () => {
  const parts = partsOf(conversation(PIPELINED));

  it('take the place of others, where the client’s lines are not between them', () => {
    const [others] = [partsOf(conversation('S: +OK\nC: STAT\nS: -ERR a\nS: b\n')).slice(2)];
    const changed = withAnswers(parts, new Map([[2, others ?? []]]));
    expect(printScript(assembled(changed, false).conversation)).toBe(PIPELINED.replace('+OK 2 320', '-ERR a\nS: b'));
  });

  it('say nothing of what no line gave a value to any more', () => {
    const without = withKnownNames(parts.filter(({ exchange }) => exchange !== 0).concat(parts.slice(4, 5)));
    expect(printScript(assembled(without, false).conversation)).toContain('close\nS: +OK\\x20\n');
  });
});
