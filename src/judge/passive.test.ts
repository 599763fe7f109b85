import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversations } from './conversation.ts';
import { judgePassively, type Knowledge, type PassiveJudgement } from './passive.ts';
import { entriesOf, recut } from './entries.test.support.ts';

const ANNOUNCED: Knowledge = { respCodes: true, authRespCode: true };
const SILENT: Knowledge = { respCodes: false, authRespCode: false };

function judge(script: readonly string[], knowledge: Knowledge = ANNOUNCED): PassiveJudgement {
  return judgePassively(conversations(entriesOf(script)), knowledge);
}

/** What is blamed, as `id severity`, each once. */
function blamed(script: readonly string[], knowledge?: Knowledge): string[] {
  const { sightings } = judge(script, knowledge);
  return [...new Set(sightings.map(({ violation }) => `${violation.requirement} ${violation.severity}`))].toSorted();
}

const LONG = 'x'.repeat(600);

/** A correct session in which everything comes that there is to judge. */
const CORRECT = [
  'S: +OK POP3 ready <1896.697170952@dbc.mtview.ca.us>',
  'C: CAPA',
  'S: +OK Capability list follows',
  'S: TOP',
  'S: USER',
  'S: SASL CRAM-MD5 PLAIN',
  'S: RESP-CODES',
  'S: LOGIN-DELAY 900 USER',
  'S: PIPELINING',
  'S: EXPIRE 60 USER',
  'S: UIDL',
  'S: IMPLEMENTATION Shlemazle-Plotz-v302',
  'S: X-OF-OUR-OWN with arguments',
  'S: .',
  'C: XXXX',
  'S: -ERR',
  'C: AUTH CRAM-MD5',
  'S: + PDE4OTZAaG9zdD4=',
  'C: bm9ib2R5IDAw',
  'S: -ERR [AUTH] no',
  'C: USER alice',
  'S: +OK [who]?',
  'C: PASS x',
  'S: -ERR [IN-USE/By/Yourself] locked',
  'C: STLS',
  'S: +OK',
  'tls',
  'C: AUTH PLAIN',
  'S: + ',
  'C: AGEAYg==',
  'S: +OK',
  'C! STAT\r\nLIST\r\nUIDL\r\nUIDL 1\r\nRETR 1\r\nTOP 1 0\r\nLANG\r\nLANG de\r\nNOOP\r\nRETR 99\r\n',
  'S: +OK 1 40 and more [AUTH',
  'S! +OK\r\n1 40\r\n.\r\n',
  'S! +OK\r\n1 [AUTH]\x7e!\r\n.\r\n',
  'S: +OK 1 x[AUTH]',
  'S! +OK\r\nSubject: \xfc\r\n\r\n..\r\n..stuffed\r\nbare\n.\nand \r CR\r\n.\r\n',
  'S! +OK\r\nSubject: \xfc\r\n\r\n.\r\n',
  'S! +OK\r\nde Deutsch \xc3\xbc\r\n.\r\n',
  'S: +OK de \xc3\xbc',
  'S: +OK \xc3\xbc',
  'S: -ERR [SYS/TEMP/detail] \xc3\xbc',
  'C: CAPA',
  'S! +OK\r\nTOP\r\nSASL CRAM-MD5\r\nLOGIN-DELAY 0\r\nEXPIRE NEVER\r\n.\r\n',
  'C: QUIT',
  'S: +OK',
  'S close',
];

