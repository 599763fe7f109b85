import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { saidIn, type Said } from '../replay/said.ts';
import { parseScript } from '../script/parse.ts';
import { readCapture } from './capture.ts';
import { convert } from './convert.ts';
import { guess, readText } from './formats.ts';
import { differs, GAPS, type LoggedFormat } from './gaps.ts';
import type { Log } from './heard.ts';
import { readRawlog } from './rawlog.ts';

/**
 * Sessions of real clients with Dovecot 2.3.19, each with its recording, the log of the client, Dovecot's rawlog, and the
 * packets as tshark tells their fields. `npm run interop sessions -- --logs DIR` made them; only paths were changed.
 */
const SAMPLES = fileURLToPath(new URL('samples/dovecot/', import.meta.url));
const SESSIONS = readdirSync(SAMPLES);

function sample(session: string, name: string): string {
  return readFileSync(`${SAMPLES}${session}/${name}`, 'latin1');
}

function saidBy(script: string): Said {
  const parsed = parseScript(script);
  if (parsed.ok && parsed.script.kind === 'conversation') return saidIn(parsed.script);
  throw new Error(script);
}

function read(session: string, format: string): Log | undefined {
  if (format === 'rawlog') return readRawlog(sample(session, 'log.in'), sample(session, 'log.out'));
  const source = sample(session, `log.${format}`);
  return format === 'pcap' ? readCapture(source) : readText(format, source);
}

const logs = SESSIONS.flatMap((session) =>
  readdirSync(`${SAMPLES}${session}`)
    .filter((name) => name.startsWith('log.') && name !== 'log.out')
    .map((name) => ({ session, format: name === 'log.in' ? 'rawlog' : name.slice('log.'.length) })),
);

function isLogged(format: string): format is LoggedFormat {
  return Object.hasOwn(GAPS, format);
}

describe('logs of one session', () => {
  it('are there in every format', () => {
    expect([...new Set(logs.map(({ format }) => format))].toSorted()).toEqual(Object.keys(GAPS).toSorted());
  });

  it.each(logs)('$session: that in the format $format says what the recording says', ({ session, format }) => {
    if (!isLogged(format)) throw new Error(format);
    const log = read(session, format);
    expect(log?.conversations).toHaveLength(1);
    const scripts = log?.conversations.map((conversation) =>
      convert(conversation, { heading: [], secrets: new Set(), redactMail: false, hasMessages: log.hasMessages }),
    );
    const [script = ''] = scripts ?? [];
    expect(differs(saidBy(sample(session, 'session.pop3')), saidBy(script), GAPS[format])).toBeUndefined();
    // The password, and the response of PLAIN with it.
    for (const secret of ['secret2', 'c2VjcmV0Mg==', 'AGJvYgBzZWNyZXQy']) expect(script).not.toContain(secret);
  });

  // Of a capture these are not its octets, but what tshark has made of them.
  it.each(logs.filter(({ format }) => format !== 'pcap'))(
    '$session: that of $format is known',
    ({ session, format }) => {
      expect(guess(sample(session, format === 'rawlog' ? 'log.in' : `log.${format}`))).toBe(format);
    },
  );
});

describe('a comparison', () => {
  const recorded = saidBy('S: +OK\nC: RETR 1\nS: +OK\nS: one\nS: .\nC: QUIT\nS: +OK bye\n');

  it('leaves out only what the format leaves out', () => {
    const imported = saidBy('S: +OK\nC: RETR 1\nS: +OK\nS: .\n');
    expect(differs(recorded, imported, { messages: true, farewell: true })).toBeUndefined();
    expect(differs(recorded, imported, { farewell: true })).toBe(
      String.raw`the server: "+OK\r\none\r\n.\r\n" recorded, "+OK\r\n.\r\n" imported`,
    );
    expect(differs(recorded, imported, { messages: true })).toBe('the client: "QUIT" recorded, "nothing" imported');
  });

  it('of what begins behind the login finds what is said behind it', () => {
    const login = 'S: +OK\nC: USER {user}\nS: +OK\nC: PASS {password...}\nS: +OK in\n';
    const whole = saidBy(`${login}C: STAT\nS: +OK 1 2\n`);
    expect(differs(whole, saidBy(`${login}C: STAT\nS: +OK 1 2\n`), GAPS.rawlog)).toBeUndefined();
    expect(differs(whole, saidBy(`${login}C: STAT\nS: +OK 1 3\n`), GAPS.rawlog)).toMatch(/^the server: /);
    expect(differs(whole, saidBy(login), GAPS.rawlog)).toBe('nothing of the client is in it');
  });
});
