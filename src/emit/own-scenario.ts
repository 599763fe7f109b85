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
  /** Of a table: its lines before the row, its heading the last of them, and whether the row is in it. */
  let table: string[] | undefined;
  let isText = false;
  for (let number = keywordLine; number <= all.length; number += 1) {
    const text = all[number - 1] ?? '';
    if (FENCE.test(text)) isText = !isText;
    const isTable = !isText && text.trimStart().startsWith('Examples:');
    if (!isText && number > keywordLine && OTHER.test(text) && !isTable) break;
    if (isTable) table = [text];
    else if (table === undefined) lines.push(text);
    else if (number === line) lines.push(...table, text);
    else if (table.length === 1) table.push(text);
  }
  while (lines.at(-1)?.trim() === '') lines.pop();
  const indents = lines.filter((text) => text.trim() !== '').map((text) => text.length - text.trimStart().length);
  return lines.map((text) => text.slice(Math.min(...indents)));
}
