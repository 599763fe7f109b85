import { describe, expect, it } from 'vitest';
import { select } from './select.ts';
import { catalogueOf, featureOf, ruleOf } from './testing.ts';

const OUTLINE =
  '\n    @slow\n    Scenario Outline: o <x>\n      Given <x>\n      Examples:\n        | x |\n        | 1 |\n        | 2 |\n';

const { requirements } = catalogueOf({
  'features/server/rfc2449/5-capa.feature': featureOf(
    ruleOf('2449-5-S1', 'MUST') + OUTLINE,
    ruleOf('2449-5-S2', 'SHOULD'),
  ),
  'features/server/rfc2449/6-initial.feature': featureOf(ruleOf('2449-6.1-S1', 'MUST'), ruleOf('2449-6.9-S1', 'MUST')),
  'features/server/rfc5034/5-syntax.feature': featureOf(ruleOf('5034-5-S1', 'MUST')),
});

/** What is selected, as `file:line`, or what is wrong. */
function selected(...expressions: readonly string[]): string[] {
  const selection = select(requirements, expressions);
  return selection.ok
    ? selection.scenarios.map(({ uri, line }) => `${uri.replace(/^.*\//, '')}:${line}`)
    : selection.errors.map(({ expression, message, near }) => `${expression}: ${message} [${near.join(' ')}]`);
}

const S1 = ['5-capa.feature:9', '5-capa.feature:17', '5-capa.feature:18'];
const S2 = ['5-capa.feature:25'];
const INITIAL = ['6-initial.feature:9', '6-initial.feature:17'];
const SYNTAX = ['5-syntax.feature:9'];

describe('--only selects', () => {
  it.each<[string, string[]]>([
    ['2449-5-S1', S1],
    ['2449-5-s1', S1],
    ['2449-5', [...S1, ...S2]],
    ['5034-5', SYNTAX],
    ['2449-6', INITIAL],
    ['2449-6.1', ['6-initial.feature:9']],
    ['2449', [...S1, ...S2, ...INITIAL]],
    ['features/server/rfc2449/6-initial.feature', INITIAL],
    ['./features/server/rfc2449/6-initial.feature', INITIAL],
    ['/home/pop3spec/features/server/rfc2449/6-initial.feature', INITIAL],
    ['6-initial.feature', INITIAL],
    ['features\\server\\rfc2449\\6-initial.feature:17', ['6-initial.feature:17']],
    ['5-capa.feature:18', ['5-capa.feature:18']],
    ['5-capa.feature:13', ['5-capa.feature:17', '5-capa.feature:18']],
    ['5-capa.feature:5', S1],
    ['@SHOULD', S2],
    ['@slow and not @SHOULD', ['5-capa.feature:17', '5-capa.feature:18']],
    ['@2449-6.1-S1 or @SHOULD', [...S2, '6-initial.feature:9']],
  ])('%s', (expression, scenarios) => {
    expect(selected(expression)).toEqual(scenarios);
  });

  it('the union, each scenario once, in the order of the catalogue', () => {
    expect(selected('5034-5-S1, 2449-5-S2', '@SHOULD')).toEqual([...S2, ...SYNTAX]);
  });

  it('nothing where no expression is given', () => {
    expect(selected()).toEqual([]);
  });
});

describe('--only refuses', () => {
  it('what matches nothing, and says what is near', () => {
    expect(selected('2449-5-S9')).toEqual(['2449-5-S9: no scenario matches it [2449-5-S1 2449-5-S2 2449-6.1-S1]']);
    expect(selected('2449-6.8')).toEqual(['2449-6.8: no scenario matches it [2449-6.1 2449-6.9 2449-5]']);
    expect(selected('2494')).toEqual(['2494: no scenario matches it [2449]']);
    expect(selected('5-kapa.feature')[0]).toContain('[features/server/rfc2449/5-capa.feature ');
    expect(selected('rfc2449/5-kapa.feature')[0]).toContain('[features/server/rfc2449/5-capa.feature ');
    expect(selected('5-capa.feature:16')[0]).toContain('5-capa.feature:17 features/server/rfc2449/5-capa.feature:18');
    expect(selected('@SHOULDER')).toEqual(['@SHOULDER: no scenario matches it [@SHOULD]']);
  });

  it('what is no expression, beside others that are', () => {
    const [first, second] = selected('2449-5', 'capa', '(@MUST');
    expect(first).toMatch(/^capa: it is neither an id/);
    expect(second).toMatch(/^\(@MUST: it is not a tag expression: .*Unmatched/);
    expect(selected('')[0]).toMatch(/^: it is neither/);
  });

  it('a section that only begins alike', () => {
    expect(selected('2449-1')[0]).toContain('no scenario matches it');
    expect(selected('244')[0]).toContain('no scenario matches it');
  });
});
