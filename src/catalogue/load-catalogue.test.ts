import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCatalogue } from './load-catalogue.ts';
import { featureOf, ruleOf } from './testing.ts';

let base = '';

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'pop3spec-catalogue-'));
  mkdirSync(join(base, 'features', 'deep'), { recursive: true });
});

afterEach(() => {
  rmSync(base, { recursive: true });
});

it('reads the feature files of a folder and those in it, and nothing else', async () => {
  writeFileSync(join(base, 'features', 'b.feature'), featureOf(ruleOf('2449-5-S2', 'MUST')));
  writeFileSync(join(base, 'features', 'deep', 'a.feature'), featureOf(ruleOf('2449-5-S1', 'MUST')));
  writeFileSync(join(base, 'features', 'notes.txt'), 'no feature');
  const { requirements, problems } = await loadCatalogue([{ directory: join(base, 'features'), base }]);
  expect(problems).toEqual([]);
  expect(requirements.map(({ id, uri }) => `${id} ${uri}`)).toEqual([
    '2449-5-S1 features/deep/a.feature',
    '2449-5-S2 features/b.feature',
  ]);
});

it('reports a file that cannot be parsed, and reads the others', async () => {
  writeFileSync(join(base, 'features', 'a.feature'), featureOf(ruleOf('2449-5-S1', 'MUST')));
  writeFileSync(join(base, 'features', 'b.feature'), 'Feature: f\n  Scenario: s\n    Given a\n  Nonsense\n');
  const { requirements, problems } = await loadCatalogue([{ directory: join(base, 'features'), base }]);
  expect(requirements).toHaveLength(1);
  expect(problems).toMatchObject([{ uri: 'features/b.feature', line: 4 }]);
});

it('reports one id in two folders, and a folder without features', async () => {
  const text = featureOf(ruleOf('2449-5-S1', 'MUST'));
  writeFileSync(join(base, 'features', 'a.feature'), text);
  mkdirSync(join(base, 'own'));
  mkdirSync(join(base, 'empty'));
  writeFileSync(join(base, 'own', 'b.feature'), text);
  const sources = ['features', 'own', 'empty'].map((folder) => ({ directory: join(base, folder), base }));
  expect((await loadCatalogue(sources)).problems.map(({ uri, message }) => `${uri}: ${message}`)).toEqual([
    'empty: there is no .feature file in this folder',
    'own/b.feature: 2449-5-S1 is the id of another Rule too, at features/a.feature:5',
  ]);
});
