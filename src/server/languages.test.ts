/** UTF8 and LANG (RFC 6856). */

import { describe, expect, it } from 'vitest';
import { LANGUAGES, lookUpLanguage, type Language } from './texts.ts';
import { openClient, openMaildrop, startServer, TestClient, without } from './testing.ts';

const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('UTF8 (RFC 6856 section 2)', () => {
  it('is a command without argument before login (6856-2-S1)', async () => {
    const client = await openClient();
    expect(await client.commands('UTF8 USER', 'UTF8', 'UTF8')).toEqual([
      '-ERR Wrong arguments',
      '+OK UTF-8 mode enabled',
      '+OK UTF-8 mode enabled',
    ]);
  });

  it('is what a message that is not ASCII needs (6856-2-S2)', async () => {
    const client = await openMaildrop();
    expect(await client.commands('RETR 4', 'TOP 4 0', 'LIST 4')).toEqual([
      '-ERR [UTF8] Message needs UTF-8 mode',
      '-ERR [UTF8] Message needs UTF-8 mode',
      expect.stringMatching(/^\+OK 4 [0-9]+$/),
    ]);
  });

  it('lets it through as it is', async () => {
    const client = await openClient();
    await client.command('UTF8');
    await client.logIn();
    const [, , size] = (await client.command('LIST 4')).split(' ');
    const { lines } = await client.listing('RETR 4');
    expect(lines).toContain(utf8('Subject: Grüße aus Århus'));
    expect(lines.map((line) => `${line}\r\n`).join('')).toHaveLength(Number(size));
  });

  it('where it is off, leaves messages as RFC 1939 has them', async () => {
    const client = await openMaildrop(await without('UTF8'));
    expect((await client.listing('RETR 4')).lines).toContain(utf8('Subject: Grüße aus Århus'));
  });
});

describe('LANG (RFC 6856 section 3)', () => {
  it('lists the languages, each with its own name (6856-3-S1)', async () => {
    const client = await openClient();
    expect(await client.listing('LANG')).toEqual({
      first: '+OK Language listing follows',
      lines: ['en English', 'de Deutsch', utf8('fr Français')],
    });
  });

  it('changes the language of all that follows, and keeps it where it fails', async () => {
    const client = await openClient();
    expect(
      await client.commands('LANG de-AT', 'XXXX', 'LANG xx-nonsense', 'LANG fr', 'XXXX', 'LANG en', 'XXXX'),
    ).toEqual([
      utf8('+OK de Sprache geändert'),
      '-ERR Unbekannter Befehl',
      utf8('-ERR Sprache nicht verfügbar'),
      utf8('+OK fr Langue changée'),
      '-ERR Commande inconnue',
      '+OK en Language changed',
      '-ERR Unknown command',
    ]);
  });

  it('takes "*" as the preferred language: of the site, and after login of the user', async () => {
    const server = await startServer({ preferredLanguage: 'fr' });
    const client = await TestClient.open(server);
    expect(await client.commands('USER alice', 'LANG *', 'LANG en')).toEqual([
      '+OK Send your password',
      utf8('+OK fr Langue changée'),
      '+OK en Language changed',
    ]);
    await client.logIn();
    expect(await client.command('LANG *')).toBe(utf8('+OK de Sprache geändert'));
  });

  it('keeps the text of answers in bounds in every language', () => {
    for (const { texts } of Object.values(LANGUAGES)) {
      for (const text of Object.values(texts)) expect(text).toMatch(/^[^[\p{C}][^\p{C}]{0,99}$/u);
    }
    expect(Object.values(LANGUAGES.en.texts).join('')).toMatch(/^[ -~]+$/);
  });

  it.each<[string, Language | undefined]>([
    ['en', 'en'],
    ['EN', 'en'],
    ['de-CH-1996', 'de'],
    ['fr-x-private', 'fr'],
    ['e', undefined],
    ['eng', undefined],
    ['', undefined],
    ['-', undefined],
    ['en-', undefined],
    ['toolongsubtag', undefined],
    ['*-CH', undefined],
    ['constructor', undefined],
  ])('finds for the range %j the language %j', (range, language) => {
    expect(lookUpLanguage(range, ['en', 'de', 'fr'])).toBe(language);
  });
});
