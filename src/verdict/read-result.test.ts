import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderJson } from '../report/json.ts';
import { sampleResult } from '../report/sample.ts';
import { readResult } from './read-result.ts';

const FILE = renderJson(sampleResult());

/** The sample with one change, as a file. */
function changed(change: (value: { [key: string]: unknown; requirements: Record<string, unknown>[] }) => void): string {
  const value = JSON.parse(FILE);
  change(value);
  return JSON.stringify(value);
}

/** The sample with such launches in its first scenario, as a file. */
function withLaunches(launches: unknown): string {
  return changed(({ requirements: [requirement] }) => {
    const [scenario] = z.array(z.looseObject({})).parse(requirement?.['scenarios']);
    Object.assign(requirement ?? {}, { scenarios: [{ ...scenario, launches }] });
  });
}

function problemsOf(text: string): readonly string[] {
  const outcome = readResult(text);
  return outcome.ok ? [] : outcome.problems;
}

describe('readResult', () => {
  it('gives back what was written', () => {
    const outcome = readResult(FILE);
    expect(outcome.ok && outcome.result).toEqual(sampleResult());
    expect(outcome.ok && renderJson(outcome.result)).toBe(FILE);
  });

  it('gives back the launches of a client, and takes no others', () => {
    const launches = [{ connections: [1, 2], wantsTls: true }];
    const outcome = readResult(withLaunches(launches));
    expect(outcome.ok && outcome.result.requirements[0]?.scenarios[0]?.launches).toEqual(launches);
    expect(problemsOf(withLaunches([{ connections: [1] }]))[0]).toMatch(
      /^requirements\[0\]\.scenarios\[0\]\.launches\[0\]\.wantsTls: /,
    );
  });

  it('keeps fields of a later version', () => {
    const text = changed((value) => {
      value['mood'] = 'sunny';
    });
    const outcome = readResult(text);
    expect(outcome.ok && outcome.result).toMatchObject({ mood: 'sunny' });
  });

  it.each([
    ['', /^the file is empty$/],
    ['<html>', /this is no JSON/],
    ['{\n  "schema": 1,\n  oops\n}', /^line 3, column 3: this is no JSON/],
    [FILE.slice(0, FILE.length >> 1), /the file ends in the middle/],
    ['[]', /no result file of pop3spec/],
    ['{"name": "something else", "version": 3}', /no result file of pop3spec/],
    [FILE.replace('"schema": 1', '"schema": 2'), /schema version 2, and this pop3spec reads version 1/],
  ])('says what a file is that is none: %#', (text, words) => {
    const [problem, ...others] = problemsOf(text);
    expect(problem).toMatch(words);
    expect(others).toEqual([]);
  });

  it('says where it is damaged', () => {
    expect(problemsOf(changed(({ requirements }) => delete requirements[2]?.['verdict']))[0]).toMatch(
      /^requirements\[2\]\.verdict: /,
    );
    expect(problemsOf(changed((value) => delete value['target']))[0]).toMatch(/^target: /);
    const wide = FILE.replace(/"data": "[^"]*"/, '"data": "\\u0100"');
    expect(problemsOf(wide)).toEqual([
      'requirements[0].scenarios[0].transcript[0].data: a character beyond U+00FF is no octet',
    ]);
  });

  it('takes no requirement twice', () => {
    const twice = changed((value) => value.requirements.push(...value.requirements));
    expect(problemsOf(twice)).toEqual(['requirements: a requirement is listed twice']);
  });

  it('tells of the first problems and counts the others', () => {
    const problems = problemsOf(changed(({ requirements }) => requirements.forEach((each) => delete each['title'])));
    expect(problems).toHaveLength(6);
    expect(problems.at(-1)).toBe('and 4 more of the kind');
  });
});
