import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../script/parse.ts';
import { readCapture } from './capture.ts';
import { convert } from './convert.ts';
import { guess, readText } from './formats.ts';
import type { Log } from './heard.ts';
import { readRawlog } from './rawlog.ts';

/** A log as one of those clients has written it, at the built-in server. */
function sample(name: string): string {
  return readFileSync(fileURLToPath(new URL(`samples/${name}`, import.meta.url)), 'latin1');
}

function read(format: string, source: string): Log {
  const log = readText(format, source);
  if (log === undefined) throw new Error(format);
  return log;
}

/** The scripts of a log; each can be read again, and none has a secret in it. */
function scripts({ conversations, hasMessages }: Log): string[] {
  return conversations.map((conversation) => {
    const text = convert(conversation, { heading: [], secrets: new Set(), redactMail: false, hasMessages });
    expect(parseScript(text)).toMatchObject({ ok: true, script: { kind: 'conversation' } });
    expect(text).not.toContain('opensesame');
    return text;
  });
}

describe('logs of clients', () => {
  it.each([['curl'], ['fetchmail'], ['mpop'], ['poplib']])('of %s are known by what is in them', (format) => {
    const source = sample(`${format}.txt`);
    expect(guess(source)).toBe(format);
    expect(scripts(read(format, source))).toHaveLength(1);
  });

  it('curl: what it downloads is not in it', () => {
    const [text] = scripts(read('curl', sample('curl.txt')));
    expect(text).toMatch(/^S: \+OK POP3 server ready .*\nC: CAPA\nS: \+OK Capability list follows\nS: TOP\n/);
    expect(text).toMatch(
      /\nC: AUTH CRAM-MD5\nS: \+ \S+\nC: \{response\.\.\.\}\nS: \+OK Maildrop locked and ready\nC: RETR 1\n/,
    );
    expect(text).toMatch(
      /S: \+OK Message follows\n# the message is not in the log: an empty one stands here\ncut\nS: \.\n$/,
    );
  });

  it('fetchmail: messages are not in it, listings are', () => {
    const [text] = scripts(read('fetchmail', sample('fetchmail.txt')));
    expect(text).toMatch(/C: UIDL\nS: \+OK Unique-id listing follows\nS: 1 \S+\nS: \.\nC: LIST 1\n/);
    expect(text).toMatch(
      /# the message is not in the log: an empty one stands here\ncut\nS: \.\nC: QUIT\nS: \+OK .*\n$/,
    );
  });

  it('mpop: it pipelines', () => {
    const [text] = scripts(read('mpop', sample('mpop.txt')));
    expect(text).toContain(
      'C: USER {user}\nC: PASS {password...}\nS: +OK Send your password\nS: +OK Maildrop locked and ready\n',
    );
    expect(text).toContain(
      'C: RETR 1\nS: +OK Message follows\nS: From: a@example.org\nS: Subject: Hello\nS:\nS: ..dot\nS: bye\nS: .\nC: QUIT\n',
    );
  });

  it('poplib: the greeting came before anybody listened', () => {
    const [text] = scripts(read('poplib', sample('poplib.txt')));
    expect(text).toMatch(/^# the greeting is not in the log\nS: \+OK\nC: CAPA\n/);
    expect(text).toContain('S: Subject: Hello\nS:\nS: ..dot\nS: bye\nS: .\nC: QUIT\n');
    const escapes = String.raw`*get* b'+OK \x00\'\\\t"\r\n'` + '\n*put* b"it\'s"\n';
    expect(scripts(read('poplib', escapes))).toEqual([String.raw`S: +OK \x00'\\\t"` + "\nC: it's\n"]);
  });

  it('Thunderbird: from its console, with what it suppresses', () => {
    const source = [
      'pop3.server1.0: Connecting to pop://mail.example.org:110 Pop3Client.sys.mjs:172:18',
      'pop3.server1.0: Connected Pop3Client.sys.mjs:380:18',
      'pop3.server1.0: S: +OK ready <1.2@example.org>',
      ' Pop3Client.sys.mjs:560:20',
      'pop3.server1.0: C: CAPA Pop3Client.sys.mjs:664:20',
      'pop3.server1.0: S: +OK',
      'USER',
      'SASL PLAIN',
      '.',
      'pop3.server1.0: C: AUTH PLAIN Pop3Client.sys.mjs:664:20',
      'pop3.server1.0: S: + ',
      'pop3.server1.0: C: Logging suppressed (it probably contained auth information) Pop3Client.sys.mjs:660:20',
      'pop3.server1.0: S: +OK',
      'pop3.server1.0: C: STAT Pop3Client.sys.mjs:664:20',
    ].join('\n');
    expect(guess(source)).toBe('thunderbird');
    expect(scripts(read('thunderbird', source))).toEqual([
      'S: +OK ready <1.2@example.org>\nC: CAPA\nS: +OK\nS: USER\nS: SASL PLAIN\nS: .\nC: AUTH PLAIN\nS: +\\x20\nC: {response...}\nS: +OK\nC: STAT\n',
    ]);
  });

  // Pop3Client.sys.mjs of comm-central logs each piece that comes as `S: ${stringPayload}`, whatever it ends with.
  it('Thunderbird: from its console, in the pieces in which it came', () => {
    const source = [
      'pop3.server1.0: S: +OK rea Pop3Client.sys.mjs:560:20',
      'pop3.server1.0: S: dy',
      ' Pop3Client.sys.mjs:560:20',
      'pop3.server1.0: C: QUIT Pop3Client.sys.mjs:664:20',
      String.raw`console.debug: pop3.server1.0: "S: +OK b"`,
      String.raw`console.debug: pop3.server1.0: "S: ye\r\n"`,
    ].join('\n');
    expect(scripts(read('thunderbird', source))).toEqual(['S: +OK ready\nC: QUIT\nS: +OK bye\n']);
  });

  // nsPop3Protocol.cpp has that sentence in the place of "SEND: ", and no word of SEND.
  it('Thunderbird: from its older log, with what it suppresses', () => {
    const source = [
      '[1: Main Thread]: I/POP3 RECV: +OK',
      '[1: Main Thread]: I/POP3 SEND: USER me',
      '[1: Main Thread]: I/POP3 RECV: +OK',
      '[1: Main Thread]: I/POP3 Logging suppressed for this command (it probably contained authentication information)',
      '[1: Main Thread]: I/POP3 RECV: +OK',
    ].join('\n');
    expect(scripts(read('thunderbird', source))).toEqual([
      'S: +OK\nC: USER {user}\nS: +OK\nC: PASS {password...}\nS: +OK\n',
    ]);
  });

  it('Thunderbird: from its older log, and with the line ends written out', () => {
    const older =
      '0[1]: POP3: Entering state\n[1: Main Thread]: I/POP3 [this=1] RECV: +OK\n[1: Main Thread]: I/POP3 [this=1] SEND: USER me\n';
    expect(scripts(read('thunderbird', older))).toEqual(['S: +OK\nC: USER {user}\n']);
    const written =
      String.raw`console.debug: pop3.server1.1: "S: +OK\r\n"` + '\nconsole.debug: pop3.server1.1: "C: QUIT"\n';
    expect(scripts(read('thunderbird', written))).toEqual(['S: +OK\nC: QUIT\n']);
  });

  it('text: as in RFC 1939', () => {
    const source = `
      S: <wait for connection on TCP port 110>
      C: <open connection>
      S:    +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
      C:    APOP mrose c4c9334bac560ecc979e58001b3e22fb
      S:    +OK mrose's maildrop has 2 messages (320 octets)
      C:    QUIT
      S:    +OK dewey POP3 server signing off (maildrop empty)
      C:  <close connection>`;
    expect(guess(source)).toBe('text');
    expect(scripts(read('text', source))).toEqual([
      `# S: <wait for connection on TCP port 110>
# C: <open connection>
S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
C: APOP {user} {digest...}
S: +OK {user}'s maildrop has 2 messages (320 octets)
C: QUIT
S: +OK dewey POP3 server signing off (maildrop empty)
# C: <close connection>
`,
    ]);
  });
});

describe('a rawlog of Dovecot', () => {
  const input = '1700000000.100000 USER me\r\n1700000000.300000 PASS opensesame\r\n1700000001.000000 QUIT\n';
  const output =
    '1700000000.000000 +OK Dovecot ready.\r\n1700000000.200000 +OK\r\n1700000000.900000 +OK Logged in.\r\n';

  it('is put together by its times', () => {
    expect(guess(input)).toBe('rawlog');
    const log = readRawlog(input, output);
    expect(log === undefined ? [] : scripts(log)).toEqual([
      'S: +OK Dovecot ready.\nclient wait 100ms\nC: USER {user}\nwait 100ms\nS: +OK\nclient wait 100ms\nC: PASS {password...}\nwait 600ms\nS: +OK Logged in.\nclient wait 100ms\nC: QUIT\\n\\\n',
    ]);
  });

  it('that begins behind the login has one filled in', () => {
    const log = readRawlog(
      '1700000000.100000 QUIT\r\n',
      '1700000000.000000 +OK Logged in.\r\n1700000000.200000 +OK Logging out.\r\n',
    );
    expect(log === undefined ? [] : scripts(log)).toEqual([
      `# the log begins with the answer to the login: a greeting, and a login by USER and PASS, are filled in
S: +OK
C: USER {user}
S: +OK
C: PASS {password...}
S: +OK Logged in.
client wait 100ms
C: QUIT
wait 100ms
S: +OK Logging out.
`,
    ]);
  });

  it('is of no use without them', () => {
    expect(readRawlog('USER me\r\n', output)).toBeUndefined();
  });
});

/** The scripts of a capture without their pauses. */
function timeless(fields: string): string {
  return scripts(readCapture(fields))
    .join('')
    .replace(/^(?:client )?wait .*\n/gm, '');
}

describe('a capture', () => {
  const fields = sample('tshark.txt');

  it('is one conversation for each connection, with its pauses and its end', () => {
    const [text = '', ...others] = scripts(readCapture(fields));
    expect(others).toEqual([]);
    expect(text).toMatch(/^S: \\\nwait \d+ms\nS: \+OK POP3 server ready .*\n(?:client wait \d+ms\n)?C: CAPA\n/);
    expect(text).toMatch(/client close|close/);
  });

  it('tells the same whatever was sent twice or came in another order', () => {
    const lines = fields.trimEnd().split('\n');
    const twice = lines.flatMap((line) => [line, line]).join('\n');
    expect(timeless(twice)).toBe(timeless(fields));
    // The two packets of the handshake say which octet is the first.
    const [syn = '', answer = '', greeting = '', ...rest] = lines;
    const swapped = [syn, answer, rest[1] ?? '', greeting, rest[0] ?? '', ...rest.slice(2)].join('\n');
    expect(timeless(swapped).match(/^S: .*$/gm)).toEqual(timeless(fields).match(/^S: .*$/gm));
  });

  it('says where something is missing, and stops where TLS begins', () => {
    const lines = fields.trimEnd().split('\n');
    const [first = ''] = scripts(readCapture(lines.toSpliced(4, 1).join('\n')));
    expect(first).toContain('# some of what the server sent is not in the capture\n');
    const tls = (lines[3] ?? '').replace(/\S+$/, '1603010200');
    const [second = ''] = scripts(readCapture([...lines.slice(0, 3), tls].join('\n')));
    expect(second).toMatch(/ready .*\n# what follows is TLS, which cannot be read\n$/);
  });

  it('of something else is no conversation', () => {
    const web = fields.replaceAll('2b4f4b', '474554');
    expect(readCapture(web).conversations).toEqual([]);
  });
});

it('nothing is guessed from a text about something else', () => {
  expect(guess('Dear all,\nthe server is down.\n')).toBeUndefined();
});