describe('a correct conversation', () => {
  // [who] is a response code that is not registered: advice, and only because RESP-CODES is announced.
  const script = CORRECT.map((line) => line.replace('[who]?', 'who?'));

  test('gives no sightings', () => {
    expect(judge(script).sightings).toEqual([]);
  });

  test('is evidence for each requirement that met something', () => {
    const ids = [...judge(script).judged.keys()];
    for (const id of [
      '2449-3-S1',
      '2449-3-S2',
      '2449-3-S3',
      '2449-3-S4',
      '2449-3-S5',
      '2449-3-S6',
      '2449-3-S7',
      '2449-3-S8',
      '2449-3-S9',
      '2449-4-S3',
      '2449-5-S5',
      '2449-5-S6',
      '2449-5-S7',
      '2449-6.4-S1',
      '2449-6.8-S1',
      '2449-8-S1',
      '2449-8-S2',
      '2449-8.1.2-S1',
      '2449-9-S1',
      '3206-4-S1',
      '3206-6-S2',
      '5034-4-S2',
    ])
      expect(ids).toContain(id);
  });

  test('in whatever segments the octets came', () => {
    const entries = entriesOf(CORRECT);
    const whole = judgePassively(conversations(entries), ANNOUNCED);
    expect(whole.sightings.map(({ violation }) => violation.requirement)).toEqual(['2449-9-S1']);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }), (sizes) => {
        expect(judgePassively(conversations(recut(entries, sizes)), ANNOUNCED)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});

/** One answer of a server, in a session that is correct otherwise. */
const answering = (command: string, ...answer: string[]): string[] => ['S: +OK', `C: ${command}`, ...answer];
const inTransaction = (command: string, ...answer: string[]): string[] => [
  'S: +OK',
  'C: PASS x',
  'S: +OK',
  `C: ${command}`,
  ...answer,
];
const listing = (...lines: string[]): string[] => answering('CAPA', 'S: +OK', ...lines, 'S: .');

describe('a single fault is blamed on its own requirement, and on nothing else', () => {
  test.each<[string, string[], string[]]>([
    ['a negative greeting', ['S: -ERR busy'], ['2449-3-S1 fail']],
    ['a greeting in lower case', ['S: +ok ready'], ['2449-3-S2 fail']],
    ['a greeting without SP', ['S: +OKready'], ['2449-3-S1 advice']],
    ['a greeting with a broken timestamp', ['S: +OK <nobody>'], ['2449-3-S7 fail']],
    ['a greeting of 513 octets', [`S: +OK ${'x'.repeat(513 - 6)}`], ['2449-4-S3 fail']],
    ['a code in the greeting that has no place there', ['S: +OK [IN-USE] x'], ['2449-8.1.2-S1 fail']],
    ['a status in lower case', answering('NOOP', 'S: +ok'), ['2449-3-S2 fail']],
    ['a status without its sign', answering('NOOP', 'S: OK'), ['2449-3-S2 fail']],
    ['a status that goes on', answering('NOOP', 'S: -ERR: no'), ['2449-3-S2 fail']],
    ['a status and HTAB', answering('NOOP', 'S: -ERR\tno'), ['2449-3-S2 fail']],
    ['a challenge that nobody can answer', answering('NOOP', 'S: + '), ['2449-3-S2 fail']],
    ['a bare LF behind a first line', answering('NOOP', 'S! -ERR\n'), ['2449-3-S3 fail']],
    ['CR CR LF', answering('NOOP', 'S! -ERR x\r\r\n'), ['2449-3-S3 fail']],
    ['a line that is cut off', answering('NOOP', 'S! -ERR x', 'S close'), ['2449-3-S3 fail']],
    ['a bare LF behind a dot line', answering('CAPA', 'S: +OK', 'S! .\n'), ['2449-3-S3 fail']],
    ['a bare LF in a capability list', listing('S! TOP\n'), ['2449-3-S3 fail']],
    ['CR CR LF in a capability list', listing('S! SASL PLAIN\r\r\n'), ['2449-3-S3 fail']],
    ['a bare LF in a scan listing', inTransaction('LIST', 'S: +OK', 'S! 1 20\n', 'S: .'), ['2449-3-S3 fail']],
    ['a bare LF in a unique-id listing', inTransaction('UIDL', 'S: +OK', 'S! 1 x\n', 'S: .'), ['2449-3-S3 fail']],
    ['CR CR LF in a unique-id listing', inTransaction('UIDL', 'S: +OK', 'S! 1 x\r\r\n', 'S: .'), ['2449-3-S3 fail']],
    ['a bare LF behind the answer to UIDL n', inTransaction('UIDL 1', 'S! +OK 1 x\n'), ['2449-3-S3 fail']],
    ['a bare LF behind a challenge', answering('AUTH PLAIN', 'S! + \n', 'C: *', 'S: -ERR'), ['2449-3-S3 fail']],
    [
      'an unstuffed line of a message',
      inTransaction('RETR 1', 'S: +OK', 'S: ', 'S: .x', 'S: .y', 'S: .'),
      ['2449-3-S4 fail'],
    ],
    ['an unstuffed line in TOP', inTransaction('TOP 1 1', 'S: +OK', 'S: ', 'S: .x', 'S: .'), ['2449-3-S4 fail']],
    ['a blank capability line', listing('S: '), ['2449-3-S5 fail']],
    ['a capability with a leading SP', listing('S:  TOP'), ['2449-3-S6 fail']],
    ['a capability with a double SP', listing('S: SASL  PLAIN'), ['2449-3-S6 fail']],
    ['a capability with a trailing SP', listing('S: TOP '), ['2449-3-S6 fail']],
    ['a dot in a tag', listing('S: X.Y'), ['2449-3-S6 fail']],
    ['an empty level', answering('NOOP', 'S: -ERR [A//B] x'), ['2449-3-S8 fail']],
    ['an unclosed code', answering('NOOP', 'S: -ERR [AUTH'), ['2449-3-S8 fail']],
    ['words in brackets', answering('NOOP', 'S: -ERR [two words]'), ['2449-6.4-S1 fail']],
    ['8-bit text', answering('NOOP', 'S: -ERR \xfc'), ['2449-3-S9 fail']],
    ['control octets in text', answering('NOOP', 'S: -ERR \x07'), ['2449-3-S9 fail']],
    ['DEL in text', answering('NOOP', 'S: -ERR \x7f'), ['2449-3-S9 advice']],
    [
      'text that is no UTF-8 after UTF8',
      ['S: +OK', 'C: UTF8', 'S: +OK', 'C: NOOP', 'S: -ERR \xfc'],
      ['2449-3-S9 fail'],
    ],
    ['a first line of 513 octets', answering('NOOP', `S: -ERR ${'x'.repeat(513 - 7)}`), ['2449-4-S3 fail']],
    ['a capability line of 513 octets', listing(`S: X-${'x'.repeat(513 - 4)}`), ['2449-5-S7 fail']],
    ['another keyword as the tag', listing('S: STARTTLS'), ['2449-5-S5 fail']],
    ['a tag that comes twice', listing('S: TOP', 'S: top'), ['2449-5-S6 advice']],
    ['a tag that contradicts itself', listing('S: SASL PLAIN', 'S: SASL CRAM-MD5'), ['2449-5-S6 fail']],
    ['a tag that nobody registered', listing('S: FUTURE'), ['2449-9-S1 advice']],
    ['a code that nobody registered', answering('NOOP', 'S: -ERR [FUTURE/NEAR] x'), ['2449-9-S1 advice']],
    ['SASL without mechanisms', listing('S: SASL'), ['2449-6.3-S1 advice']],
    ['a mechanism in lower case', listing('S: SASL plain'), ['2449-6.3-S1 advice']],
    ['TOP with an argument', listing('S: TOP 1'), ['2449-6.1-S1 fail']],
    ['LOGIN-DELAY with a unit', listing('S: LOGIN-DELAY 5s'), ['2449-6.5-S1 fail']],
    ['EXPIRE without a value', listing('S: EXPIRE'), ['2449-6.7-S1 fail']],
    ['EXPIRE with USER after login', inTransaction('CAPA', 'S: +OK', 'S: EXPIRE 5 USER', 'S: .'), ['2449-6.7-S1 fail']],
    [
      'a unique-id of 71 octets',
      inTransaction('UIDL', 'S: +OK', `S: 1 ${'x'.repeat(71)}`, 'S: .'),
      ['2449-6.8-S1 fail'],
    ],
    ['an empty unique-id', inTransaction('UIDL 1', 'S: +OK 1 '), ['2449-6.8-S1 fail']],
    ['no unique-id', inTransaction('UIDL 1', 'S: +OK'), ['2449-6.8-S1 fail']],
    ['a unique-id with a space', inTransaction('UIDL', 'S: +OK', 'S: 1 x y', 'S: .'), ['2449-6.8-S1 fail']],
    ['an 8-bit unique-id in a listing', inTransaction('UIDL', 'S: +OK', 'S: 1 \xfc', 'S: .'), ['2449-6.8-S1 fail']],
    ['a misplaced code', answering('NOOP', 'S: -ERR no [AUTH]'), ['2449-8-S2 advice']],
    ['a misplaced code in the greeting', ['S: +OK ready [SYS/TEMP] <1@a>'], ['2449-8-S2 advice']],
    ['LOGIN-DELAY on +OK', answering('PASS x', 'S: +OK [LOGIN-DELAY] x'), ['2449-8.1.1-S1 fail']],
    ['LOGIN-DELAY to STAT', answering('STAT', 'S: -ERR [LOGIN-DELAY] x'), ['2449-8.1.1-S1 fail']],
    ['IN-USE to STAT', answering('STAT', 'S: -ERR [IN-USE] x'), ['2449-8.1.2-S1 fail']],
    ['IN-USE to USER', answering('USER x', 'S: -ERR [IN-USE] x'), ['2449-8.1.2-S1 fail']],
    ['SYS alone', answering('NOOP', 'S: -ERR [SYS] x'), ['3206-4-S1 fail']],
    ['SYS with another level', answering('NOOP', 'S: -ERR [SYS/SOON] x'), ['3206-4-S1 fail']],
    ['SYS on +OK', answering('NOOP', 'S: +OK [SYS/TEMP] x'), ['3206-4-S1 fail']],
    ['a challenge without SP', answering('AUTH PLAIN', 'S: +', 'C: *', 'S: -ERR'), ['5034-4-S2 fail']],
    ['a challenge that is no base64', answering('AUTH PLAIN', 'S: + !!', 'C: *', 'S: -ERR'), ['5034-4-S2 fail']],
  ])('%s', (_name, script, expected) => {
    expect(blamed(script)).toEqual(expected);
  });

  test.each<[string, string[], Knowledge, string[]]>([
    ['a registered code without RESP-CODES', answering('PASS x', 'S: -ERR [AUTH] x'), SILENT, ['2449-8-S1 fail']],
    ['another code without RESP-CODES', answering('PASS x', 'S: -ERR [X-MINE] x'), SILENT, ['2449-8-S1 advice']],
    [
      'words in brackets without RESP-CODES',
      answering('PASS x', 'S: -ERR [my server] x'),
      SILENT,
      ['2449-8-S1 advice'],
    ],
    [
      'AUTH without AUTH-RESP-CODE',
      answering('PASS x', 'S: -ERR [AUTH] x'),
      { respCodes: true, authRespCode: false },
      ['3206-6-S2 fail'],
    ],
    [
      'a code where CAPA was not seen',
      answering('PASS x', 'S: -ERR [AUTH] x'),
      { respCodes: undefined, authRespCode: undefined },
      [],
    ],
  ])('%s', (_name, script, knowledge, expected) => {
    expect(blamed(script, knowledge)).toEqual(expected);
  });
});

describe('what is legal is not blamed', () => {
  test.each<[string, string[]]>([
    ['a long challenge', answering('AUTH PLAIN', `S: + ${'QUFB'.repeat(400)}`, 'C: *', 'S: -ERR')],
    ['a line of 512 octets', answering('NOOP', `S: -ERR ${LONG.slice(0, 512 - 7)}`)],
    ['a long line in a message', inTransaction('RETR 1', 'S: +OK', `S: ${LONG}`, 'S: .')],
    ['bare line ends in a message', inTransaction('RETR 1', 'S: +OK', 'S! a\n.b\rc\r\n', 'S: .')],
    ["a dot in a capability's argument", listing('S: IMPLEMENTATION v1.0 .')],
    ['a line that a reset cut off', answering('NOOP', 'S! -ERR x', 'S reset')],
    [
      'the rest of a message whose "." was not stuffed',
      inTransaction('RETR 1', 'S! +OK\r\na\r\n.\r\n8-bit \xfc\r\n.\r\n', 'C: NOOP', 'S: +OK'),
    ],
    ['a list without its dot line, and what follows it', answering('CAPA X', 'S: +OK', 'C: QUIT', 'S: +OK bye')],
    ['answers to other commands in a list, which belong to the scenarios', listing('S: +OK', 'S: -ERR no', 'S: TOP')],
    ['tags, codes and tokens in any case', listing('S: Top', 'S: ReSp-CoDeS')],
    ['a code without SP behind it', answering('PASS x', 'S: -ERR [IN-USE]text')],
    ['a later bracket', answering('NOOP', 'S: -ERR no [such thing]')],
  ])('%s', (_name, script) => {
    expect(blamed(script)).toEqual([]);
  });
});

test('the offset of a breach counts from the beginning of the connection, TLS or not', () => {
  const script = [
    'S: +OK',
    'C: STLS',
    'S: +OK',
    'tls',
    'C: CAPA',
    'S: +OK',
    'S: TOP x',
    'S: .',
    'C: NOOP',
    'S: -ERR \xfc',
  ];
  const octets = '+OK\r\n+OK\r\n+OK\r\nTOP x\r\n.\r\n-ERR \xfc\r\n';
  expect(judge(script).sightings.map(({ violation }) => violation.offset)).toEqual([
    octets.indexOf('x'),
    octets.indexOf('\xfc'),
  ]);
});

test('what a server does wrong without end is not told without end', () => {
  const { sightings } = judge(inTransaction('LIST', 'S: +OK', `S! ${'1 20\n'.repeat(5_000)}`, 'S: .'));
  expect(sightings.length).toBeLessThan(100);
});

test('nothing throws, whatever the octets', () => {
  const events = fc.array(
    fc.tuple(
      fc.constantFrom('S', 'C'),
      fc.string({
        unit: fc.constantFrom(
          '+',
          '-',
          'O',
          'K',
          'ERR ',
          'CAPA',
          'RETR 1',
          'AUTH',
          'UIDL',
          '[',
          ']',
          '<',
          '@',
          '.',
          ' ',
          '\r',
          '\n',
          '\r\n',
          '\xff',
          '\0',
          '1',
        ),
      }),
    ),
  );
  fc.assert(
    fc.property(events, (steps) => {
      expect(() => judge(steps.flatMap(([from, text]) => (text === '' ? [] : [`${from}! ${text}`])))).not.toThrow();
    }),
  );
});
