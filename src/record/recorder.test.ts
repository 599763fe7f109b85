import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { octetsOf } from '../protocol/octets.ts';
import { parseScript } from '../script/parse.ts';
import { printScript } from '../script/print.ts';
import type { Act, Conversation } from '../script/syntax.ts';
import { byLines } from '../script/client-lines.ts';
import { compileCommand } from '../script/pattern.ts';
import { renderActs } from '../script/render.ts';
import { renderText } from '../script/text-octets.ts';
import { Recorder } from './recorder.ts';

type Event = readonly ['S' | 'C', string, number?];

const PLAIN = Buffer.from('\0alice\0opensesame').toString('base64');
const VALUES = { user: 'alice', password: 'opensesame', response: PLAIN, digest: 'c4c9334bac560ecc979e58001b3e22fb' };

function recorded(events: readonly Event[], redactMail = false, underTls = false): string {
  let text = '';
  const write = (lines: string): void => {
    text += lines;
  };
  const recorder = new Recorder({ write, secrets: new Set(), redactMail, underTls });
  for (const [from, data, t = 0] of events) {
    if (data === 'FIN' || data === 'RST') recorder.end(from, data === 'FIN' ? 'close' : 'reset', t);
    else if (recorder.data(from, octetsOf(data), t)) recorder.startTls();
  }
  recorder.finish();
  return text;
}

function conversation(text: string): Conversation {
  const parsed = parseScript(text);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify([parsed, text]));
  return parsed.script;
}

/** What a server sends with the secrets in their places. */
function sent(acts: readonly Act[]): string {
  return acts.map((act) => (act.kind === 'send' ? renderText(act.text, VALUES).toString('latin1') : '')).join('');
}

function saidBy({ greeting, turns }: Conversation): string {
  return sent(greeting) + turns.map(({ acts }) => sent(acts)).join('');
}

describe('a recording', () => {
  it('is what one would write by hand', () => {
    expect(
      recorded([
        ['S', '+OK ready\r\n'],
        ['C', 'CAPA\r\n', 0.4],
        ['S', '+OK\r\nTOP\r\n.\r\n', 0.9],
        ['C', 'QUIT\r\n', 1.5],
        ['S', '+OK\r\n', 1.6],
        ['S', 'FIN', 1.7],
        ['C', 'FIN', 1.8],
      ]),
    ).toBe('S: +OK ready\nC: CAPA\nS: +OK\nS: TOP\nS: .\nclient wait 1ms\nC: QUIT\nS: +OK\nclose\nclient close\n');
  });

  it('keeps segments, pauses, pipelines, and odd line ends', () => {
    expect(
      recorded([
        ['S', '+OK re', 20],
        ['S', 'ady\r', 20],
        ['S', '\n', 22],
        ['C', 'NO', 22],
        ['C', 'OP\r\nNOOP\n', 22],
        ['C', 'LIST\r\nRETR 1\r\n', 700_022.5],
        ['S', '+OK\r\n+OK\r\n+OK\n1 2\r\n.\r\n+OK', 700_023],
        ['C', 'QU', 700_023],
        ['S', '\r\n\r\n \r\n', 700_023],
        ['C', 'IT', 700_023],
        ['C', 'RST', 700_024],
      ]),
    ).toBe(
      [
        'S: \\',
        'wait 20ms',
        'S: +OK re\\',
        'cut',
        String.raw`S: ady\r\ `.trimEnd(),
        'wait 2ms',
        String.raw`S: \n\ `.trimEnd(),
        'C: NO\\',
        'client cut',
        'C: OP',
        String.raw`C: NOOP\n\ `.trimEnd(),
        'client wait 600s',
        'client wait 100s',
        'C: LIST',
        'C: RETR 1',
        'wait 1ms',
        'S: +OK',
        'S: +OK',
        String.raw`S: +OK\n\ `.trimEnd(),
        'S: 1 2',
        'S: .',
        'S: +OK\\',
        'C: QU\\',
        'cut',
        'S:',
        'S:',
        String.raw`S: \x20`,
        'C: IT\\',
        'client wait 1ms',
        'client reset',
        '',
      ].join('\n'),
    );
  });

  it('says where TLS begins', () => {
    expect(
      recorded(
        [
          ['S', '+OK\r\n'],
          ['C', 'STLS\r\n'],
          ['S', '+OK\r\n'],
          ['C', 'QUIT\r\n'],
        ],
        false,
        true,
      ),
    ).toBe('start TLS\nS: +OK\nC: STLS\nS: +OK\nstart TLS\nC: QUIT\n');
  });

  it('may begin with the client, or with nothing', () => {
    expect(recorded([['C', 'CAPA\r\n']])).toBe('S: \\\nC: CAPA\n');
    expect(recorded([['S', 'FIN']])).toBe('S: \\\nclose\n');
    expect(recorded([])).toBe('S: \\\n');
  });
});

