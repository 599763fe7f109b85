import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { featureDigests } from './feature-digests.ts';

it('tells the digests of the features of a role, whatever their line ends', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'pop3spec-features-'));
  onTestFinished(async () => await rm(root, { recursive: true, force: true }));
  const folder = path.join(root, 'features', 'server', 'rfc2449');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'b.feature'), 'abc\n');
  await writeFile(path.join(folder, 'a.feature'), 'abc\r\n');
  await writeFile(path.join(folder, 'README.md'), 'abc\n');
  // printf 'abc\n' | sha256sum
  const sha256 = 'edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb';
  expect(await featureDigests('server', root)).toEqual([
    { uri: 'features/server/rfc2449/a.feature', sha256 },
    { uri: 'features/server/rfc2449/b.feature', sha256 },
  ]);
  expect(await featureDigests('client', root)).toEqual([]);
});

it('knows our own', async () => {
  expect((await featureDigests('server')).length).toBeGreaterThan(10);
});
