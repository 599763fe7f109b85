/** Parameters of steps that are one of a few words. */

import { defineParameterType } from '@cucumber/cucumber';

/**
 * Defines the parameter type `{name}`: one of `values`, as it stands.
 * @throws {Error} from Cucumber where the name is taken
 */
export function defineChoice(name: string, values: readonly string[]): void {
  // The longest first: a shorter one may begin as it does.
  const alternatives = values.toSorted((left, right) => right.length - left.length).map(escaped);
  defineParameterType({ name, regexp: new RegExp(alternatives.join('|')), transformer: (text: string) => text });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
