import { describe, expect, it } from 'vitest';
import type { Revision } from '../verdict/baseline.ts';
import { emptyBaseline, parseBaseline, revisedText } from './baseline-file.ts';
import { UsageError } from './errors.ts';

const FILE = `# What we know of our server.

# Until 2.4.
- requirement: 2449-5-S3
  verdict: fail
  reason: >-
    CAPA is cached;
    see our tracker
- scenario: CAPA is repeated # flaky
  verdict: inconclusive
  reason: it closes at times
`;

function mistakesIn(source: string, unwritten = false): string[] {
  try {
    parseBaseline(source, 'b.yaml', unwritten);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.split('\n');
  }
}

function revise(source: string, change: (all: Revision['kept']) => Revision): string {
  const read = parseBaseline(source, 'b.yaml', true);
  return revisedText(read, change(read.baseline.entries));
}

describe('reading', () => {
  it('gives each entry with its line', () => {
    expect(parseBaseline(FILE, 'b.yaml', false).baseline).toEqual({
      file: 'b.yaml',
      entries: [
        { line: 4, requirement: '2449-5-S3', verdict: 'fail', reason: 'CAPA is cached; see our tracker' },
        { line: 9, scenario: 'CAPA is repeated', verdict: 'inconclusive', reason: 'it closes at times' },
      ],
    });
  });

  it.each(['', '# nothing yet\n', '[]'])('takes %j as a baseline of nothing', (source) => {
    expect(parseBaseline(source, 'b.yaml', false).baseline.entries).toEqual([]);
  });

  it.each([
    [
      'requirement: 2449-5-S3',
      ['b.yaml:1: a baseline is a list of entries, each with requirement (or scenario), verdict and reason'],
    ],
    ['- 2449-5-S3', ['b.yaml:1: an entry has the keys requirement (or scenario), verdict and reason']],
    ['- requirement: 2449-5-S3\n  verdict: fail', ['b.yaml:1: 2449-5-S3 has no reason: say why it is accepted']],
    [
      '- requirement: 2449-5-S3\n  verdict: fail\n  reason: " "',
      ['b.yaml:3: 2449-5-S3 has no reason: say why it is accepted'],
    ],
    ['- requirement: 2449-5-S3\n  verdict: fail\n  reason: 12', ['b.yaml:3: reason: a text is wanted']],
    [
      '- requirement: CAPA\n  verdict: fail\n  reason: r',
      ['b.yaml:1: "CAPA" is not the id of a requirement, such as 2449-5-S3'],
    ],
    ['- verdict: fail\n  reason: r', ['b.yaml:1: an entry names either a requirement or a scenario']],
    [
      '- requirement: 2449-5-S3\n  verdict: pass\n  reason: r',
      [
        'b.yaml:2: "pass" is not one of fail, advice, inconclusive, not-applicable: a pass is what every requirement is expected to have',
      ],
    ],
    ['- requirement: 2449-5-S3\n  verdikt: fail', ['b.yaml:2: there is no key "verdikt" (did you mean verdict?)']],
    [
      '- requirement: 2449-5-S3\n  verdict: fail\n  reason: TODO: why',
      ['b.yaml:3: Nested mappings are not allowed in compact mappings'],
    ],
    [
      '- requirement: 2449-5-S3\n  verdict: fail\n  reason: a\n\n- requirement: 2449-5-S3\n  verdict: fail\n  reason: b',
      ['b.yaml:5: 2449-5-S3 stands in line 1 already'],
    ],
  ])('refuses %j', (source, mistakes) => {
    expect(mistakesIn(source)).toEqual(mistakes);
  });
});

describe('revising', () => {
  it('changes nothing where all stays', () => {
    const source = FILE.replace('>-\n    CAPA is cached;\n    see our tracker', 'CAPA is cached');
    expect(revise(source, (kept) => ({ kept, added: [] }))).toBe(source);
  });

  it('keeps the order, the reasons and the comments of what stays, and the heading of the file', () => {
    const text = revise(FILE, (all) => ({
      kept: all.slice(1),
      added: [{ requirement: '2449-6-S1', verdict: 'fail' }],
    }));
    expect(text).toBe(`# What we know of our server.

- scenario: CAPA is repeated # flaky
  verdict: inconclusive
  reason: it closes at times
- requirement: 2449-6-S1
  verdict: fail
  reason: "TODO: say why this is accepted, and until when"
`);
  });

  it('marks what is new with a reason that no run takes but another revision', () => {
    const text = revisedText(emptyBaseline('b.yaml'), { kept: [], added: [{ scenario: 'a: b', verdict: 'fail' }] });
    expect(text).toMatch(/^# Known failures of the target/);
    expect(mistakesIn(text)).toEqual([
      expect.stringMatching(/^b\.yaml:\d+: the reason of a: b is still to be written$/),
    ]);
    expect(mistakesIn(text, true)).toEqual([]);
  });

  it('leaves a list that can be read where nothing is left', () => {
    expect(
      parseBaseline(
        revise(FILE, () => ({ kept: [], added: [] })),
        'b.yaml',
        false,
      ).baseline.entries,
    ).toEqual([]);
  });
});
