/** That what the README shows of the conversation language can be played. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { scriptedConfig } from './scripted.ts';
import { defaults } from './testing.ts';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
const LANGUAGE = README.slice(README.indexOf('## The conversation language'), README.indexOf('## Licence'));
const SCRIPTS = [...LANGUAGE.matchAll(/^```\n(.*?)^```$/gms)].map(([, script = '']) => script);
const SETTINGS = [...LANGUAGE.matchAll(/`(engine: [^`]*)`/g)].map(([, setting = '']) => setting);

it.each([...SCRIPTS, ...SETTINGS.filter((setting) => !setting.includes('NAME'))])('%j', async (script) => {
  const scripted = scriptedConfig(script, await defaults());
  expect(scripted.ok ? [] : scripted.mistakes).toEqual([]);
});

it('shows scripts and settings', () => {
  expect(SCRIPTS.length).toBeGreaterThan(5);
  expect(SETTINGS.length).toBeGreaterThan(20);
});
