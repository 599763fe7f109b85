/** A feature file with one scenario, under the requirement that it is about. Pure. */

import type { Requirement } from '../catalogue/requirement.ts';
import { commented } from './comments.ts';

/** What is tagged so can be selected: `--only @reproduction`. */
export const TAG = '@reproduction';

/**
 * The feature.
 * @param scenario its lines, from `Scenario` on
 */
export function featureWith(
  { id, level, title, role, quotes }: Requirement,
  comments: readonly string[],
  scenario: readonly string[],
): string {
  return [
    ...commented(comments),
    `@${role}`,
    `Feature: ${id}, reproduced`,
    '',
    `  @${id} @${level}`,
    `  Rule: ${title}`,
    ...quotes.flatMap(({ rfc, section, kind, text }) => [
      `    RFC ${rfc} section ${section}${kind === undefined ? '' : `, ${kind}`}:`,
      ...quoted(text).map((line) => `    > ${line}`),
    ]),
    '',
    `    ${TAG}`,
    ...scenario.map((line) => `    ${line}`.trimEnd()),
    '',
  ].join('\n');
}

/** A quotation in lines of a bearable length; an omission has one of its own. */
function quoted(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const isAlone = word === '...' || last === '...' || last === undefined;
    if (isAlone || last.length + word.length > 70) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
