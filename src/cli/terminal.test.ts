import { expect, it } from 'vitest';
import { colorLevel, isRedrawable, widthOfScreen } from './terminal.ts';

it.each([
  [{}, true, 1],
  [{}, false, 0],
  [{ NO_COLOR: '1' }, true, 0],
  [{ NO_COLOR: '' }, true, 1],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, 0],
  [{ FORCE_COLOR: '1' }, false, 1],
  [{ FORCE_COLOR: '0' }, true, 0],
  [{ TERM: 'dumb' }, true, 0],
] as const)('with %j and a terminal: %j the level is %i', (env, isTTY, level) => {
  expect(colorLevel(env, { isTTY })).toBe(level);
});

it('draws again only on a terminal that can', () => {
  expect(isRedrawable({}, { isTTY: true })).toBe(true);
  expect(isRedrawable({ TERM: 'dumb' }, { isTTY: true })).toBe(false);
  expect(isRedrawable({}, {})).toBe(false);
});

it('knows the width of a terminal, and gives a log one', () => {
  expect(widthOfScreen({ isTTY: true, columns: 60 })).toBe(60);
  expect(widthOfScreen({ isTTY: true, columns: 0 })).toBe(100);
  expect(widthOfScreen({ columns: 60 })).toBe(100);
});
