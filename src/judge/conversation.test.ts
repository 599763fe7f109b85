import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latin1 } from '../protocol/octets.ts';
import { conversations, type Conversation } from './conversation.ts';
import { entriesOf, recut } from './entries.test.support.ts';

function read(...script: readonly string[]): Conversation {
  const [conversation] = conversations(entriesOf(script));
  if (conversation === undefined) throw new Error('there is no conversation');
  return conversation;
}

/** One line for each exchange: what was asked and what came. */
function told({ exchanges }: Conversation): string[] {
  return exchanges.map(({ keyword, answer, lines, dotLine, challenges, state, tls, utf8 }) =>
    [
      tls ? 'tls' : '',
      state.slice(0, 1),
      utf8 ? 'utf8' : '',
      keyword,
      challenges.length > 0 ? `${challenges.length}+` : '',
      answer === undefined ? 'unanswered' : latin1(answer.content),
      lines.length > 0 ? `(${lines.map((line) => latin1(line.content)).join('|')})` : '',
      dotLine === undefined ? '' : '.',
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
}

const SESSION = [
  'S: +OK ready <1@host>',
  'C: CAPA',
  'S: +OK',
  'S: TOP',
  'S: SASL CRAM-MD5',
  'S: .',
  'C: AUTH CRAM-MD5',
  'S: + PDFAaG9zdD4=',
  'C: YWxpY2UgZGlnZXN0',
  'S: +OK',
  'C: LIST',
  'S: +OK',
  'S: 1 20',
  'S: .',
  'C: RETR 1',
  'S: +OK',
  'S: Subject: x',
  'S: ',
  'S: ..',
  'S: .',
  'C: QUIT',
  'S: +OK bye',
  'S close',
];

describe('a conversation', () => {
  test('gives each command its answer, also behind the responses of AUTH', () => {
    expect(told(read(...SESSION))).toEqual([
      'A CAPA +OK (TOP|SASL CRAM-MD5) .',
      'A AUTH 1+ +OK',
      'T LIST +OK (1 20) .',
      'T RETR +OK (Subject: x||..) .',
      'T QUIT +OK bye',
    ]);
  });

  test.each([
    [
      'an initial response',
      ['C: AUTH PLAIN AGEAYg==', 'S: +OK', 'C: STAT', 'S: +OK 0 0'],
      ['A AUTH +OK', 'T STAT +OK 0 0'],
    ],
    [
      'a response in the same write',
      ['C! AUTH PLAIN\r\nAGEAYg==\r\nSTAT\r\n', 'S: + ', 'S: +OK', 'S: +OK 0 0'],
      ['A AUTH 1+ +OK', 'T STAT +OK 0 0'],
    ],
    [
      'several challenges',
      [
        'C: AUTH SCRAM-SHA-256',
        'S: + ',
        'C: biws',
        'S: + cj0=',
        'C: Yz0=',
        'S: + dj0=',
        'C: ',
        'S: +OK',
        'C: NOOP',
        'S: +OK',
      ],
      ['A AUTH 3+ +OK', 'T NOOP +OK'],
    ],
    [
      'a cancelled exchange',
      ['C: AUTH PLAIN', 'S: + ', 'C: *', 'S: -ERR', 'C: NOOP', 'S: -ERR no'],
      ['A AUTH 1+ -ERR', 'A NOOP -ERR no'],
    ],
    [
      'a cancelled exchange that is answered with +OK',
      ['C: AUTH PLAIN', 'S: + ', 'C: *', 'S: +OK', 'C: NOOP', 'S: -ERR no'],
      ['A AUTH 1+ +OK', 'A NOOP -ERR no'],
    ],
    ['no answer to a challenge', ['C: AUTH PLAIN', 'S: + ', 'S close'], ['A AUTH 1+ unanswered']],
  ])('AUTH with %s', (_name, script, exchanges) => {
    expect(told(read('S: +OK', ...script))).toEqual(exchanges);
  });

  test('keeps a SASL response out of the commands, wherever a segment ends', () => {
    const { exchanges } = read(
      'S: +OK',
      'C: AUTH PLAIN',
      'S: + ',
      'C! AGFs',
      'C! aWNlAHg=\r',
      'C! \n',
      'S: -ERR',
      'C: CAPA',
      'S: -ERR',
    );
    expect(JSON.stringify(exchanges.map(({ keyword, parameters }) => [keyword, parameters]))).not.toMatch(/AGFs|aWNl/i);
  });

  test('a pipelined stream', () => {
    const { exchanges } = read(
      'S: +OK',
      'C! USER a\r\nPASS b\r\nSTAT\r\nUIDL 1\r\nUIDL\r\nQUIT\r\n',
      'S! +OK\r\n+OK\r\n+OK 1 2\r\n+OK 1 x\r\n+OK\r\n1 x\r\n.\r\n+OK\r\n',
    );
    expect(told({ ...read(), exchanges })).toEqual([
      'A USER +OK',
      'A PASS +OK',
      'T STAT +OK 1 2',
      'T UIDL +OK 1 x',
      'T UIDL +OK (1 x) .',
      'T QUIT +OK',
    ]);
  });

  test('TLS begins it anew: state, commands and unfinished lines from before it do not count', () => {
    const conversation = read(
      'S: +OK',
      'C! STLS\r\nNO',
      'S! +OK\r\nrest',
      'tls',
      'C: CAPA',
      'S: +OK',
      'S: USER',
      'S: .',
    );
    expect(told(conversation)).toEqual(['A STLS +OK', 'tls A CAPA +OK (USER) .']);
    expect(conversation.exchanges[1]?.lines[0]?.offset).toBe('+OK\r\n+OK\r\nrest+OK\r\n'.length);
  });

  test('a command from before TLS may run under it, so then nobody can tell whose the answers are', () => {
    const script = ['C! STLS\r\nNOOP\r\n', 'S: +OK', 'tls', 'S: -ERR', 'C: CAPA', 'S: +OK', 'S: .'];
    expect(told(read('S: +OK', ...script))).toEqual(['A STLS +OK']);
  });

  test('text may be UTF-8 after UTF8, and from the answer on that selects a language', () => {
    expect(told(read('S: +OK', 'C: LANG', 'S: -ERR', 'C: LANG de', 'S: +OK de', 'C: NOOP', 'S: -ERR'))).toEqual([
      'A LANG -ERR',
      'A utf8 LANG +OK de',
      'A utf8 NOOP -ERR',
    ]);
  });

  test('inside a message only CRLF.CRLF ends it, in a listing a dot line however it ends', () => {
    const message = [
      'C: RETR 1',
      'S: +OK',
      'S! a\n.\r\nb\r\n.\n\r\n',
      'S: .',
      'C: LIST',
      'S: +OK',
      'S! .\n',
      'C: NOOP',
      'S: +OK',
    ];
    expect(told(read('S: +OK', 'C: PASS x', 'S: +OK', ...message)).slice(1)).toEqual([
      'T RETR +OK (a|.|b|.|) .',
      'T LIST +OK .',
      'T NOOP +OK',
    ]);
  });

  describe('a line that the server did not end', () => {
    test('is told where the server closed behind it', () => {
      const { cutOff } = read('S: +OK', 'C: NOOP', 'S! -ER', 'S close');
      expect([cutOff?.content.toString(), cutOff?.offset]).toEqual(['-ER', 5]);
    });

    test.each([
      ['a reset, which loses what was on its way', ['S! -ER', 'S reset']],
      ['our own end', ['S! -ER', 'C close']],
      ['no end', ['S! -ER']],
    ])('is not where there was %s', (_name, script) => {
      expect(read('S: +OK', ...script).cutOff).toBeUndefined();
    });
  });

  describe('out of step', () => {
    test('a line that nobody asked for, and all behind it, belong to no command', () => {
      const script = [
        'C: RETR 1',
        'S! +OK\r\nSubject: x\r\n\r\n.\r\nbehind the dot\r\n.\r\n',
        'C: NOOP',
        'S: +OK',
        'C: STAT',
        'S: +OK 1 2',
      ];
      expect(told(read('S: +OK', ...script))).toEqual(['A RETR +OK (Subject: x|) .']);
    });

    test('so do lines without a status behind a message, which may be its rest', () => {
      const script = ['C! RETR 1\r\nNOOP\r\nSTAT\r\n', 'S! +OK\r\nx\r\n.\r\nrest\r\n.\r\n+OK\r\n+OK 1 2\r\n'];
      expect(told(read('S: +OK', ...script))).toEqual(['A RETR +OK (x) .']);
    });

    test('a status that is spelt wrong is an answer all the same', () => {
      expect(told(read('S: +OK', 'C! RETR 1\r\nNOOP\r\n', 'S! +OK\r\nx\r\n.\r\nOK\r\n'))).toEqual([
        'A RETR +OK (x) .',
        'A NOOP OK',
      ]);
    });

    test('so do lines in the clear behind the +OK of STLS', () => {
      expect(told(read('S: +OK', 'C! STLS\r\nNOOP\r\n', 'S! +OK\r\n+OK\r\n'))).toEqual(['A STLS +OK']);
    });

    test('it ends with TLS', () => {
      const script = ['C: STLS', 'S: +OK', 'S: +OK in the clear', 'tls', 'C: NOOP', 'S: -ERR'];
      expect(told(read('S: +OK', ...script))).toEqual(['A STLS +OK', 'tls A NOOP -ERR']);
    });
  });

  test('the same octets in any segments are the same conversation', () => {
    const entries = entriesOf([...SESSION.slice(0, -1), 'S! cut o', 'S close']);
    const whole = conversations(entries);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        expect(conversations(recut(entries, sizes))).toEqual(whole);
      }),
    );
  });

  test('several connections are kept apart', () => {
    const one = entriesOf(['S: +OK one', 'C: CAPA', 'S: -ERR']);
    const other = entriesOf(['S: +OK two', 'C: STLS', 'S: -ERR']).map((entry) => ({ ...entry, connection: 2 }));
    const mixed = one.flatMap((entry, index) => [entry, ...other.slice(index, index + 1)]);
    expect(conversations(mixed).map((each) => [each.greeting?.content.toString(), ...told(each)])).toEqual([
      ['+OK one', 'A CAPA -ERR'],
      ['+OK two', 'A STLS -ERR'],
    ]);
  });
});
