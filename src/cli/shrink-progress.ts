/** What is shown while a recording is shortened: one line that is drawn again on a terminal, now and then a line in a log. */

import { counted } from '../report/printable.ts';
import { cutTo } from '../report/wrap.ts';
import type { Progress } from '../shrink/search.ts';
import type { Environment } from './environment.ts';
import { isRedrawable, widthOfScreen } from './terminal.ts';

/** "Erase in line", as in live.ts. */
const ERASE = '\r\u001B[K';

/** How often a log says how far it is, in milliseconds. */
const HEARTBEAT_MS = 10_000;

export class ShrinkProgress {
  readonly #environment: Environment;
  readonly #isRedrawn: boolean;
  #last = performance.now();

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#isRedrawn = isRedrawable(environment.variables, environment.stderr);
  }

  readonly show = ({ stage, tried, exchanges, pieces }: Progress): void => {
    const { stderr } = this.#environment;
    const text = `${tried} tried, ${counted(exchanges, 'exchange')} left; trying ${pieces} ${stage}`;
    if (this.#isRedrawn) stderr.write(`${ERASE}${cutTo(text, widthOfScreen(stderr) - 1)}`);
    else if (performance.now() - this.#last >= HEARTBEAT_MS) {
      this.#last = performance.now();
      stderr.write(`${text}\n`);
    }
  };

  /** Leaves the stream to others. */
  close(): void {
    if (this.#isRedrawn) this.#environment.stderr.write(ERASE);
  }
}
