/**
 * The search for a shortest conversation that still shows what is wrong: stage after stage, and all of them again until nothing can
 * be left out any more. It asks somebody else whether a conversation shows it, and asks of none twice. Pure but for that.
 */

import { createHash } from 'node:crypto';
import { printScript } from '../script/print.ts';
import { minimal } from './ddmin.ts';
import { assembled, exchangesIn, type Part } from './parts.ts';
import type { Stage } from './stages.ts';

/** Whether a conversation shows what is wrong; `unknown`: it could not be tried, such as for a mailbox that is locked. */
export type Trial =
  /** `played`: where the peer did only some of it, what it did: that is what shows it. */
  { readonly shows: 'yes'; readonly played?: readonly Part[] } | { readonly shows: 'no' | 'unknown' };

/** Tries a conversation. @throws where nothing can be tried any more: the search ends with what it has */
export type Oracle = (parts: readonly Part[]) => Promise<Trial>;

/** How far a search is. */
export interface Progress {
  readonly stage: string;
  readonly tried: number;
  readonly exchanges: number;
  /** Pieces of the stage that are left. */
  readonly pieces: number;
}

export interface SearchOptions {
  readonly underTls: boolean;
  readonly stages: readonly Stage[];
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the search: it gives the best that it has. */
  readonly signal: AbortSignal;
}

export interface Shortened {
  readonly parts: readonly Part[];
  /** Whether nothing more can be left out, a piece at a time; else the search ended before. */
  readonly isMinimal: boolean;
  readonly tried: number;
  /** How many conversations could not be tried, so that something might be left out that was kept. */
  readonly unknown: number;
  /** What ended the search before its end, where that was no signal. */
  readonly failure?: unknown;
}

/** The search is over. */
class Ended extends Error {
  override readonly name = 'Ended';
}

/** Something shorter was found than was asked for: the stage begins with it anew. */
class Shorter extends Error {
  override readonly name = 'Shorter';
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    super('a shorter conversation was found');
    this.parts = parts;
  }
}

/**
 * Shortens a conversation.
 * @param parts of one that shows what is wrong; that is not asked
 */
export async function shorten(parts: readonly Part[], oracle: Oracle, options: SearchOptions): Promise<Shortened> {
  const search = new Search(parts, oracle, options);
  try {
    await search.run();
    return search.result(true);
  } catch (error) {
    return error instanceof Ended ? search.result(false) : search.result(false, error);
  }
}

class Search {
  readonly #oracle: Oracle;
  readonly #options: SearchOptions;
  /** What came of each conversation that was tried, by a digest of it: messages can be long. */
  readonly #known = new Map<string, boolean>();
  #best: readonly Part[];
  #tried = 0;
  #unknown = 0;

  constructor(parts: readonly Part[], oracle: Oracle, options: SearchOptions) {
    this.#best = parts;
    this.#oracle = oracle;
    this.#options = options;
  }

  result(isMinimal: boolean, failure?: unknown): Shortened {
    const found = { parts: this.#best, isMinimal, tried: this.#tried, unknown: this.#unknown };
    return failure === undefined ? found : { ...found, failure };
  }

  async run(): Promise<void> {
    for (let before: readonly Part[] | undefined; before !== this.#best;) {
      before = this.#best;
      for (const stage of this.#options.stages) await this.#stage(stage);
    }
  }

  async #stage(stage: Stage): Promise<void> {
    for (let isOver = false; !isOver;) {
      const { pieces, keeping } = stage.cut(this.#best);
      try {
        await minimal(
          Array.from({ length: pieces }, (_, index) => index),
          async (kept) => await this.#shows(stage, keeping(kept), kept.length),
        );
        isOver = true;
      } catch (error) {
        if (!(error instanceof Shorter)) throw error;
        this.#best = error.parts;
      }
    }
  }

  async #shows(stage: Stage, parts: readonly Part[], pieces: number): Promise<boolean> {
    const { signal, underTls, onProgress } = this.#options;
    if (signal.aborted) throw new Ended();
    const { conversation } = assembled(parts, underTls);
    const key = createHash('sha256').update(printScript(conversation)).digest('base64');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const trial = await this.#oracle(parts);
    // What was interrupted says nothing.
    if (signal.aborted) throw new Ended();
    this.#tried += 1;
    if (trial.shows === 'unknown') this.#unknown += 1;
    const shows = trial.shows === 'yes';
    this.#known.set(key, shows);
    const played = trial.shows === 'yes' ? trial.played : undefined;
    if (shows) this.#best = parts;
    onProgress?.({ stage: stage.name, tried: this.#tried, exchanges: exchangesIn(this.#best).length, pieces });
    if (played !== undefined && played.length < parts.length) throw new Shorter(played);
    return shows;
  }
}
