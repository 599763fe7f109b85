/** What axe finds in the pages, in a real browser: nothing, in light and dark, wide and narrow. */

import axe from 'axe-core';
import { describe, expect, it } from 'vitest';

import { compareRuns } from '../compare.ts';
import { matrixOf } from '../matrix.ts';
import { SAMPLE_READINGS, requirement, sampleResult, summaryOf } from '../sample.ts';
import { browsing } from './browsing.test.support.ts';
import { renderComparisonHtml } from './comparison.ts';
import { renderMatrixHtml } from './matrix.ts';
import { renderHtml } from './page.ts';

const browser = await browsing();

const few = [requirement('2449-3-S6', 'pass'), requirement('2449-5-S1', 'fail')];
const other = sampleResult({ requirements: few, summary: summaryOf(few) });

const PAGES = {
  'a report with failures': () => renderHtml(sampleResult(), SAMPLE_READINGS),
  'a matrix': () => renderMatrixHtml(matrixOf([sampleResult(), other]), SAMPLE_READINGS),
  'a comparison': () => renderComparisonHtml(compareRuns(other, sampleResult()), SAMPLE_READINGS),
} as const;

const SCREENS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  narrow: { colorScheme: 'light', viewport: { width: 380, height: 800 } },
} as const;

/** Looks, opened wide, for what it takes axe to look at everything. */
const LOOK = `(async () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  dispatchEvent(new Event('beforeprint'));
  const { violations } = await axe.run(document);
  return violations.map(({ impact, id, nodes }) => [impact, id, ...nodes.map(({ html }) => html)].join(' '));
})()`;

describe.skipIf(browser === undefined)('axe', { timeout: 120_000 }, () => {
  describe.each(Object.entries(PAGES))('in %s', (name, render) => {
    it.each(Object.entries(SCREENS))('finds nothing, %s', async (_, screen) => {
      if (browser === undefined) throw new Error('there is no browser');
      const { page } = await browser.open(browser.publish(`${name}.html`, render()), screen);
      // A devtools evaluation: the page's own policy lets no such script in.
      await page.evaluate(axe.source);
      expect(await page.evaluate<string[]>(LOOK)).toEqual([]);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(screen.viewport.width);
    });
  });
});
