/** How lines are read: keywords, parameters, lengths, line ends. Server part of RFC 1939 section 3, RFC 2449 sections 3, 4. */

import { describe, expect, it } from 'vitest';
import { base64, openClient, openMaildrop, startServer, TestClient } from './testing.ts';

/** A command of so many octets, its CRLF counted. */
function long(keyword: string, length: number): string {
  return `${keyword} `.padEnd(length - '\r\n'.length, 'x');
}

describe('the greeting', () => {
  it('comes before any command, with a timestamp that no other has (2449-3-S1, 2449-3-S7, 1939-7-S1)', async () => {
    const server = await startServer();
    const greetings = await Promise.all([1, 2, 3].map(async () => (await TestClient.open(server)).greeting));
    for (const greeting of greetings) expect(greeting).toMatch(/^\+OK [\x20-\x7e]+ <[a-z0-9.]+@[a-z0-9.]+>$/);
    expect(new Set(greetings).size).toBe(3);
  });
});

describe('a command', () => {
  it.each([
    'XXXX',
    'FOO',
    '',
    'LONGER',
    'CAPAX',
    ' CAPA',
    'CAPA ',
    'CAPA X',
    'NOOP\t',
    'QUIT now',
    'STAT\0',
    'LANG  en',
  ])('that is %j gets -ERR, and the session goes on (1939-3-S1, 2449-5-S9)', async (text) => {
    const client = await openMaildrop();
    expect(await client.commands(text, 'NOOP')).toEqual([expect.stringMatching(/^-ERR/), '+OK Nothing done']);
  });

  it.each(['STAT', 'LIST', 'RETR 1', 'DELE 1', 'NOOP', 'RSET', 'TOP 1 0', 'UIDL'])(
    '%s is refused before login (1939-3-S2)',
    async (text) => {
      const client = await openClient();
      expect(await client.commands(text, 'LANG en')).toEqual([
        '-ERR Command not valid in this state',
        '+OK en Language changed',
      ]);
    },
  );

  it.each(['USER alice', 'PASS wonderland', 'APOP alice 0', 'AUTH PLAIN', 'STLS', 'UTF8'])(
    '%s is refused after login (1939-3-S2, 5034-4-S6, 2595-4-S1)',
    async (text) => {
      const client = await openMaildrop();
      expect(await client.commands(text, 'STAT')).toEqual([
        '-ERR Command not valid in this state',
        expect.stringMatching(/^\+OK 4 /),
      ]);
    },
  );

  it('is known by its keyword in any case (1939-3-S3)', async () => {
    const client = await openClient();
    expect((await client.listing('cApA')).first).toBe('+OK Capability list follows');
    expect(await client.commands('uSeR alice', 'pass wonderland', 'noop', 'Stat')).toEqual([
      '+OK Send your password',
      '+OK Maildrop locked and ready',
      '+OK Nothing done',
      expect.stringMatching(/^\+OK 4 /),
    ]);
  });

  it('may be 255 octets long with its CRLF, and no longer (2449-4-S1)', async () => {
    const client = await openClient();
    expect(
      await client.commands(
        long('USER', 255),
        long('PASS', 255),
        long('USER', 256),
        long('USER', 255),
        long('PASS', 256),
        'NOOP',
      ),
    ).toEqual([
      '+OK Send your password',
      '-ERR [AUTH] Wrong name or password',
      '-ERR Line too long',
      '+OK Send your password',
      '-ERR Line too long',
      '-ERR Command not valid in this state',
    ]);
  });

  it('of 255 octets may come in pieces', async () => {
    const client = await openClient();
    await client.sendByOctet(`USER ${'u'.repeat(248)}\r\n`);
    expect(await client.line()).toBe('+OK Send your password');
  });

  it('takes an initial response that brings AUTH to the limit (2449-4-S1)', async () => {
    const client = await openClient();
    await client.command('STLS');
    await client.startTls();
    const response = base64(`\0alice\0${'p'.repeat(171)}`);
    expect(`AUTH PLAIN ${response}\r\n`.length).toBe(253);
    expect(await client.commands(`AUTH PLAIN ${response}`, `AUTH PLAIN ${response}AAAA`, 'NOOP')).toEqual([
      '-ERR [AUTH] Wrong name or password',
      '-ERR Line too long',
      '-ERR Command not valid in this state',
    ]);
  });

  it('of a million octets gets one -ERR, and the session is in step', async () => {
    const client = await openMaildrop();
    client.send(`${'x'.repeat(1_000_000)}\r\nNOOP\r\n`);
    expect([await client.line(), await client.line()]).toEqual(['-ERR Line too long', '+OK Nothing done']);
  });

  it('that ends in a bare LF is none, and is not executed', async () => {
    const client = await openMaildrop();
    client.send('DELE 1\nNOOP\r\nDELE 1\r\r\nSTAT\r\n');
    expect([await client.line(), await client.line(), await client.line(), await client.line()]).toEqual([
      '-ERR Not a valid command line',
      '+OK Nothing done',
      '-ERR Not a valid command line',
      expect.stringMatching(/^\+OK 4 /),
    ]);
  });

  it('with octets outside ASCII is refused, but for names and passwords (6856-2-S1)', async () => {
    const client = await openClient();
    expect(await client.commands('LANG d\xe9', 'USER \xc3\xbc', 'USER \xff')).toEqual([
      '-ERR Not a valid command line',
      '+OK Send your password',
      '-ERR Not a valid name',
    ]);
  });
});

describe('the first line of an answer', () => {
  it('is at most 512 octets, and never an echo (2449-4-S3)', async () => {
    const client = await openClient();
    const [answer] = await client.commands('Z'.repeat(253));
    expect(answer).toBe('-ERR Unknown command');
  });
});
