import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../report/json.ts';
import { testBrowser } from '../target/launch/browser.test.support.ts';
import type { RunResult } from '../verdict/result.ts';
import { expectFit, ownFolder, run, sentenceOf, type Ended } from './main.test.support.ts';

/** The result of a small run on the built-in server, made once. */
let madeOnce: Promise<string> | undefined;

async function smallRun(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pop3spec-'));
  const ended = await run(['server', '--only', '2449-5-S1,2449-3-S2', '--quiet', '--json', 'result.json'], folder);
  const text = ended.status === 0 ? await readFile(path.join(folder, 'result.json'), 'utf8') : ended.stderr;
  await rm(folder, { recursive: true });
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  return text;
}

/** A folder with that result, and a pair of keys. */
async function certifiable(): Promise<{ folder: string; words: string[] }> {
  const folder = await ownFolder();
  await writeFile(path.join(folder, 'result.json'), await (madeOnce ??= smallRun()));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await writeFile(path.join(folder, 'key.pem'), String(privateKey.export({ format: 'pem', type: 'pkcs8' })));
  await writeFile(path.join(folder, 'pub.pem'), String(publicKey.export({ format: 'pem', type: 'spki' })));
  return { folder, words: ['verify', 'c.intoto.json', '--key', 'pub.pem', '--result', 'result.json'] };
}

/** What `verify` says, line by line, having ended with the status. */
function linesOf(ended: Ended, status: number): string[] {
  expect(ended).toMatchObject({ status, stderr: '' });
  expectFit(ended.stdout);
  return ended.stdout.trimEnd().split('\n');
}

async function changed(folder: string, change: (result: RunResult) => RunResult): Promise<void> {
  const file = path.join(folder, 'result.json');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the file was written by the same version
  await writeFile(file, renderJson(change(JSON.parse(await readFile(file, 'utf8')) as RunResult)));
}

/** Many processes, one after the other. */
const PATIENCE = { timeout: 180_000 };

describe('certify and verify', PATIENCE, () => {
  it('make a signed certificate, and tell which octet or verdict was changed', async () => {
    const { folder, words } = await certifiable();
    const made = await run(['certify', 'result.json', '-o', 'c', '--sign', 'key.pem', '--no-pdf'], folder);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toMatch(
      /^Incomplete: \d+\/\d+ MUST, \d+ untested\nSigned with sha256:.*\nWritten: c.intoto.json, c.svg\n$/,
    );
    expect(linesOf(await run(words, folder), 0).at(-1)).toBe('VALID');

    const file = path.join(folder, 'result.json');
    const original = await readFile(file, 'utf8');
    await writeFile(file, original.replace('"data": "CAPA\\r\\n"', '"data": "CAPa\\r\\n"'));
    const octet = linesOf(await run(words, folder), 1);
    expect(octet).toContainEqual(
      expect.stringMatching(/^✗ 2449-.*\.feature:\d+ \(.*\): the transcript is not the one/),
    );
    expect(octet.at(-1)).toBe('NOT VALID');

    await writeFile(file, original);
    await changed(folder, (result) => ({
      ...result,
      requirements: result.requirements.map((each) =>
        each.id === '2449-5-S1' ? { ...each, verdict: 'advice' as const } : each,
      ),
    }));
    const verdict = linesOf(await run(words, folder), 1);
    expect(verdict).toContain('✗ 2449-5-S1: the certificate says "pass", the result file "advice"');
    expect(verdict).toContain('✗ 2449-5-S1: the verdict is "advice", and its scenarios come to "pass"');
    const refused = await run(['certify', 'result.json', '--no-pdf'], folder);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /is not certified, since it contradicts itself:\n2449-5-S1: the verdict is "advice"/,
    );

    const certificate = path.join(folder, 'c.intoto.json');
    const envelope = await readFile(certificate, 'utf8');
    await writeFile(
      certificate,
      envelope.replace(/"payload": "(.)/, (_, first) => `"payload": "${first === 'e' ? 'f' : 'e'}`),
    );
    const broken = linesOf(await run(words, folder), 1);
    expect(broken).toContainEqual(expect.stringMatching(/^✗ it is not signed with sha256:/));
  });

  it('say what was not checked', async () => {
    const { folder } = await certifiable();
    expect((await run(['certify', 'result.json', '--no-pdf'], folder)).status).toBe(0);
    expect(await readdir(folder)).toContain('certificate.intoto.json');
    const lines = linesOf(await run(['verify', 'certificate.intoto.json'], folder), 0);
    expect(lines).toContain('? it is not signed: anybody could have written it');
    expect(lines).toContain('? the transcripts are not checked: add --result RESULT.json');
    expect(lines.at(-1)).toBe('VALID as far as it was checked');
    const wanted = linesOf(await run(['verify', 'certificate.intoto.json', '--key', 'pub.pem'], folder), 1);
    expect(wanted).toContain('✗ it is not signed: anybody could have written it');
  });

  it('print a PDF', async () => {
    const { folder } = await certifiable();
    const program = await testBrowser();
    const ended = await run(['certify', 'result.json', '-o', 'c', '--browser', program], folder);
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect((await readFile(path.join(folder, 'c.pdf'))).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });

  it('refuse what they can not use, in so many words', async () => {
    const { folder } = await certifiable();
    const refused = async (...words: string[]): Promise<string> => sentenceOf(await run(words, folder), 2);
    expect(await refused('certify', 'nothing.json')).toMatch(/nothing.json can't be read: no such file/);
    expect(await refused('certify', 'result.json', '--no-pdf', '--sign', 'pub.pem')).toMatch(
      /--sign: pub.pem: it is a public key/,
    );
    expect(await refused('certify', 'result.json', '--browser', '/dev/null')).toMatch(
      /can't be printed: .*; --no-pdf leaves it out/,
    );
    expect(await refused('verify', 'result.json')).toMatch(/result.json is no certificate/);
    expect(await refused('verify', 'pub.pem', '--key', 'key.pem')).toMatch(/--key: key.pem: it is a private key/);
    await changed(folder, (result) => ({ ...result, shard: { index: 1, of: 2, scenarios: 9, plan: 'x' } }));
    expect(await refused('certify', 'result.json', '--no-pdf')).toMatch(/it is part 1 of 2: merge the parts first/);
    await changed(folder, ({ shard: _shard, ...whole }) => ({ ...whole, faults: ['a bug'] }));
    expect(await refused('certify', 'result.json', '--no-pdf')).toMatch(/it says nothing of the target/);
  });
});
