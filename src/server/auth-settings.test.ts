/** What a script can set of logins by name. */

import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../protocol/base64.ts';
import { scriptedConfig } from './scripted.ts';
import { answers, loggedIn, serve, talk } from './scripted.test.support.ts';
import { defaults, TestClient } from './testing.ts';

const base64 = (text: string): string => encodeBase64(Buffer.from(text, 'latin1'));
const PLAIN = 'engine: clear-mechanisms PLAIN CRAM-MD5\n';
const RIGHT = base64('\0alice\0wonderland');
const WRONG = base64('\0alice\0nonsense');

describe('lenient-base64', () => {
  const damaged: Record<string, string> = {
    foreign: `${RIGHT.slice(0, 8)}!${RIGHT.slice(8)}`,
    blanks: `${RIGHT.slice(0, 8)} ${RIGHT.slice(8)}`,
    pads: `=${RIGHT}`,
    tail: `${RIGHT}AAAA`,
    unpadded: RIGHT.replace(/=+$/, ''),
  };

  it.each(Object.keys(damaged))('%s', async (name) => {
    const text = damaged[name] ?? '';
    expect(await answers(`${PLAIN}engine: lenient-base64 ${name}`, 'AUTH PLAIN', text)).toEqual([
      '+ ',
      expect.stringMatching(/^\+OK/),
    ]);
    expect(await answers(PLAIN, 'AUTH PLAIN', text)).toEqual(['+ ', '-ERR Not base64']);
  });

  it('url-safe, and nothing else with it', async () => {
    const script = `${PLAIN}engine: lenient-base64 url-safe`;
    expect(await answers(script, 'AUTH PLAIN', base64('\0~~~\0???').replaceAll('/', '_'))).toEqual([
      '+ ',
      '-ERR [AUTH] Wrong name or password',
    ]);
    expect(await answers(script, 'AUTH PLAIN', damaged['blanks'] ?? '')).toEqual(['+ ', '-ERR Not base64']);
  });
});

describe('once AUTH has ended', () => {
  it.each([
    ['denied', ['AUTH PLAIN', WRONG]],
    ['unsupported', ['AUTH NONE']],
    ['undecoded', ['AUTH PLAIN', '!']],
    ['cancelled', ['AUTH PLAIN', '*']],
  ])('%s, keywords are refused and tags dropped', async (ending, lines) => {
    const client = await talk(
      `${PLAIN}engine: once-auth-${ending} refuses USER AUTH\nengine: once-auth-${ending} drops SASL`,
    );
    expect((await client.listing('CAPA')).lines).toContain('SASL PLAIN CRAM-MD5');
    expect((await client.commands(...lines)).at(-1)).toMatch(/^-ERR/);
    expect(await client.commands('USER alice', 'auth PLAIN')).toEqual(['-ERR Not now', '-ERR Not now']);
    const { lines: after } = await client.listing('CAPA');
    expect(after).not.toContain('SASL PLAIN CRAM-MD5');
    expect(after).toContain('TOP');
  });

  it('otherwise, or was not begun, all is as it should be', async () => {
    const script = `${PLAIN}engine: once-auth-denied refuses USER\nengine: once-auth-accepted drops SASL`;
    expect(await answers(script, 'AUTH PLAIN', '*', 'USER alice', 'PASS wonderland')).toEqual([
      '+ ',
      '-ERR Authentication cancelled',
      expect.stringMatching(/^\+OK/),
      expect.stringMatching(/^\+OK/),
    ]);
    expect((await (await loggedIn(script)).listing('CAPA')).lines).toContain('SASL PLAIN CRAM-MD5');
    const client = await talk(script);
    expect(await client.command(`AUTH PLAIN ${RIGHT}`)).toMatch(/^\+OK/);
    expect((await client.listing('CAPA')).lines).not.toContain('SASL PLAIN CRAM-MD5');
  });
});

