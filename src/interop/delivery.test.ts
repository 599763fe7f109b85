import { chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deliverToMaildir, deliverToMbox } from './delivery.ts';

const ROOT = process.getuid?.() === 0;

async function mailbox(): Promise<{ folder: string; maildir: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pop3spec-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const maildir = path.join(folder, 'alice', 'Maildir');
  for (const each of ['cur', 'new', 'tmp']) await mkdir(path.join(maildir, each), { recursive: true });
  if (ROOT) await chown(maildir, 5000, 5001);
  return { folder, maildir };
}

test('messages arrive in order, with LF, for the eyes of the owner of the Maildir only', async () => {
  const { folder, maildir } = await mailbox();
  const deliver = deliverToMaildir(folder);
  const octets = Buffer.concat([Buffer.from('Subject: 1\r\n\r\nbare CR \r stays\r\n'), Buffer.from([0xe9])]);
  await deliver('alice', octets);
  await deliver('alice', Buffer.from('Subject: 2\r\n\r\n'));
  expect(await readdir(path.join(maildir, 'tmp'))).toEqual([]);
  const [first = '', second = ''] = (await readdir(path.join(maildir, 'new'))).toSorted();
  expect(await readFile(path.join(maildir, 'new', first), 'latin1')).toBe('Subject: 1\n\nbare CR \r stays\n\xe9');
  expect(await readFile(path.join(maildir, 'new', second), 'latin1')).toBe('Subject: 2\n\n');
  const { mode, uid, gid } = await stat(path.join(maildir, 'new', first));
  expect(mode & 0o777).toBe(0o600);
  expect([uid, gid]).toEqual(ROOT ? [5000, 5001] : [process.getuid?.(), process.getgid?.()]);
});

test('a user without a Maildir is an error', async () => {
  const { folder } = await mailbox();
  await expect(deliverToMaildir(folder)('bob', Buffer.from('x'))).rejects.toThrow('ENOENT');
});

test('an mbox grows by the message, and a line of it that begins with From begins no other', async () => {
  const { folder } = await mailbox();
  const mbox = path.join(folder, 'carol');
  await writeFile(mbox, '');
  await deliverToMbox(folder)('carol', Buffer.from('Subject: 1\r\n\r\nFrom here\r\n>From there\r\nFromage\r\n'));
  await deliverToMbox(folder)('carol', Buffer.from('Subject: 2\r\n\r\n'));
  const separator = 'From pop3spec@example.org Thu Jan  1 00:00:00 2026';
  expect(await readFile(mbox, 'latin1')).toBe(
    `${separator}\nSubject: 1\n\n>From here\n>>From there\nFromage\n\n${separator}\nSubject: 2\n\n\n`,
  );
});

test('a user without an mbox is an error, and gets none', async () => {
  const { folder } = await mailbox();
  await expect(deliverToMbox(folder)('bob', Buffer.from('x'))).rejects.toThrow('ENOENT');
  expect(await readdir(folder)).toEqual(['alice']);
});
