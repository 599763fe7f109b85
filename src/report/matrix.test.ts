import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';

import { read } from './html/characters.test.support.ts';
import { renderMatrixHtml } from './html/matrix.ts';
import { matrixOf } from './matrix.ts';
import { HOSTILE, SAMPLE_READINGS, requirement, sampleResult, summaryOf } from './sample.ts';
import { renderMatrixJson } from './several-json.ts';
import { renderMatrix } from './several.ts';
import type { RunResult } from '../verdict/result.ts';
import { widthOf } from './wrap.ts';

function named(name: string, more: Partial<RunResult> = {}): RunResult {
  const sample = sampleResult(more);
  return { ...sample, target: { ...sample.target, name, tls: 'none' } };
}

const few = [requirement('2449-5-S1', 'pass'), requirement('2449-5-S77', 'not-applicable')];
const MATRIX = matrixOf([named('one'), named('two'), named('one', { requirements: few, summary: summaryOf(few) })]);

describe('matrixOf', () => {
  it('has a column for each result, no two with the same name, and a row for each requirement that one of them knows', () => {
    expect(MATRIX.columns.map(({ name }) => name)).toEqual(['one', 'two', 'one #2']);
    expect(MATRIX.rows.map(({ requirement: { id } }) => id).slice(0, 4)).toEqual([
      '2449-3-S6',
      '2449-5-S1',
      '2449-5-S3',
      '2449-5-S77',
    ]);
    expect(MATRIX.rows[3]?.cells.map((cell) => cell?.verdict)).toEqual([undefined, undefined, 'not-applicable']);
  });

  it('tells a target under TLS from the same without', () => {
    const secured = { ...sampleResult(), target: { ...sampleResult().target, name: 'one', tls: 'stls' as const } };
    expect(matrixOf([named('one'), secured]).columns[1]?.name).toBe('one (STLS)');
  });
});

describe('a matrix', () => {
  const page = read(renderMatrixHtml(MATRIX, SAMPLE_READINGS));

  it('leads from each cell to its evidence, which is on the page', () => {
    const anchors = [...page.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(anchors).size).toBe(anchors.length);
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !anchors.includes(id))).toEqual([]);
    expect(links).toContain('2449-3-S6.t2');
    expect(page).toMatch(/<details id="2449-3-S6\.t2">[^]*?LOGIN-DELAY ⟦ ⟧900/);
  });

  it('shows hostile text as text', () => {
    expect(page).not.toContain(HOSTILE);
    expect(page).not.toMatch(/[^\n\P{C}]/u);
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it('is a table of marks at a terminal', () => {
    const options = { chalk: new Chalk({ level: 0 }), width: 80 };
    const text = renderMatrix(MATRIX, false, options);
    expect(text).toMatch(/^1 {2}one: non-conforming, 2 of 9 requirements passed, 2 failed/);
    expect(text).toContain('2449-3-S6     MUST    ✗ ✗  \n');
    expect(text.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(renderMatrix(MATRIX, true, options)).not.toContain('2449-3-S6');
  });

  it('is JSON with the verdicts in the order of the targets', () => {
    const { targets, requirements } = JSON.parse(renderMatrixJson(MATRIX));
    expect(targets.map(({ name }: { name: string }) => name)).toEqual(['one', 'two', 'one #2']);
    expect(requirements[0]).toMatchObject({ id: '2449-3-S6', verdicts: ['fail', 'fail', null] });
  });
});
