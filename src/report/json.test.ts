import { describe, expect, it } from 'vitest';

import type { RunResult } from '../verdict/result.ts';
import { renderJson } from './json.ts';
import { sampleResult } from './sample.ts';

/** The same value with the keys of every object reversed. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]) => [key, reversed(field)])
      .toReversed(),
  );
}

describe('renderJson', () => {
  const result = sampleResult();
  const json = renderJson(result);

  it('holds the whole result, hostile octets and all', () => {
    expect(JSON.parse(json)).toEqual(result);
  });

  it('is printable ASCII, indented by two', () => {
    expect(json).toMatch(/^[\n -~]*$/);
    expect(json).toContain('\n  "schema": 1,\n');
    expect(json.endsWith('}\n')).toBe(true);
  });

  it('has the keys in the order of the schema', () => {
    const parsed: RunResult = JSON.parse(json);
    expect(Object.keys(parsed).filter((key) => key !== 'interrupted')).toEqual([
      'schema',
      'suite',
      'role',
      'target',
      'started',
      'durationMs',
      'verdict',
      'faults',
      'summary',
      'claims',
      'requirements',
    ]);
    expect(Object.keys(parsed.summary)).toEqual(['MUST', 'SHOULD', 'MAY']);
    expect(Object.keys(parsed.requirements.at(0) ?? {}).slice(0, 5)).toEqual(['id', 'rfc', 'section', 'role', 'level']);
  });

  it('does not depend on the order in which the result was put together', () => {
    const other: RunResult = JSON.parse(JSON.stringify(reversed(result)));
    expect(renderJson(other)).toBe(json);
  });

  it('keeps a field that this version does not know', () => {
    const extended = { ...result, signature: 'none' };
    expect(JSON.parse(renderJson(extended))).toHaveProperty('signature', 'none');
  });
});
