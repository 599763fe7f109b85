import { expect, test } from 'vitest';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { aloneBecause, runsInTurn } from './alone.ts';

const root = suiteRoot();
const { requirements } = await loadCatalogue([ownFeatures('server', root), ownFeatures('client', root)]);
const scenarios = requirements.flatMap((each) => each.scenarios);

test('most scenarios run beside others', () => {
  const alone = scenarios.filter((each) => aloneBecause(each) !== undefined);
  expect(alone.length).toBeGreaterThan(0);
  expect(alone.length).toBeLessThan(scenarios.length / 3);
});

test('a scenario of the user’s may say that it runs alone', () => {
  expect(aloneBecause({ steps: ['a session in the AUTHORIZATION state'], tags: ['@alone'] })).toBe('it says so');
  expect(aloneBecause({ steps: ['a session in the AUTHORIZATION state'], tags: [] })).toBeUndefined();
});

test('a deletion is seen wherever it stands in a step', () => {
  const send = 'the client sends in one write:\nSTAT\nDELE 1\nSTAT';
  for (const step of [send, 'the client sends "DELE {message}"']) {
    expect(aloneBecause({ steps: [step], tags: [] })).toMatch(/deleted/);
  }
});

test('what one scenario finds out for all is found out in turn', () => {
  expect(scenarios.filter(runsInTurn).length).toBeGreaterThan(5);
  expect(scenarios.filter((each) => runsInTurn(each) && !each.uri.includes('server'))).toEqual([]);
});
