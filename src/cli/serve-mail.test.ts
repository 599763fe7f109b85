import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { ownFolder } from './main.test.support.ts';
import { readMessages } from './serve-mail.ts';

/** A maildir with files whose content is their name. */
async function maildir(...files: readonly string[]): Promise<string> {
  const folder = await ownFolder();
  for (const name of ['tmp', 'new', 'cur']) await mkdir(path.join(folder, name));
  for (const file of files) await writeFile(path.join(folder, file), file);
  return folder;
}

describe('messages', () => {
  it('of a maildir come in the order of their delivery, those of files behind them', async () => {
    const folder = await maildir(
      'cur/1000.b.host:2,S',
      'new/999.a.host',
      'cur/1000.a.host:2,',
      'new/.hidden',
      'tmp/1.x',
    );
    const file = path.join(folder, 'last.eml');
    await writeFile(file, 'last');
    const messages = await readMessages(folder, [file]);
    expect(messages.map(String)).toEqual(['new/999.a.host', 'cur/1000.a.host:2,', 'cur/1000.b.host:2,S', 'last']);
  });

  it.each([
    ['--maildir', 'a folder that is no maildir', /neither a folder "new" nor "cur"/],
    ['--maildir', 'nowhere', /^--maildir: \S+nowhere can't be read: no such file/],
    ['--message', 'nowhere', /^--message: \S+nowhere can't be read: no such file/],
  ])('that are not there are told: %s, %s', async (option, what, sentence) => {
    const folder = await ownFolder();
    const place = what === 'nowhere' ? path.join(folder, 'nowhere') : folder;
    const reading = option === '--maildir' ? readMessages(place, []) : readMessages(undefined, [place]);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(sentence);
  });
});
