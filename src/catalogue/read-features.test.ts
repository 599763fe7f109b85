import { describe, expect, it } from 'vitest';
import { parseFeature } from './parse-feature.ts';
import { catalogueOf, featureOf, ruleOf } from './testing.ts';

const QUOTE = 'RFC 2449 section 5:\n    > It is available';

/** The messages of the problems in a feature file with this text. */
function problemsOf(text: string): string[] {
  return catalogueOf({ 'a.feature': text }).problems.map(({ uri, line, message }) => `${uri}:${line} ${message}`);
}

describe('a Rule', () => {
  const { requirements, problems } = catalogueOf({
    'features/server/5.feature': `@server
Feature: RFC 2449 section 5

  @2449-5-S1 @MUST
  Rule: CAPA is available
    RFC 2449 section 5:
    > It is available

    Reading R13.

    @slow
    Scenario: first
      Given a step

    Scenario Outline: state <state>
      Given <state>
      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |
`,
  });

  it('is a requirement', () => {
    expect(problems).toEqual([]);
    expect(requirements).toMatchObject([
      {
        id: '2449-5-S1',
        rfc: 2449,
        section: '5',
        role: 'server',
        number: 1,
        level: 'MUST',
        title: 'CAPA is available',
        quotes: [{ rfc: 2449, section: '5', text: 'It is available', pieces: ['It is available'] }],
        readings: ['R13'],
        claims: [],
        uri: 'features/server/5.feature',
        line: 5,
      },
    ]);
  });

  it('has scenarios as Cucumber runs them: each row of an outline, with its own line and name', () => {
    const uri = 'features/server/5.feature';
    const tags = ['@server', '@2449-5-S1', '@MUST'];
    expect(requirements[0]?.scenarios).toEqual([
      { name: 'first', uri, line: 12, keywordLine: 12, tags: [...tags, '@slow'], steps: ['a step'] },
      { name: 'state AUTHORIZATION', uri, line: 19, keywordLine: 15, tags, steps: ['AUTHORIZATION'] },
      { name: 'state TRANSACTION', uri, line: 20, keywordLine: 15, tags, steps: ['TRANSACTION'] },
    ]);
  });
});

describe('what is wrong is told with file and line', () => {
  const scenario = '\n    Scenario: s\n      Given a step\n';

  it.each([
    ['no id', `  @MUST\n  Rule: r\n    ${QUOTE}\n${scenario}`, 'it has no tag with its id, such as @2449-5-S1'],
    [
      'two ids',
      `  @2449-5-S1 @2449-5-S2 @MUST\n  Rule: r\n    ${QUOTE}\n${scenario}`,
      'it has more than one id: 2449-5-S1, 2449-5-S2',
    ],
    ['no level', `  @2449-5-S1\n  Rule: r\n    ${QUOTE}\n${scenario}`, 'it has no level: @MUST, @SHOULD or @MAY'],
    [
      'two levels',
      `  @2449-5-S1 @MUST @MAY\n  Rule: r\n    ${QUOTE}\n${scenario}`,
      'it has more than one level: MUST, MAY',
    ],
    ['no quotation', `  @2449-5-S1 @MUST\n  Rule: r\n${scenario}`, 'it quotes no RFC'],
    [
      'an unknown reading',
      `  @2449-5-S1 @MUST\n  Rule: r\n    ${QUOTE}\n    Reading R99.\n${scenario}`,
      'there is no reading R99',
    ],
    [
      'the other role',
      `  @2449-5-C1 @MUST\n  Rule: r\n    ${QUOTE}\n${scenario}`,
      '2449-5-C1 binds the client, and it is tagged @server',
    ],
    ['no scenario', `  @2449-5-S1 @MUST\n  Rule: r\n    ${QUOTE}\n`, 'it has no scenario'],
  ])('%s', (_, rule, message) => {
    expect(problemsOf(`@server\nFeature: f\n${rule}`)).toEqual([`a.feature:4 the Rule "r": ${message}`]);
  });

  it('one id in two Rules, also of two files', () => {
    const text = featureOf(ruleOf('2449-5-S1', 'MUST'));
    expect(catalogueOf({ 'a.feature': text, 'b.feature': text })).toMatchObject({
      requirements: [{ uri: 'a.feature' }],
      problems: [{ uri: 'b.feature', line: 5, message: '2449-5-S1 is the id of another Rule too, at a.feature:5' }],
    });
  });

  it('one id at two levels, where the user’s own add to ours', () => {
    const [ours, same, other] = ['MUST', 'MUST', 'SHOULD'].map((level) => featureOf(ruleOf('2449-5-S1', level)));
    const files = { 'a.feature': ours ?? '', 'b.feature': same ?? '', 'c.feature': other ?? '' };
    const { requirements, problems } = catalogueOf(files, ['b.feature', 'c.feature']);
    expect(problems).toEqual([
      { uri: 'c.feature', line: 5, message: '2449-5-S1 is a MUST, and is tagged @SHOULD here' },
    ]);
    expect(requirements).toMatchObject([{ uri: 'a.feature', scenarios: [{ uri: 'a.feature' }, { uri: 'b.feature' }] }]);
  });

  it('a scenario that no requirement holds, one without steps, an outline without rows', () => {
    expect(problemsOf(`Feature: f\n  Scenario: s\n    Given a step\n`)).toEqual([
      'a.feature:2 the scenario "s" stands outside a Rule: no requirement would be judged by it',
    ]);
    expect(problemsOf(`${featureOf(ruleOf('2449-5-S1', 'MUST'))}\n    Scenario: empty\n`)).toEqual([
      'a.feature:12 the scenario "empty" has no step',
    ]);
    const outline = '    Scenario Outline: o <x>\n      Given <x>\n      Examples:\n        | x |\n';
    expect(problemsOf(`${featureOf(ruleOf('2449-5-S1', 'MUST'))}\n${outline}`)).toEqual([
      'a.feature:12 the scenario outline "o <x>" has no row of examples',
    ]);
  });

  it('an empty file, and one that is not Gherkin', () => {
    expect(problemsOf('')).toEqual(['a.feature:1 the file holds no Feature']);
    const parsed = parseFeature('a.feature', 'Feature: f\n  Scenario: s\n    Given a\n  Nonsense\n');
    expect(parsed).toMatchObject({ problems: [{ uri: 'a.feature', line: 4 }] });
  });
});

describe('the order', () => {
  it("is the catalogue's, whatever the files'", () => {
    const { requirements } = catalogueOf({
      'a.feature': featureOf(ruleOf('5034-4-S1', 'MUST'), ruleOf('2449-6.5-S1', 'MUST')),
      'b.feature': featureOf(ruleOf('1939-3-S1', 'MUST'), ruleOf('2449-3-S1', 'MUST')),
    });
    expect(requirements.map(({ id }) => id)).toEqual(['2449-3-S1', '1939-3-S1', '2449-6.5-S1', '5034-4-S1']);
  });
});
