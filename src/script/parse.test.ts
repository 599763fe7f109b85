/** What scripts mean to the parser: what may be pasted, and what is said of mistakes. */

import { describe, expect, it } from 'vitest';
import { describeMistake, parseScript } from './parse.ts';

function scriptOf(source: string): unknown {
  const parsed = parseScript(source);
  return parsed.ok ? parsed.script : parsed.mistakes.map(describeMistake);
}

function mistakesIn(source: string): string[] {
  const parsed = parseScript(source, 'x.pop3');
  return parsed.ok ? [] : parsed.mistakes.map(describeMistake);
}

const octets = (text: string): object => ({ parts: text === '' ? [] : [{ kind: 'octets', octets: text }] });
const send = (text: string): object => ({ kind: 'send', text: { ...octets(text), crlf: true } });

describe('a whole conversation', () => {
  it('may be pasted from an RFC', () => {
    expect(
      scriptOf(`
         S:    +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
         C:    APOP mrose c4c9334bac560ecc979e58001b3e22fb
         S:    +OK mrose's maildrop has 2 messages (320 octets)

         C:    LIST
         S:    +OK 2 messages (320 octets)
         S:    1 120
         S:    2 200
         S:    .
         C:    QUIT
         S:    +OK dewey POP3 server signing off (maildrop empty)`),
    ).toEqual({
      kind: 'conversation',
      underTls: false,
      greeting: [send('+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>')],
      turns: [
        {
          client: octets('APOP mrose c4c9334bac560ecc979e58001b3e22fb'),
          crlf: true,
          acts: [send("+OK mrose's maildrop has 2 messages (320 octets)")],
        },
        {
          client: octets('LIST'),
          crlf: true,
          acts: [send('+OK 2 messages (320 octets)'), send('1 120'), send('2 200'), send('.')],
        },
        { client: octets('QUIT'), crlf: true, acts: [send('+OK dewey POP3 server signing off (maildrop empty)')] },
      ],
    });
  });

  it('keeps what stands in a message: braces, blanks at the end, empty lines, UTF-8', () => {
    expect(
      scriptOf('S: +OK\nC: RETR 1\nS: +OK\nS: a { color: red } {} {"a": 1}\nS: + \nS:\nS: é\r\nS: .\n'),
    ).toMatchObject({
      turns: [
        {
          acts: [send('+OK'), send('a { color: red } {} {"a": 1}'), send('+ '), send(''), send('\xc3\xa9'), send('.')],
        },
      ],
    });
  });

  it('may pipeline', () => {
    expect(scriptOf('S: +OK\nC: USER a\nC: PASS ...\nS: +OK\nS: +OK')).toMatchObject({
      turns: [{ acts: [] }, { acts: [send('+OK'), send('+OK')] }],
    });
  });
});

describe('a recording', () => {
  it('says how the lines of both sides were cut, and who ended what', () => {
    expect(
      scriptOf(
        'start TLS\nS: +OK re\\\ncut\nS: ady\nC: ST\\\nclient cut\nC: AT\\n\\\nS: +OK\nclose\nclient wait 5ms\nC: QUIT\nclient close',
      ),
    ).toEqual({
      kind: 'conversation',
      underTls: true,
      greeting: [{ kind: 'send', text: { ...octets('+OK re'), crlf: false } }, { kind: 'cut' }, send('ady')],
      turns: [
        { client: octets('ST'), crlf: false, acts: [{ kind: 'client cut' }] },
        {
          client: octets('AT\n'),
          crlf: false,
          acts: [send('+OK'), { kind: 'close' }, { kind: 'client wait', ms: 5 }],
        },
        { client: octets('QUIT'), crlf: true, acts: [{ kind: 'client close' }] },
      ],
    });
  });

  it('may hide octets', () => {
    expect(scriptOf('S: +OK {hidden 5}s')).toMatchObject({
      greeting: [{ text: { parts: [{}, { kind: 'hidden', octets: 5 }, {}] } }],
    });
  });

  it('of a long message is read in about the time and the memory of its octets', () => {
    const lines = 200_000;
    const parsed = parseScript(`S: +OK\nC: RETR 1\nS: +OK\n${`S: ${'x'.repeat(70)}\n`.repeat(lines)}S: .\n`);
    expect(parsed.ok && parsed.script).toMatchObject({ turns: [{ acts: { length: lines + 2 } }] });
  });
});