describe('other settings of logins', () => {
  it('ignores-cancel-from', async () => {
    expect(await answers('engine: ignores-cancel-from 2', 'AUTH CRAM-MD5', '*', 'NOOP')).toEqual([
      expect.stringMatching(/^\+ /),
      '-ERR Authentication cancelled',
      expect.stringMatching(/^-ERR/),
    ]);
    expect(await answers('engine: ignores-cancel-from 1', 'AUTH CRAM-MD5', '*', 'x', 'CAPA')).toEqual([
      expect.stringMatching(/^\+ /),
      '+ ',
      '-ERR Not base64',
      expect.stringMatching(/^\+OK/),
    ]);
  });

  it('keeps-lock-of-idle', async () => {
    const server = await serve('engine: keeps-lock-of-idle alice');
    const idle = await TestClient.open(server);
    expect(await idle.commands('USER alice', 'PASS wonderland', 'QUIT')).toHaveLength(3);
    const next = await TestClient.open(server);
    expect(await next.commands('USER alice', 'PASS nonsense', 'USER alice', 'PASS wonderland')).toEqual([
      expect.stringMatching(/^\+OK/),
      '-ERR [AUTH] Wrong name or password',
      expect.stringMatching(/^\+OK/),
      '-ERR [IN-USE] Maildrop in use',
    ]);
    const third = await TestClient.open(server);
    expect(await third.logIn()).toMatch(/^\+OK/);
  });

  it('locks-before-password', async () => {
    const server = await serve('engine: locks-before-password');
    const holder = await TestClient.open(server);
    expect(await holder.logIn()).toMatch(/^\+OK/);
    const other = await TestClient.open(server);
    expect(await other.commands('USER alice', 'PASS nonsense')).toEqual([
      expect.stringMatching(/^\+OK/),
      expect.stringMatching(/^-ERR \[IN-USE\]/),
    ]);
  });

  it('delays-at-user', async () => {
    const server = await serve('engine: login-delay 30\nengine: delays-at-user');
    const first = await TestClient.open(server);
    expect(await first.logIn()).toMatch(/^\+OK/);
    await first.command('QUIT');
    const other = await TestClient.open(server);
    expect(await other.commands('USER alice', 'USER nobody')).toEqual([
      expect.stringMatching(/^-ERR \[LOGIN-DELAY\]/),
      expect.stringMatching(/^\+OK/),
    ]);
  });

  it.each([
    ['holds-timestamps 2', [0, 0, 1, 1]],
    ['cycles-timestamps 2', [0, 1, 0, 1]],
  ])('%s', async (setting, expected) => {
    const server = await serve(`engine: ${setting}`);
    const greetings: string[] = [];
    for (let count = 0; count < expected.length; count += 1) greetings.push((await TestClient.open(server)).greeting);
    const distinct = [...new Set(greetings)];
    expect(greetings.map((greeting) => distinct.indexOf(greeting))).toEqual(expected);
  });

  it.each([
    'lenient-base64 all',
    'once-auth-denied',
    'once-auth-denied refuses',
    'once-auth-denied closes USER',
    'ignores-cancel-from 0',
    'ignores-cancel-from',
    'keeps-lock-of-idle',
    'keeps-lock-of-idle nobody',
    'holds-timestamps 1',
  ])('that are wrong are told: %s', async (came) => {
    expect(scriptedConfig(`engine: ${came}\n`, await defaults())).toMatchObject({ ok: false, mistakes: [{ came }] });
  });
});

describe('challenge-octets', () => {
  it.each(['CRAM-MD5', 'SCRAM-SHA-256'])('makes the challenges of %s long', async (mechanism) => {
    const script = `engine: clear-mechanisms ${mechanism}\nengine: challenge-octets 10000`;
    const response = mechanism === 'CRAM-MD5' ? [] : [base64('n,,n=alice,r=abc')];
    const [challenge = '', second = ''] = await answers(script, `AUTH ${mechanism}`, ...response);
    expect((second === '' ? challenge : second).length).toBeGreaterThan(10_000);
  });

  it('wants a number', async () => {
    const scripted = scriptedConfig('engine: challenge-octets many', await defaults());
    expect(scripted.ok).toBe(false);
  });
});
