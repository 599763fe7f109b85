/**
 * What is asked of something that was found. Each question is kept with its answer, and can be asked of another such thing:
 * whoever would be answered alike by it goes on alike.
 */

/** A question, and its answer. */
interface Question<Found> {
  readonly ask: (found: Found) => unknown;
  readonly answer: unknown;
}

/** What was asked for a while. */
export type Questions<Found> = readonly Question<Found>[];

/** Keeps what is asked. */
export class Inquiry<Found extends object> {
  readonly #fresh: ReadonlySet<string>;
  #asked = new Map<string, Question<Found>>();

  /** @param fresh properties that are never the same twice: of them only whether they are there is kept */
  constructor(fresh: readonly string[] = []) {
    this.#fresh = new Set(fresh);
  }

  /** What was found, as it is to be given to those who ask. */
  about(found: Found): Found {
    return this.#object(found, '', (other) => other);
  }

  /** What was asked since this was called last. */
  take(): Questions<Found> {
    const asked = [...this.#asked.values()];
    this.#asked = new Map();
    return asked;
  }

  /**
   * An object, of which each property that is asked for is kept.
   * @param path what it is called: the same question is kept once
   * @param same the same object in another thing that was found; undefined where that has none
   */
  #object<T extends object>(object: T, path: string, same: (found: Found) => unknown): T {
    const known = new Map<string, object>();
    let searches = 0;
    const given = (name: string, ask: Question<Found>['ask'], value: unknown): unknown => {
      if (isLookedInto(value)) {
        this.#asked.set(name, { ask, answer: THERE });
        const inner =
          known.get(name) ?? (value instanceof Set ? this.#set(value, name, ask) : this.#object(value, name, ask));
        known.set(name, inner);
        return inner;
      }
      if (!isObject(value)) this.#asked.set(name, { ask, answer: value });
      return value;
    };
    return new Proxy(object, {
      get: (_, key) => {
        const value = propertyOf(object, key);
        if (typeof key === 'symbol') return value;
        const name = `${path}/${key}`;
        if (this.#fresh.has(key)) {
          const isMissing = (found: Found): boolean => propertyOf(same(found), key) === undefined;
          this.#asked.set(name, { ask: isMissing, answer: value === undefined });
          return value;
        }
        // What is searched for is searched for in the other too, wherever it stands there.
        if (Array.isArray(object) && (key === 'find' || key === 'some')) {
          return (...how: unknown[]): unknown => {
            searches += 1;
            return given(`${name} ${searches}`, (found) => search(same(found), key, how), search(object, key, how));
          };
        }
        if (typeof value === 'function') return value;
        return given(name, (found) => propertyOf(same(found), key), value);
      },
      has: (_, key) => {
        const ask = (found: Found): boolean => hasProperty(same(found), key);
        this.#asked.set(`${path} has ${String(key)}`, { ask, answer: hasProperty(object, key) });
        return hasProperty(object, key);
      },
      ownKeys: () => {
        this.#asked.set(`${path} keys`, { ask: (found) => keysOf(same(found)), answer: keysOf(object) });
        return Reflect.ownKeys(object);
      },
    });
  }

  /** A set, of which is kept whose membership is asked for, or how many members there are; for anything else all of them. */
  #set<T extends Set<unknown>>(set: T, path: string, same: (found: Found) => unknown): T {
    return new Proxy(set, {
      get: (_, key) => {
        if (key === 'has') {
          return (member: unknown): boolean => {
            const answer = set.has(member);
            this.#asked.set(`${path} has ${String(member)}`, { ask: (found) => isIn(same(found), member), answer });
            return answer;
          };
        }
        if (key === 'size') {
          this.#asked.set(`${path} size`, { ask: (found) => sizeOf(same(found)), answer: set.size });
          return set.size;
        }
        this.#asked.set(`${path} members`, { ask: (found) => membersOf(same(found)), answer: membersOf(set) });
        const value: unknown = Reflect.get(set, key, set);
        return typeof value === 'function' ? (...how: unknown[]): unknown => Reflect.apply(value, set, how) : value;
      },
    });
  }
}

/** Whether another gives the same answers. */
export function isAnsweredAlike<Found>(questions: Questions<Found>, other: Found): boolean {
  return questions.every(({ ask, answer }) => {
    const given = ask(other);
    return (isLookedInto(given) ? THERE : given) === answer;
  });
}

/** The answer to what is an object: what is in it is asked next. */
const THERE = Symbol('an object');

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Only what is plain data tells what was found; the rest, such as a transcript, goes on with whoever found it. */
function isLookedInto(value: unknown): value is object {
  if (!isObject(value)) return false;
  return Array.isArray(value) || value instanceof Set || Object.getPrototypeOf(value) === Object.prototype;
}

function propertyOf(object: unknown, key: PropertyKey): unknown {
  return isObject(object) ? Reflect.get(object, key) : undefined;
}

function hasProperty(object: unknown, key: PropertyKey): boolean {
  return isObject(object) && Reflect.has(object, key);
}

function isIn(set: unknown, member: unknown): boolean {
  return set instanceof Set && set.has(member);
}

function sizeOf(set: unknown): number | undefined {
  return set instanceof Set ? set.size : undefined;
}

function membersOf(set: unknown): string | undefined {
  return set instanceof Set ? [...set].map(String).join(' ') : undefined;
}

function keysOf(object: unknown): string {
  return isObject(object) ? Object.keys(object).join(' ') : '';
}

function search(list: unknown, by: 'find' | 'some', how: readonly unknown[]): unknown {
  return Array.isArray(list) ? Reflect.apply(list[by], list, how) : undefined;
}