describe('mistakes', () => {
  it.each([
    [
      'S: +OK\nS: \\q',
      String.raw`x.pop3:2:4: expected an escape: \r \n \t \\ \{ \} \" or \x and two hexadecimal digits; found \\q`,
    ],
    ['S: +OK\n  C: PASS sec\\ret2\\x4', 'x.pop3:2:19: expected an escape'],
    ['S: {name}', String.raw`x.pop3:1:4: expected a name that has a value here (a brace is \{); found {name}`],
    ['S: +OK\nanswer', 'x.pop3:2:1: expected S: lines: a whole conversation has no correct answer; found answer'],
    ['S: +OK\nreset\nC: QUIT', 'x.pop3:3:1: expected nothing: the connection has ended; found C:'],
    ['S: +OK\nclient close\nC: QUIT', 'x.pop3:3:1: expected nothing: the connection has ended; found C:'],
    ['S: +OK\nclient shut', 'x.pop3:2:1: expected "client cut", "client wait 200ms"'],
    ['C: X\nclient cut', 'x.pop3:2:1: expected what the server does'],
    ['S: {hidden 99999999}', 'x.pop3:1:4: expected at most 16777216 octets; found {hidden 99999999}'],
    ['S: +OK\nclose\nS: x', 'x.pop3:3:1: expected nothing behind "close"; found S'],
    [
      'PASS geheim',
      'x.pop3:1:1: expected "C:", "greeting" or "engine:" (or "S:", the greeting of a whole conversation); found PASS',
    ],
    ['C: CAPA', 'x.pop3:1:1: expected what is done: an S: line, an edit or an action; found a rule that does nothing'],
    ['C: X {n:/(/}\nclose', 'x.pop3:1:6: expected a regular expression; found {n:/(/}'],
    [
      'C: X {n:/a\nclose',
      'x.pop3:1:6: expected a capture: {name}, {name...} or {name:/regular expression/}; found {n:/',
    ],
    ['C: X {n} {n}\nclose', 'x.pop3:1:10: expected a name that is not captured twice; found {n}'],
    [
      'C: USER {user}\nclose',
      'x.pop3:1:1: expected a name that has no value yet (user, status, text, line have one); found {user}',
    ],
    [
      'C: X\nwhen after logout\nclose',
      'x.pop3:2:6: expected a condition, such as "after login" or "the 2nd time"; found after',
    ],
    ['C: X\nwhen after login, pipelined\nclose', 'x.pop3:2:6: expected a condition'],
    ['C: X\nwhen pipelined or pipelined\nclose', 'x.pop3:2:16: expected "and" and another condition; found or'],
    ['C: X\nwhen user "\\q"\nclose', 'x.pop3:2:12: expected an escape'],
    ['C: X\nclose\nwhen pipelined', 'x.pop3:3:1: expected conditions before what is done; found when'],
    ['C: X\nwait 5', 'x.pop3:2:1: expected a time: "wait 200ms", "wait 2s" or "wait up to 300ms for more"; found wait'],
    ['C: X\nwait 601s', 'x.pop3:2:1: expected a time of at most 600s; found wait 601s'],
    ['C: X\nfirst line +OK', 'x.pop3:2:1: expected an edit'],
    ['C: X\nbody line like "{": {x}', 'x.pop3:2:21: expected a name that has a value here'],
    [
      'C: X\nS: +OK\nfirst line: a',
      'x.pop3:1:1: expected "answer" where the edited answer stands; found edits of an answer that is not sent',
    ],
    ['C: X\nnot done\nclose', 'x.pop3:1:1: expected no "not done"; found the correct answer is sent'],
    ['C: X\nno answer\nS: x', 'x.pop3:1:1: expected "no answer" or something that is sent; found both'],
    [
      'greeting\nwhen after login\nclose',
      'x.pop3:1:1: expected conditions that a greeting can have; found one on a command',
    ],
    ['C: X\nclose\nengine: only', 'x.pop3:3:1: expected settings of the engine before the first rule; found engine:'],
    ['S: {x*99999999}', 'x.pop3:1:4: expected at most 16777216 octets; found {x*99999999}'],
    ['S: {pad 5}{pad 6}', 'x.pop3:1:11: expected one {pad N} in a text; found {pad 6}'],
  ])('%j', (source, expected) => {
    expect(mistakesIn(source)[0]).toContain(expected);
  });

  it('are all told, up to a number', () => {
    expect(mistakesIn('S: +OK\nfoo\nbar')).toHaveLength(2);
    expect(mistakesIn('foo\n'.repeat(1000))).toHaveLength(20);
  });

  it('show no password', () => {
    expect(mistakesIn('C: USER alice\nS: +OK\nPASS hunter2').join()).not.toContain('hunter2');
    expect(mistakesIn('S: +OK\nC: PASS hunter2\\q').join()).not.toContain('hunter2');
  });
});
