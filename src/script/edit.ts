/** Edits of the correct answer. */

import { CRLF, DOT, latin1 } from '../protocol/octets.ts';
import { compileLine, type Captures, type Matcher } from './pattern.ts';
import type { Edit } from './syntax.ts';
import { renderText } from './text-octets.ts';

/** An edit, with its pattern compiled where it has one. */
export type CompiledEdit = Edit & { readonly matches?: Matcher };

/** Compiles edits, once for all answers. */
export function compileEdits(edits: readonly Edit[]): CompiledEdit[] {
  return edits.map((edit) =>
    edit.place.kind === 'body line like' ? { ...edit, matches: compileLine(edit.place.pattern) } : edit,
  );
}

/** A line of an answer while it is edited. What is put outside of the list belongs to no place. */
interface EditedLine {
  readonly part: 'first' | 'body' | 'dot' | 'outside';
  readonly octets: Buffer;
}

/** The correct answer with its edits done, in order. */
export function editAnswer(correct: Buffer, edits: readonly CompiledEdit[], values: Captures): Buffer {
  if (edits.length === 0) return correct;
  let lines = dissect(correct);
  for (const edit of edits) lines = editLines(lines, edit, values);
  return Buffer.concat(lines.map(({ octets }) => octets));
}

/** An answer of the engine is one line, or a first line, a body and the dot line (RFC 1939 section 3). */
function dissect(correct: Buffer): EditedLine[] {
  const lines: EditedLine[] = [];
  for (let start = 0; start < correct.length;) {
    const found = correct.indexOf(CRLF, start);
    const end = found === -1 ? correct.length : found + CRLF.length;
    const isDot = start > 0 && end === correct.length && correct[start] === DOT && end - start === 3;
    lines.push({ part: start === 0 ? 'first' : isDot ? 'dot' : 'body', octets: correct.subarray(start, end) });
    start = end;
  }
  return lines;
}

function editLines(lines: readonly EditedLine[], edit: CompiledEdit, values: Captures): EditedLine[] {
  const body = lines.filter(({ part }) => part === 'body');
  return lines.flatMap((line) => {
    const content = contentOf(line.octets);
    const found = selects(edit, line, body, content);
    if (found === undefined) return [line];
    if (edit.verb === 'remove') return [];
    const octets = renderText(edit.text, { ...values, ...found, line: content });
    if (edit.verb === 'replace') return [{ part: line.part, octets }];
    const added: EditedLine = { part: partBeside(line, edit.verb), octets };
    return edit.verb === 'before' ? [added, line] : [line, added];
  });
}

/** A line without its CRLF, one character for each octet. */
function contentOf(octets: Buffer): string {
  return latin1(octets).replace(/\r\n$/, '');
}

/** Whether an edit is for a line. @returns what its pattern captured */
function selects(
  { place, matches }: CompiledEdit,
  line: EditedLine,
  body: readonly EditedLine[],
  content: string,
): Captures | undefined {
  if (place.kind === 'first line') return line.part === 'first' ? {} : undefined;
  if (place.kind === 'dot line') return line.part === 'dot' ? {} : undefined;
  if (line.part !== 'body') return undefined;
  if (place.kind === 'body line like') return matches?.(content);
  if (place.kind === 'each body line') return {};
  const wanted = place.kind === 'body line' ? body[place.number - 1] : body.at(-1);
  return wanted === line ? {} : undefined;
}

/** Behind the first line and before the dot line the body is. */
function partBeside({ part }: EditedLine, side: 'before' | 'after'): EditedLine['part'] {
  const isOutside =
    part === 'outside' || (part === 'first' && side === 'before') || (part === 'dot' && side === 'after');
  return isOutside ? 'outside' : 'body';
}