describe('secrets', () => {
  it('are placeholders, and their echoes too', () => {
    expect(
      recorded([
        ['S', '+OK\r\n'],
        ['C', 'USER alice\r\n'],
        ['S', '+OK alice?\r\n'],
        ['C', 'PASS opense'],
        ['C', 'same\r\n'],
        ['S', '-ERR not opensesame or OPENSESAME\r\n'],
        ['C', `AUTH PLAIN ${PLAIN}\r\n`],
        ['S', `+OK ${PLAIN} of Alice\r\n`],
        ['C', 'APOP alice c4c9334bac560ecc979e58001b3e22fb\r\n'],
        ['S', '+OK\r\n'],
        ['C', 'RETR 1\r\n'],
        ['S', '+OK\r\nTo: alice, opensesame!\r\n.\r\n'],
      ]),
    ).toBe(
      [
        'S: +OK',
        'C: USER {user}',
        'S: +OK {user}?',
        'C: PASS {password...}\\',
        'client cut',
        'C:',
        'S: -ERR not {password} or {hidden 10}',
        'C: AUTH PLAIN {response...}',
        'S: +OK {response} of {hidden 5}',
        'C: APOP {user} {digest...}',
        'S: +OK',
        'C: RETR 1',
        'S: +OK',
        'S: To: alice, {password}!',
        'S: .',
        '',
      ].join('\n'),
    );
  });

  it('of a SASL message are hidden by themselves', () => {
    const text = recorded([
      ['S', '+OK\r\n'],
      ['C', 'AUTH PLAIN\r\n'],
      ['S', '+ \r\n'],
      ['C', `${PLAIN}\r\n`],
      ['S', '-ERR opensesame of alice\r\n'],
      ['C', 'AUTH LOGIN\r\n'],
      ['S', '+ \r\n'],
      ['C', 'Ym9i\r\n'],
      ['S', '+ \r\n'],
      ['C', 'Z2VoZWlt\r\n'],
      ['S', '+OK bob, geheim\r\n'],
    ]);
    expect(text).toContain('S: -ERR {hidden 10} of {hidden 5}\n');
    expect(text).toContain('S: +OK {hidden 3}, {hidden 6}\n');
  });

  it('do not come through where a line is written in pieces', () => {
    const events: Event[] = [
      ['S', '+OK\r\n'],
      ['C', 'PASS opensesame\r\n'],
      ['S', '-ERR opens'],
      ['C', 'NOOP\r\n'],
      ['S', 'esame\r\n'],
      ['C', 'AUTH PLAIN op'],
      ['S', '+OK\r\n'],
      ['C', 'ensesame\r\n'],
    ];
    const text = recorded(events);
    expect(text).toContain('S: -ERR {hidden 5}\\\nC: NOOP\nS: {hidden 5}\n');
    expect(text).toContain('C: AUTH PLAIN {response...}\\\ncut\nS: +OK\nC:\n');
  });

  it('of more than any line are hidden to their end', () => {
    const long = 'opensesame'.repeat(30_000);
    const text = recorded([
      ['S', '+OK\r\n'],
      ['C', `PASS ${long.slice(0, 100_000)}`],
      ['C', long.slice(100_000)],
      ['C', '\r\n'],
      ['S', '-ERR\r\n'],
    ]);
    expect(text).not.toContain('sesam');
    conversation(text);
  });
});

