/** The badge: what a project shows on its page. It counts what applies, and never hides what was not tested. Pure. */

import type { Counts, RunResult } from '../verdict/result.ts';
import { element, type Xml } from './xml.ts';

const LABEL = 'POP3 · RFC 2449';

/** Green only where all is tested and nothing is broken. */
const COLOURS = { good: '#17692f', open: '#845400', bad: '#b3211a', label: '#3d434a' } as const;

/** Verdana at 11 px, roughly: the text is told how long it has to be, so that the guess shows nowhere. */
const CHARACTER = 6.3;
const PADDING = 8;
const HEIGHT = 20;

/**
 * The count of a badge, such as `54/57 MUST, 3 untested`: what passed of all that applies, and what became of the rest. A
 * requirement that does not apply to the target can't be met or broken; how many do not is said all the same.
 */
export function badgeCount({ MUST, SHOULD }: Readonly<Record<'MUST' | 'SHOULD', Counts>>): string {
  const untested = MUST.inconclusive + MUST['not-run'];
  const of = MUST.pass + MUST.fail + MUST.advice + untested;
  const parts = [
    `${MUST.pass}/${of} MUST`,
    ...(MUST.fail === 0 ? [] : [`${MUST.fail} broken`]),
    ...(SHOULD.fail === 0 ? [] : [`${SHOULD.fail} SHOULD broken`]),
    ...(MUST.advice === 0 ? [] : [`${MUST.advice} in doubt`]),
    ...(untested === 0 ? [] : [`${untested} untested`]),
    ...(MUST['not-applicable'] === 0 ? [] : [`${MUST['not-applicable']} n/a`]),
  ];
  return parts.join(', ');
}

function colourOf({ verdict, summary }: Pick<RunResult, 'verdict' | 'summary'>): string {
  const { MUST } = summary;
  if (verdict === 'non-conforming') return COLOURS.bad;
  const open = MUST.inconclusive + MUST['not-run'] + MUST.advice > 0 || MUST.pass === 0;
  return verdict === 'conforming' && !open ? COLOURS.good : COLOURS.open;
}

/** The badge as an SVG file, which loads nothing and holds nothing that a peer sent. */
export function renderBadge(result: Pick<RunResult, 'verdict' | 'summary'>): string {
  const count = badgeCount(result.summary);
  const left = widthOf(LABEL);
  const right = widthOf(count);
  const width = left + right;
  const title = `${LABEL}: ${count} (pop3spec)`;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: 'img',
      'aria-label': title,
    },
    [
      element('title', {}, [title]),
      element('clipPath', { id: 'r' }, [element('rect', { width, height: HEIGHT, rx: 3 })]),
      element('g', { 'clip-path': 'url(#r)' }, [
        element('rect', { width: left, height: HEIGHT, fill: COLOURS.label }),
        element('rect', { x: left, width: right, height: HEIGHT, fill: colourOf(result) }),
      ]),
      element(
        'g',
        { fill: '#fff', 'text-anchor': 'middle', 'font-family': 'Verdana,DejaVu Sans,sans-serif', 'font-size': 11 },
        [written(LABEL, left / 2, left), written(count, left + right / 2, right)],
      ),
    ],
  );
  return `${svg.toString()}\n`;
}

function widthOf(text: string): number {
  return Math.round(text.length * CHARACTER) + 2 * PADDING;
}

function written(text: string, x: number, width: number): Xml {
  return element('text', { x, y: 14, textLength: width - 2 * PADDING }, [text]);
}
