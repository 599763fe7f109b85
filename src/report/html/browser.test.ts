/** The page in a real browser. It takes $CHROMIUM_PATH, an installed Chromium or Chrome, or the one from npm. */

import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { renderJunit } from '../junit.ts';
import { SAMPLE_READINGS, sampleResult } from '../sample.ts';
import { browsing, type Opened } from './browsing.test.support.ts';
import { renderHtml } from './page.ts';

const browser = await browsing();
const url = browser?.publish('report.html', renderHtml(sampleResult(), SAMPLE_READINGS)) ?? '';

async function open(options: BrowserContextOptions = {}, fragment = ''): Promise<Opened> {
  if (browser === undefined) throw new Error('there is no browser');
  return await browser.open(`${url}${fragment}`, options);
}

async function shownIds(page: Page): Promise<string[]> {
  return page.locator('article.requirement:visible h4 .id').allTextContents();
}

describe.skipIf(browser === undefined)('the report in a browser', { timeout: 60_000 }, () => {
  it('asks for nothing but itself and complains about nothing', async () => {
    const { page, requests, complaints } = await open();
    expect(requests).toEqual([url]);
    expect(complaints).toEqual([]);
    expect(await page.locator('h1').innerText()).toContain('Non-conforming');
  });

  it('runs no script of a peer: hostile text is text', async () => {
    const { page } = await open();
    expect(await page.title()).toMatch(/^Non-conforming: Example <\/script><script>document\.title="owned"/);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.wire', { hasText: '<img src=x onerror=alert(1)>' }).count()).toBeGreaterThan(0);
  });

  it('draws an exchange when it comes into view: columns, octets by name, the offending one marked', async () => {
    const { page } = await open({}, '#2449-3-S6.the-list-before-login');
    const lines = page.locator('[id="2449-3-S6.the-list-before-login"] .wire li');
    await lines.first().waitFor();
    const drawn = await lines.evaluateAll((items: { innerHTML: string }[]) => items.map(({ innerHTML }) => innerHTML));
    expect(drawn).toContain('<i></i><b>1 S</b><span>LOGIN-DELAY <mark> </mark>900<u>CRLF</u></span>');
    expect(drawn).toContain(
      '<i>1.6</i><b>1 S</b><span>SASL PLAIN CRAM<s title="a segment ends here">┊</s>-MD5<u>CRLF</u></span>',
    );
    expect(drawn.join('\n')).toContain('<u class="x">NUL ESC</u>[31m\\<u class="x">LF</u>');
    expect(drawn.join('\n')).toMatch(/<b>2 C<small>TLS<\/small><\/b><span><em>\(TLS handshake done\)<\/em>/);
    const folded = page.locator('[id="2449-3-S6.the-list-after-login"] .wire');
    expect(await folded.locator('pre').count()).toBe(1);
  });

  it('gives each way to see a breach again to be copied', async () => {
    const { page } = await open({ permissions: ['clipboard-read', 'clipboard-write'] }, '#2449-3-S6');
    await page.getByRole('button', { name: 'Copy' }).nth(1).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('S: +OK ready\nC: CAPA\n');
  });

  it('draws for the printer what is open', async () => {
    const { page } = await open();
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('details[open] .wire > pre').count()).toBe(0);
    expect(await page.locator('details:not([open]) .wire > pre').count()).toBeGreaterThan(0);
  });

  it('filters by section, with its subsections', async () => {
    const { page } = await open();
    await page.locator('#section').selectOption('2449-5');
    expect(await shownIds(page)).toEqual(['2449-5-S1', '2449-5-S3']);
    await page.locator('#section').selectOption('2449-');
    expect(await shownIds(page)).toHaveLength(6);
  });

  it('filters by verdict, level and words', async () => {
    const { page } = await open();
    expect(await shownIds(page)).toHaveLength(9);
    await page.getByText('✗ failed 2').click();
    expect(await shownIds(page)).toEqual(['2449-3-S6', '2449-5-S3']);
    expect(await page.locator('section.rfc:visible').count()).toBe(1);
    expect(await page.locator('#shown').innerText()).toBe('2 of 9 requirements are shown');
    await page.getByText('✗ failed 2').click();
    await page.locator('.filters').getByText('SHOULD', { exact: true }).click();
    expect(await shownIds(page)).toEqual(['2449-6.5-S5', '5034-4-S10']);
    await page.getByRole('searchbox').fill('plain WITHOUT');
    expect(await shownIds(page)).toEqual(['5034-4-S10']);
    await page.getByRole('searchbox').fill('no such thing');
    expect(await page.getByText('No requirement matches.').isVisible()).toBe(true);
  });

  it('filters by the keyboard', async () => {
    const { page } = await open();
    await page.locator('input[value=MAY]').focus();
    await page.keyboard.press('Space');
    expect(await shownIds(page)).toEqual(['2595-4-S2']);
  });

  it('follows a link to what a filter hides, and opens a scenario', async () => {
    const { page } = await open();
    await page.getByText('✗ failed 2').click();
    await page.evaluate('location.hash = "#5034-4-S10.mechanisms-in-the-clear"');
    await page.locator('[id="5034-4-S10.mechanisms-in-the-clear"] .wire').waitFor({ state: 'visible' });
    expect(await shownIds(page)).toHaveLength(9);
  });

  it('opens and closes all exchanges', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Open all' }).click();
    expect(await page.locator('article details:not([open])').count()).toBe(0);
    await page.getByRole('button', { name: 'Close all' }).click();
    expect(await page.locator('article details[open]').count()).toBe(0);
  });

  it('shows everything without its script', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await shownIds(page)).toHaveLength(9);
    expect(await page.locator('#filters').isVisible()).toBe(false);
  });

  it.each([320, 390, 768, 1280])('is never wider than a screen of %d', async (width) => {
    const { page } = await open({ viewport: { width, height: 800 } });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  it('has headings in order and a name for each control', async () => {
    const { page } = await open();
    const levels = await page.evaluate<number[]>(
      '[...document.querySelectorAll("h1, h2, h3, h4")].map((each) => Number(each.tagName.slice(1)))',
    );
    expect(levels.filter((level, index) => level - (levels[index - 1] ?? 0) > 1)).toEqual([]);
    const nameless = await page.evaluate<number>(
      `[...document.querySelectorAll('button, input')].filter((each) =>
        each.textContent.trim() === '' && !(each.labels?.[0]?.textContent.trim())).length`,
    );
    expect(nameless).toBe(0);
  });
});

describe.skipIf(browser === undefined)('JUnit', { timeout: 60_000 }, () => {
  it('is read by an XML parser', async () => {
    const { page } = await open();
    const xml = JSON.stringify(renderJunit(sampleResult()));
    const read = `(() => {
      const parsed = new DOMParser().parseFromString(${xml}, 'application/xml');
      return [parsed.querySelectorAll('parsererror').length, parsed.querySelectorAll('testcase').length];
    })()`;
    expect(await page.evaluate(read)).toEqual([0, 11]);
  });
});
