import { expect, it } from 'vitest';
import { planOutputs } from './output-plan.ts';

it('puts three reports into a folder, unless they are named', () => {
  expect(planOutputs({})).toEqual({
    html: 'reports/report.html',
    json: 'reports/result.json',
    junit: 'reports/junit.xml',
    messages: undefined,
    cucumberHtml: undefined,
  });
  expect(planOutputs({ out: 'x', junit: 'y.xml', messages: 'm' })).toMatchObject({
    html: 'x/report.html',
    junit: 'y.xml',
    messages: 'm',
  });
});

it('refuses one file for two reports', () => {
  expect(() => planOutputs({ html: 'a', cucumberHtml: './a' })).toThrow(
    /--html and --cucumber-html would both write \.\/a/,
  );
  expect(() => planOutputs({ html: '/dev/null', json: '/dev/null' })).not.toThrow();
});
