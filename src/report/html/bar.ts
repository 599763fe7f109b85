/** Counts as a bar. */

import type { Counts, Verdict } from '../../verdict/result.ts';
import { VERDICT, countSentence, totalOf } from '../tally.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

/** The verdicts from left to right in a bar: what is good, what is not, what is not known. */
const BAR: readonly Verdict[] = ['pass', 'fail', 'advice', 'inconclusive', 'not-run', 'not-applicable'];

/** The counts as a bar. A style attribute would need a hole in the page's policy; the attributes of SVG need none. */
export function bar(counts: Counts): Safe {
  const total = Math.max(totalOf(counts), 1);
  let x = 0;
  const parts = BAR.map((verdict) => {
    const width = counts[verdict];
    const part = html`<rect class="${verdict}" x="${x}" y="0" width="${width}" height="1"
      ><title>${width} ${VERDICT[verdict].word}</title></rect
    >`;
    x += width;
    return width > 0 && part;
  });
  return html`<svg
    class="bar"
    viewBox="0 0 ${total} 1"
    preserveAspectRatio="none"
    role="img"
    aria-label="${countSentence(counts)}"
  >
    ${parts}
  </svg>`;
}
