/** A scenario of the suite cut out of its feature file, so that it runs as it is among somebody's own. Pure. */

/** What begins something else in a feature file. */
const OTHER = /^\s*(?:@|Rule:|Scenario(?: Outline)?:|Background:|Feature:|Examples:)/;
const FENCE = /^\s*(?:"""|```)/;

/**
 * The lines of a scenario from its keyword on, without the indentation that they have in common.
 * @param keywordLine where `Scenario` or `Scenario Outline` stands, counted from 1
 * @param line of the scenario; of an outline the row of its examples, and no other row is kept
 */
export function scenarioLines(source: string, keywordLine: number, line: number): string[] {
  const all = source.split(/\r?\n/);
  const lines: string[] = [];
  let isText = false;
  let isExamples = false;
  let isHeading = false;
  for (let number = keywordLine; number <= all.length; number += 1) {
    const text = all[number - 1] ?? '';
    if (FENCE.test(text)) isText = !isText;
    const isTable = text.trimStart().startsWith('Examples:');
    if (!isText && number > keywordLine && OTHER.test(text) && !isTable) break;
    if (isTable) {
      isExamples = true;
      isHeading = true;
    } else if (isExamples && text.trimStart().startsWith('|')) {
      const isKept = isHeading || number === line;
      isHeading = false;
      if (!isKept) continue;
    }
    lines.push(text);
  }
  while (lines.at(-1)?.trim() === '') lines.pop();
  const indents = lines.filter((text) => text.trim() !== '').map((text) => text.length - text.trimStart().length);
  return lines.map((text) => text.slice(Math.min(...indents)));
}
