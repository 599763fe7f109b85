/**
 * Faulty clients in the shadow of the correct one: it takes every decision, and beside it each of them is asked what it
 * would have decided. As long as a fault decides alike it is the correct client, to the octet.
 */

import { isDeepStrictEqual } from 'node:util';
import { BY_THE_BOOK } from '../client/reference/by-the-book.ts';
import type { Manner } from '../client/reference/manner.ts';
import type { ClientSubject } from './subject.ts';

type Shaded = Pick<ClientSubject, 'name' | 'manner'>;

/** One fault at work on one launch. */
interface Shadow {
  readonly name: string;
  readonly manner: Partial<Manner>;
}

/** The correct client, and which faults would not have been it. */
export class ClientShadows {
  readonly #faults: readonly Shaded[];
  #felt = new Set<string>();

  constructor(faults: readonly Shaded[]) {
    this.#faults = faults;
  }

  /** The manner of the correct client for one launch; it asks the faults, each made anew as for a launch of its own. */
  readonly manner = (): Manner => {
    const shadows = this.#faults.map(({ name, manner }) => ({ name, manner: manner() }));
    return new Proxy(BY_THE_BOOK, {
      get: (book, decision: keyof Manner): unknown => {
        const others = shadows.filter(({ manner }) => manner[decision] !== undefined);
        return others.length === 0 ? book[decision] : this.#compared(book, decision, others);
      },
    });
  };

  /** The faults that decided otherwise since this was called last. */
  take(): ReadonlySet<string> {
    const felt = this.#felt;
    this.#felt = new Set();
    return felt;
  }

  #compared(book: Manner, decision: keyof Manner, others: readonly Shadow[]): (...args: unknown[]) => unknown {
    return (...args) => {
      const right = decided(book, decision, args);
      for (const { name, manner } of others) {
        // One that has decided otherwise is another client from then on: what it is asked says nothing any more.
        if (!this.#felt.has(name) && !isDeepStrictEqual(decided(manner, decision, args), right)) this.#felt.add(name);
      }
      return right;
    };
  }
}

/** What a manner decides; what it throws is a decision of its own. */
function decided(manner: Partial<Manner>, decision: keyof Manner, args: readonly unknown[]): unknown {
  try {
    return Reflect.apply(manner[decision] ?? NOTHING, manner, args);
  } catch (error) {
    return error;
  }
}

const NOTHING = (): undefined => undefined;
