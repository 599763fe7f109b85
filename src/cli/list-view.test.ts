import { expect, it } from 'vitest';
import { readFeatures } from '../catalogue/read-features.ts';
import { parseFeature } from '../catalogue/parse-feature.ts';
import { renderList, renderListJson, type Listed } from './list-view.ts';

const FEATURE = `@server
Feature: RFC 2449 section 5

  @2449-5-S1 @MUST
  Rule: CAPA is available
    RFC 2449 section 5:
    > It is available
    > ...
    > in both states
    Reading R6.

    Scenario: CAPA first
      When the client sends CAPA

    Scenario Outline: CAPA as <form>
      When the client sends <form>

      Examples:
        | form |
        | capa |
        | CaPa |
`;

function listed(): Listed[] {
  const parsed = parseFeature('features/x.feature', FEATURE);
  if ('problems' in parsed) throw new Error('the feature of this test has problems');
  const { requirements } = readFeatures([parsed]);
  return requirements.map((requirement) => ({ requirement, scenarios: requirement.scenarios, proofs: undefined }));
}

it('lists by section', () => {
  expect(renderList(listed(), false)).toBe(
    'RFC 2449 section 5, the server\n  2449-5-S1     MUST   CAPA is available (3 scenarios)\n\n1 requirement, 3 scenarios\n',
  );
});

it('names the scenarios on demand, each as --only takes it', () => {
  const text = renderList(listed(), true);
  expect(text).toContain('      features/x.feature:12 CAPA first\n');
  expect(text).toContain('      features/x.feature:21 CAPA as CaPa\n');
});

it('lists for a program', () => {
  const rows: unknown = JSON.parse(renderListJson(listed()));
  expect(rows).toMatchObject([
    {
      id: '2449-5-S1',
      rfc: 2449,
      section: '5',
      role: 'server',
      level: 'MUST',
      title: 'CAPA is available',
      quote: 'It is available ... in both states',
      readings: ['R6'],
      scenarios: [{ name: 'CAPA first', uri: 'features/x.feature', line: 12 }, { line: 20 }, { line: 21 }],
    },
  ]);
});

it('lists nothing as nothing', () => {
  expect(renderList([], false)).toBe('0 requirements, 0 scenarios\n');
  expect(renderListJson([])).toBe('[]\n');
});
