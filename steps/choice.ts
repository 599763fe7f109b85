/** Parameters of steps that are one of a few words. */

import { defineParameterType } from '@cucumber/cucumber';
import { literally } from '../src/protocol/literally.ts';

/**
 * Defines the parameter type `{name}`: one of `values`, as it stands.
 * @throws {Error} from Cucumber where the name is taken
 */
export function defineChoice(name: string, values: readonly string[]): void {
  // The longest first: a shorter one may begin as it does.
  const alternatives = values.toSorted((left, right) => right.length - left.length).map(literally);
  defineParameterType({ name, regexp: new RegExp(alternatives.join('|')), transformer: (text: string) => text });
}

/** The value that a text spells. @throws {Error} for another text: a fault of the feature */
export function choose<T extends string>(values: readonly T[], text: string): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error(`"${text}" is none of: ${values.join(', ')}`);
  return found;
}
