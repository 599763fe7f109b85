import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ownFolder, run, sentenceOf } from './main.test.support.ts';

const SAMPLES = fileURLToPath(new URL('../import/samples/', import.meta.url));

const hasTshark = spawnSync('tshark', ['--version']).status === 0;

/** A folder with a sample in it. */
async function folderWith(sample: string): Promise<string> {
  const folder = await ownFolder();
  await copyFile(path.join(SAMPLES, sample), path.join(folder, sample));
  return folder;
}

describe('pop3spec import', () => {
  it('makes a recording that can be judged, without the password', async () => {
    const folder = await folderWith('mpop.txt');
    const { status, stdout } = await run(['import', 'mpop.txt', '-o', 'bug.pop3'], folder);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'imported bug.pop3 (mpop)\n' });
    const text = await readFile(path.join(folder, 'bug.pop3'), 'utf8');
    expect(text).toMatch(
      /^# imported by pop3spec \S+ from mpop: mpop\.txt, conversation 1\n# the log does not tell how lines end/,
    );
    for (const secret of ['opensesame', Buffer.from('opensesame').toString('base64')])
      expect(text).not.toContain(secret);
    expect((await run(['judge', 'bug.pop3', '--quiet'], folder)).status).toBe(0);
  });

  it('writes a file for each conversation of a log', async () => {
    const folder = await ownFolder();
    const one = '* Connected to x\n< +OK\n> QUIT\n< +OK\n* Closing connection 0\n';
    await writeFile(path.join(folder, 'curl.txt'), one + one);
    expect((await run(['import', 'curl.txt', '--format', 'curl', '-o', 'bug.pop3'], folder)).status).toBe(0);
    expect((await readdir(folder)).toSorted()).toEqual(['bug-2.pop3', 'bug.pop3', 'curl.txt']);
  });

  it('puts the halves of a rawlog together', async () => {
    const folder = await ownFolder();
    await writeFile(path.join(folder, '1.in'), '1700000000.200000 QUIT\r\n');
    await writeFile(path.join(folder, '1.out'), '1700000000.100000 +OK\r\n1700000000.300000 +OK\r\n');
    expect((await run(['import', '1.out', '-o', 'bug.pop3'], folder)).status).toBe(0);
    expect(await readFile(path.join(folder, 'bug.pop3'), 'utf8')).toContain(
      'S: +OK\nclient wait 100ms\nC: QUIT\nwait 100ms\nS: +OK\n',
    );
  });

  it.runIf(hasTshark)('reads a capture by tshark', async () => {
    const folder = await folderWith('session.pcap');
    const { status, stdout } = await run(['import', 'session.pcap', '-o', 'bug.pop3'], folder);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'imported bug.pop3 (pcap)\n' });
    const text = await readFile(path.join(folder, 'bug.pop3'), 'utf8');
    expect(text).toMatch(/C: LIST\n(?:wait .*\n)?S: \+OK Scan listing follows\nS: 1 50\nS: \.\n/);
    expect(text).not.toContain('opensesame');
  });

  it('says that there is no tshark, where there is none', async () => {
    const folder = await folderWith('session.pcap');
    await mkdir(path.join(folder, 'empty'));
    const ended = await run(['import', 'session.pcap', '-o', 'bug.pop3'], folder, { PATH: path.join(folder, 'empty') });
    expect(sentenceOf(ended, 2)).toMatch(/read by tshark, which is not installed/);
  });

  it.each([
    [['none.txt'], /none\.txt can't be read/],
    [['letter.txt'], /what kind of log letter\.txt is can't be told; an option --format says/],
    [['letter.txt', '--format', 'curl'], /there is no conversation in letter\.txt, read as curl/],
    [['letter.txt', '--format', 'word'], /--format: "word" is not one of pcap, rawlog/],
    [['letter.txt', '--format', 'rawlog'], /is no half of a rawlog/],
  ])('refuses %j', async (words, sentence) => {
    const folder = await ownFolder();
    await writeFile(path.join(folder, 'letter.txt'), 'Dear all,\n');
    expect(sentenceOf(await run(['import', ...words, '-o', 'bug.pop3'], folder), 2)).toMatch(sentence);
    expect(await readdir(folder)).toEqual(['letter.txt']);
  });
});
