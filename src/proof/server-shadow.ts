/**
 * Faulty servers in the shadow of the correct one: it answers, and beside it each of them is asked what it would have
 * done. As long as a fault changes nothing it is the correct server, to the octet.
 */

import { answer, type Answer } from '../server/answer.ts';
import type { Bend, Exchange } from '../server/bend.ts';
import { overriding } from '../server/script-overrides.ts';
import type { Fact, Script } from '../script/syntax.ts';

/** A fault that can stand in a shadow. */
export interface Shaded {
  readonly name: string;
  /** What it does on a connection, made anew for each. */
  readonly bend: (connection: number) => Bend;
}

/** What a fault would do on one connection. */
interface Shadow {
  readonly name: string;
  readonly bend: Bend;
}

/** Never sent: a fault that has the engine hear something else is felt, whatever the answer. */
const NO_ANSWER: Answer = answer('');

/** The correct server, and which faults would not have been it. */
export class ServerShadows {
  readonly #faults: readonly Shaded[];
  #felt = new Set<string>();

  constructor(faults: readonly Shaded[]) {
    this.#faults = faults;
  }

  /** The bend of a server that answers correctly on a connection; it asks the faults. */
  readonly bend = (connection: number): Bend => {
    const shadows = this.#faults.map(({ name, bend }) => ({ name, bend: bend(connection) }));
    // What is felt on a connection concerns whoever opened it, also where its last line is read later.
    const opened = this.#felt;
    const feel = (name: string): void => void opened.add(name);
    const unfelt = (): Shadow[] => shadows.filter(({ name }) => !opened.has(name));
    return {
      async greeting(correct, tls) {
        for (const { name, bend } of unfelt()) {
          if (((await bend.greeting?.(correct, tls)) ?? correct) !== correct) feel(name);
        }
        return correct;
      },
      async before(exchange) {
        for (const { name, bend } of unfelt()) {
          const told = (await bend.before?.(inShadow(exchange, () => feel(name)))) !== undefined;
          if (told) feel(name);
        }
        return undefined;
      },
      async after(exchange, correct) {
        for (const { name, bend } of unfelt()) {
          const given = await bend.after?.(
            inShadow(exchange, () => feel(name)),
            correct,
          );
          if (given !== undefined && given !== correct) feel(name);
        }
        return correct;
      },
    };
  };

  /** The faults that are felt on the connections opened since this was called last: later ones may come to stand in it yet. */
  take(): ReadonlySet<string> {
    const felt = this.#felt;
    this.#felt = new Set();
    return felt;
  }
}

/** The line as a fault sees it, which can't have the correct server hear another. */
function inShadow(exchange: Exchange, onPerform: () => void): Exchange {
  return {
    ...exchange,
    perform: () => {
      onPerform();
      return NO_ANSWER;
    },
  };
}

/**
 * What stands in the shadow for a script.
 * @returns undefined where the script is more than changes of what one connection hears and answers: a conversation of its
 *   own, settings of the engine, or what goes by how many connections there were before, which depends on what else is run
 */
export function shadeOf(script: Script): Shaded['bend'] | undefined {
  if (script.kind !== 'overrides' || script.settings.length > 0) return undefined;
  const counts = script.rules.some(({ when }) => when.some(({ fact }) => goesByConnections(fact)));
  return counts ? undefined : overriding(script);
}

function goesByConnections(fact: Fact): boolean {
  return fact.kind === 'connection' || fact.kind === 'every connection' || (fact.kind === 'time' && fact.ever);
}
