import { createHash } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { HOSTILE, SAMPLE_READINGS, requirement, sampleResult, scenario, summaryOf } from '../sample.ts';
import { read } from './characters.test.support.ts';
import { renderHtml } from './page.ts';
import { html, inline } from './safe.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

const file = renderHtml(sampleResult(), SAMPLE_READINGS);
const page = read(file);

describe('html', () => {
  it('makes text of every string, and keeps markup', () => {
    const text = '<b title="x">&\'';
    expect(html`<p title="${text}">${html`<i>${text}</i>`}</p>`.toString()).toBe(
      '<p title="&lt;b title=&quot;x&quot;&gt;&amp;&#39;"><i>&lt;b title=&quot;x&quot;&gt;&amp;&#39;</i></p>',
    );
  });

  it('writes lists and numbers, and nothing for nothing', () => {
    expect(html`${[1, [html`<i></i>`, '<']]}${undefined}${false}`.toString()).toBe('1<i></i>&lt;');
  });

  it('takes no object that only looks like markup', () => {
    const forged: string = JSON.parse('{"markup":"<b>"}');
    expect(() => html`${forged}`.toString()).toThrow(TypeError);
  });

  it('lets no markup through, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.toString()).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });

  it('refuses a style or script that could end its element', () => {
    expect(() => inline('script', 'x = "</script>"')).toThrow('must not contain');
  });

  it('refuses a style or script with a character that the page would have to write as a reference', () => {
    expect(() => inline('script', 'x = "é"')).toThrow('must be ASCII');
  });
});

function hash(source: string): string {
  return createHash('sha256').update(source).digest('base64');
}

describe('renderHtml', () => {
  it('loads nothing, and allows one style and one script by their hashes', () => {
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'sha256-${hash(STYLE)}'; script-src 'sha256-${hash(SCRIPT)}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page.match(/<(script|style)\b/g)).toEqual(['<style', '<script']);
    // Text holds no "<" and attributes no ">", so this finds the tags and nothing but tags.
    const tags = page.match(/<[a-z][^>]*>/g) ?? [];
    const bare = tags.map((tag) => tag.replace(/="[^"]*"/g, '=""'));
    expect(
      bare.filter((tag) => /\s(?:src|style|on[a-z]+)=|^<(?:img|link|iframe|object|form|base)\b/.test(tag)),
    ).toEqual([]);
    const loaded = tags.filter((tag) => tag.includes('://') && !tag.startsWith('<a href="https://www.rfc-editor.org/'));
    expect(loaded).toEqual([]);
  });

  it('is a file of ASCII, which a browser reads fastest', () => {
    expect(file).toMatch(/^[\n -~]*$/);
  });

  it('shows hostile text as text', () => {
    expect(page).not.toContain(HOSTILE);
    expect(page).not.toMatch(/[^\n\P{C}]/u);
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;document.title');
  });

  it('says at the top how many of all requirements passed', () => {
    expect(page).toContain(
      '2 of 9 requirements passed, 2 failed, 1 advice, 1 inconclusive, 2 not applicable, 1 not run.',
    );
    expect(page.indexOf('2 of 9 requirements passed')).toBeLessThan(page.indexOf('id="failed"'));
  });

  it('has an anchor for each requirement, scenario and reading, no two alike', () => {
    const anchors = [...page.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(anchors).size).toBe(anchors.length);
    expect(anchors).toEqual(
      expect.arrayContaining(['2449-5-S3', 'rfc2449-6.10', '2449-3-S6.the-list-after-login', 'R4']),
    );
  });

  it('links to nothing on the page that is not there', () => {
    const anchors = new Set([...page.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !anchors.has(id ?? ''))).toEqual([]);
  });

  it('has the requirements by RFC and section, counted as a reader counts', () => {
    const ids = [...page.matchAll(/<article[^>]*\bid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      '2449-3-S6',
      '2449-5-S1',
      '2449-5-S3',
      '2449-6.5-S5',
      '2449-6.7-S2',
      '2449-6.10-S1',
      '1939-3-S4',
      '2595-4-S2',
      '5034-4-S10',
    ]);
  });

  it('makes every octet visible and marks the offending one', () => {
    expect(page).toContain('         1:S  LOGIN-DELAY ⟦ ⟧900\\r\\n\n');
    expect(page).toContain('\\x00\\x1B[31m\\\\\\n\n');
    expect(page).toContain('     1.6 1:S  SASL PLAIN CRAM┊-MD5\\r\\n\n');
    expect(page).toContain('2:C* ‹TLS handshake done›\n');
    expect(page).toContain('2:C* CAPA\\r\\n\n');
    expect(page).toContain('⟦⟧\n');
  });

  it('opens what failed and folds the rest', () => {
    expect(page).toMatch(/<details id="2449-3-S6\.the-list-before-login"\s+open>/);
    expect(page).toMatch(/<details id="2449-5-S1\.capa-as-the-first-command"\s*>/);
  });

  it('has what is announced, what works and whether they agree', () => {
    const rows = /<section id="claims".*?<\/section>/s.exec(page)?.[0] ?? '';
    expect(rows).toContain('AUTHORIZATION under TLS');
    expect(rows).toContain('<code>PLAIN CRAM-MD5</code>');
    expect(rows.match(/class="disagrees"/g)).toHaveLength(1);
  });

  it('shows a fault, an early end and a run without anything', () => {
    const empty = sampleResult({
      requirements: [],
      summary: summaryOf([]),
      claims: [],
      verdict: 'incomplete',
      interrupted: 'the login was refused',
    });
    const bare = renderHtml(empty, []);
    expect(bare).toContain('Nothing was judged');
    expect(bare).toContain('the login was refused');
    expect(renderHtml(sampleResult({ faults: ['a socket was lost'] }), [])).toContain('a socket was lost');
  });

  it('tells how a breach is seen again, line by line', () => {
    expect(page).toContain('See it again, on the command line');
    expect(page).toContain('<code>S: +OK ready\nC: CAPA\nS: +OK\nS: LOGIN-DELAY  900\nS: .\n</code>');
  });

  it('counts by section, with a link to each', () => {
    const part = /<section id="sections".*?<\/section>/s.exec(page)?.[0] ?? '';
    expect(part).toContain('<a href="#rfc2449-6.10"><span>Section 6.10</span></a>');
    expect(part.match(/<svg/g)).toHaveLength(8);
  });

  it('speaks of a client where one was tested', () => {
    const target = { name: 'mpop -f {user}', address: '', tls: 'none' as const, greeting: '', implementation: '' };
    const of = { ...sampleResult(), role: 'client' as const, target, claims: [] };
    const client = renderHtml(of, []);
    expect(client).toContain('<dt>Client</dt>');
    expect(client).toContain('what the client under test sent');
    expect(client).not.toContain('<dt>Greeting</dt>');
    expect(client).not.toContain('id="claims"');
  });

  it('says of a part of a run that it is one', () => {
    const shard = { index: 2, of: 3, scenarios: 90, plan: 'abc' };
    expect(renderHtml({ ...sampleResult(), verdict: 'incomplete', shard }, [])).toContain('This is part 2 of 3');
  });

  it('stays small: text for an exchange, and a limit for a scenario', () => {
    const transcript = Array.from({ length: 40 }, (_, t) => ({
      t,
      from: 'S' as const,
      connection: 1,
      event: 'data' as const,
      data: 'ordinary text in a message of some length\r\n'.repeat(100),
    }));
    const long = requirement('2449-5-S1', 'pass', { scenarios: [scenario('long', 'pass', { transcript })] });
    const without = renderHtml(sampleResult({ requirements: [requirement('2449-5-S1', 'pass')] }), []);
    const size = renderHtml(sampleResult({ requirements: [long] }), []).length - without.length;
    expect(size).toBeLessThan(40_000);
  });
});

/** The custom properties of a scheme: the last declaration of each wins in the dark one. */
function colours(dark: boolean): Map<string, string> {
  const [screen = ''] = STYLE.split('@media print');
  const [light = '', rest = ''] = screen.split('@media screen and (prefers-color-scheme: dark)');
  const scheme = dark ? `${light}${rest}` : light;
  return new Map([...scheme.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]));
}

/** WCAG 2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the style', () => {
  const pairs = [
    ...['text', 'quiet', 'link'].flatMap((name) => ['page', 'card', 'sunk'].map((ground) => [name, ground])),
    ...['pass', 'fail', 'advice', 'inconclusive', 'skipped'].flatMap((name) => [
      [name, 'card'],
      [name, `${name}-soft`],
      ['text', `${name}-soft`],
      ['link', `${name}-soft`],
    ]),
    ['client', 'sunk'],
    ['octet', 'octet-soft'],
    ['mark-text', 'mark'],
    ['quiet', 'fail-soft'],
    ['page', 'text'],
  ];

  it.each([false, true])('has a contrast of 4.5 at least (WCAG AA), dark: %s', (dark) => {
    const known = colours(dark);
    expect(known).not.toEqual(colours(!dark));
    const weak = pairs.filter(([front = '', back = '']) => {
      const [one, two] = [luminance(known.get(front) ?? ''), luminance(known.get(back) ?? '')];
      return !((Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05) >= 4.5);
    });
    expect(weak).toEqual([]);
  });
});