it('a name stands for what was sent last, also where that is not looked for', () => {
  expect(
    recorded([
      ['S', '+OK\r\n'],
      ['C', `AUTH PLAIN\r\n${PLAIN}\r\n \r\n`],
      ['S', `+OK ${PLAIN}\r\n`],
    ]),
  ).toBe('S: +OK\nC: AUTH PLAIN\nC: {response...}\nC: {response...}\nS: +OK {hidden 24}\n');
});

describe('mail', () => {
  const events: Event[] = [
    ['S', '+OK\r\n'],
    ['C', 'TOP 1 5\r\n'],
    ['S', '+OK 30 octets\r\nSubject: x\r\n\r\n..hid'],
    ['S', 'den\r\n...\r\nbare\nLF\rCR\r\n.\r\n'],
  ];

  it('is kept', () => {
    expect(saidBy(conversation(recorded(events)))).toBe(`+OK\r\n${events[2]?.[1]}${events[3]?.[1]}`);
  });

  it('is redacted to its size, its dots and its line ends', () => {
    const text = recorded(events, true);
    expect(text).toContain('S: +OK 30 octets\nS: {hidden 10}\nS:\nS: ..{hidden 3}\\\ncut\nS: {hidden 3}\nS: ...\n');
    expect(saidBy(conversation(text))).toBe(
      '+OK\r\n+OK 30 octets\r\n**********\r\n\r\n..******\r\n...\r\n****\n**\r**\r\n.\r\n',
    );
  });
});

/** What may stand in what the two sides send. */
const client = fc.constantFrom(
  'USER alice',
  'PASS opensesame',
  'RETR 1',
  'CAPA',
  'AUTH PLAIN',
  PLAIN,
  'APOP alice ',
  VALUES.digest,
  'X {n} ...',
  ' ',
);
const server = fc.constantFrom(
  '+OK ',
  '-ERR',
  '+ ',
  '.',
  '..',
  'opensesame',
  'alice',
  PLAIN,
  '{user}',
  '\\',
  ' ',
  '\x80',
);
const end = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', '');
const segment = (word: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(word, end), { minLength: 1, maxLength: 3 })
    .map((pieces) => pieces.flat().join(''))
    .chain((text) =>
      fc
        .tuple(fc.nat({ max: text.length }), fc.nat({ max: 2 }))
        .map(([cut, how]) => [text, text.slice(0, cut), text.slice(cut)][how] ?? text),
    );
const event: fc.Arbitrary<Event> = fc.oneof(
  segment(server).map((data): Event => ['S', data]),
  segment(client).map((data): Event => ['C', data]),
);

/** What a server that plays a script sends to a client that sends this. */
function playedBy(script: Conversation, input: string): string {
  const { greeting, turns } = byLines(script);
  const lines = input.split('\n').slice(0, -1);
  expect(turns).toHaveLength(lines.length);
  let captures = {};
  const render = (acts: readonly Act[]): string =>
    renderActs(acts, captures, Buffer.alloc(0)).octets.toString('latin1');
  return turns.reduce((answers, { client: pattern, acts }, index) => {
    const captured = compileCommand(pattern)(lines[index]?.replace(/\r$/, '') ?? '');
    expect(captured).toBeDefined();
    captures = { ...captures, ...captured };
    return answers + render(acts);
  }, render(greeting));
}

describe('any conversation', () => {
  it('is recorded to the octet, and reads as it was written', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const text = recorded(events.map(([from, data], index): Event => [from, data, index * 0.4]));
        const script = conversation(text);
        expect(printScript(script)).toBe(text);
        const joined = (side: 'S' | 'C'): string => events.map(([from, data]) => (from === side ? data : '')).join('');
        const played = playedBy(script, joined('C'));
        expect(played.replace(/\*/g, (_star, at: number) => joined('S')[at] ?? '')).toBe(joined('S'));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps its line ends where the name of a user ends with a CR', () => {
    const text = recorded([
      ['C', 'USER alice\r\r\n'],
      ['S', '-ERR no alice\r\n'],
    ]);
    expect(playedBy(conversation(text), 'USER alice\r\r\n')).toBe('-ERR no *****\r\n');
  });
});
