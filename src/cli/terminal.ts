/** What a stream is able to show. Pure. */

/** What is known of the stream that is written to; `process.stdout` is one. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Columns of a log, which nobody folds. */
const LOG_WIDTH = 100;

export type ColorLevel = 0 | 1;

/** Whether colours are shown: https://no-color.org, then FORCE_COLOR, then what the stream is. */
export function colorLevel(env: Readonly<Record<string, string | undefined>>, screen: Screen): ColorLevel {
  const { NO_COLOR, FORCE_COLOR } = env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return 0;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? 0 : 1;
  return isRedrawable(env, screen) ? 1 : 0;
}

/** Whether a line can be drawn again: a terminal that knows a carriage return from a line feed. */
export function isRedrawable(env: Readonly<Record<string, string | undefined>>, screen: Screen): boolean {
  return screen.isTTY === true && env['TERM'] !== 'dumb';
}

/** The columns that a text may take. */
export function widthOfScreen(screen: Screen): number {
  return screen.isTTY === true && screen.columns !== undefined && screen.columns > 0 ? screen.columns : LOG_WIDTH;
}
