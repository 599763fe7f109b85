/** What a script can set of the engine by name. */

import { describe, expect, it } from 'vitest';
import { scriptedConfig } from './scripted.ts';
import { loggedIn, said, serve, talk } from './scripted.test.support.ts';
import { defaults, TestClient, withMessages } from './testing.ts';

describe('settings of the engine', () => {
  it.each([
    ['without TOP CAPA', 'CAPA', '-ERR Unknown command'],
    ['only USER', 'LANG', '-ERR Unknown command'],
    ['mechanisms', 'AUTH CRAM-MD5', '-ERR Mechanism not supported'],
    ['no-clear-passwords', 'USER alice', '-ERR Not available without TLS'],
    ['languages de', 'LANG en', '-ERR Language not available'],
    ['languages de', 'LANG *', expect.stringMatching(/^\+OK de /)],
    ['command-limit 5', 'LANG en', '-ERR Line too long'],
    ['spellings LANG', 'lang', '-ERR Unknown command'],
    ['spellings LANG lang', 'lang xx', '-ERR Language not available'],
    ['spellings LANG lang', 'Lang', '-ERR Unknown command'],
    ['spellings CAPA', 'lang xx', '-ERR Language not available'],
  ])('%s', async (setting, command, expected) => {
    expect(await (await talk(`engine: ${setting}`)).command(command)).toEqual(expected);
  });

  it('are seen in CAPA', async () => {
    const client = await talk(
      'engine: implementation A b\nengine: login-delay 7\nengine: expire 3\nengine: expire NEVER bob\nengine: clear-mechanisms PLAIN',
    );
    const { lines } = await client.listing('CAPA');
    expect(lines).toEqual(
      expect.arrayContaining(['IMPLEMENTATION A b', 'LOGIN-DELAY 7', 'EXPIRE 3 USER', 'SASL PLAIN']),
    );
  });

  it('end an idle session in one state only', async () => {
    const server = await serve('engine: autologout 40ms after-login');
    const [idle, entered] = [await TestClient.open(server), await TestClient.open(server)];
    await entered.logIn();
    expect(await entered.rest()).toBe('');
    expect(await idle.command('QUIT')).toMatch(/^\+OK/);
  });

  it('change the policy, together with rules', async () => {
    const client = await loggedIn('engine: no-stuffing\nC: NOOP\nS: +OK', await withMessages('.\r\nb'));
    expect(await client.listing('RETR 1')).toEqual({ first: '+OK Message follows', lines: [] });
    expect(await client.commands('NOOP')).toEqual(['b']);
  });

  it.each([
    ['without', 'without'],
    ['without FOO', 'without FOO'],
    ['login-delay x', 'login-delay x'],
    ['login-delay 1 nobody', 'login-delay 1 nobody'],
    ['autologout 5', 'autologout 5'],
    ['autologout 5s sometimes', 'autologout 5s sometimes'],
    ['foo', 'foo'],
  ])('that are wrong are told: %s', async (setting, came) => {
    expect(scriptedConfig(`# \nengine: ${setting}\n`, await defaults(), { file: 'f.pop3' })).toMatchObject({
      ok: false,
      mistakes: [{ file: 'f.pop3', line: 2, column: 1, came }],
    });
  });

  it('may be others', async () => {
    const script = 'engine: swapped\nC: LANG en\nS: +OK en';
    const server = await serve(
      script,
      {},
      {
        settings: new Map([
          [
            'swapped',
            (engine) => ({
              ...engine,
              bends: [
                () => ({ after: (_exchange, { octets, ...rest }) => ({ ...rest, octets: [...octets, ...octets] }) }),
              ],
            }),
          ],
        ]),
      },
    );
    expect(await said(await TestClient.open(server), 'LANG en', 'QUIT')).toMatch(
      /^(\+OK en\r\n){2}(\+OK POP3.*\r\n){2}$/,
    );
  });
});
