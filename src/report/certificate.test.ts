import { describe, expect, it } from 'vitest';

import { certificateFoot, renderCertificate } from './certificate.ts';
import { HOSTILE, requirement, sampleResult } from './sample.ts';

const FACTS = { statement: 'a'.repeat(64), features: 'b'.repeat(64), subject: 'c'.repeat(64), key: undefined };

describe('renderCertificate', () => {
  it('has the verdict, honest counts and every requirement', () => {
    const result = sampleResult();
    const page = renderCertificate(result, FACTS);
    expect(page).toContain('<b>Non-conforming</b>');
    expect(page).toContain('1 of the 4 MUST requirements that apply passed, 2 are broken, 1 was not tested');
    for (const { id } of result.requirements) expect(page).toContain(`<td class="id">${id}</td>`);
    expect(page).toContain('2 January 2026');
    expect(page).toContain('no key: anybody could have issued this');
    expect(renderCertificate(result, { ...FACTS, key: 'sha256:d' })).toContain('<code>sha256:d</code>');
  });

  it('never calls conforming what is not', () => {
    const open = sampleResult({ verdict: 'incomplete', requirements: [requirement('2449-5-S1', 'inconclusive')] });
    expect(renderCertificate(open, FACTS)).toContain('<b>Incomplete</b>');
    expect(renderCertificate(open, FACTS)).not.toContain('<b>Conforming</b>');
  });

  it('shows what a peer sent as text, and not without an end', () => {
    const target = {
      ...sampleResult().target,
      name: HOSTILE,
      greeting: 'x'.repeat(10_000_000),
      implementation: HOSTILE,
    };
    const page = renderCertificate(sampleResult({ target }), FACTS);
    expect(page).not.toMatch(/<(?:script|img)/);
    expect(page).toContain('&lt;img src=x');
    expect(page.length).toBeLessThan(100_000);
    expect(page).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-/);
    expect(certificateFoot(sampleResult({ target }), FACTS)).not.toMatch(/<(?:script|img)/);
  });
});
