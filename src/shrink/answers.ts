/** Answers put in the place of others. Pure. */

import type { Exchange, Part } from './parts.ts';

/**
 * Parts with other answers.
 * @param answers the lines of the server for each exchange that gets others; where a client answers challenges in it, only as
 *   many lines as there were, one for one
 */
export function withAnswers(parts: readonly Part[], answers: ReadonlyMap<Exchange, readonly Part[]>): Part[] {
  const asked = counted(parts, (part) => part.kind === 'client' && part.begins);
  const answered = counted(parts, ({ kind }) => kind === 'server');
  const put = new Map<Exchange, number>();
  return parts.flatMap((part): readonly Part[] => {
    const { exchange } = part;
    const lines = answers.get(exchange);
    if (part.kind !== 'server' || lines === undefined) return [part];
    const at = put.get(exchange) ?? 0;
    put.set(exchange, at + 1);
    if ((asked.get(exchange) ?? 0) <= 1) return at === 0 ? lines : [];
    const other = lines[at];
    return lines.length !== answered.get(exchange) || other === undefined ? [part] : [other];
  });
}

/** How many parts of a kind each exchange has. */
function counted(parts: readonly Part[], isOne: (part: Part) => boolean): ReadonlyMap<Exchange, number> {
  const counts = new Map<Exchange, number>();
  for (const part of parts) if (isOne(part)) counts.set(part.exchange, (counts.get(part.exchange) ?? 0) + 1);
  return counts;
}
