/** The turns of a conversation by the client's whole lines, as its server meets them: a line may have come in pieces. Pure. */

import { isOfServer, type Act, type Conversation, type Pattern, type PatternPart, type Turn } from './syntax.ts';

/** A whole line of the client, and what the server does then. */
export interface LineTurn {
  /** The line without its line end. */
  readonly client: Pattern;
  readonly acts: readonly Act[];
  /** Which of the conversation's turns the line begins in, counted from 0. */
  readonly turn: number;
}

export interface LineTurns {
  readonly greeting: readonly Act[];
  readonly turns: readonly LineTurn[];
}

/** What the server does while a line is still coming belongs to the line before it. A line without an end is left out. */
export function byLines({ greeting, turns }: Conversation): LineTurns {
  const lines: (LineTurn & { readonly acts: Act[] })[] = [];
  const first: Act[] = greeting.filter(isOfServer);
  let acts: Act[] = first;
  let begun: { parts: readonly PatternPart[]; turn: number } | undefined;
  for (const [index, turn] of turns.entries()) {
    begun = { parts: joined(begun?.parts ?? [], turn.client.parts), turn: begun?.turn ?? index };
    if (endsLine(turn)) {
      const line = {
        client: { parts: withoutLineEnd(begun.parts) },
        acts: turn.acts.filter(isOfServer),
        turn: begun.turn,
      };
      lines.push(line);
      acts = line.acts;
      begun = undefined;
    } else acts.push(...turn.acts.filter(isOfServer));
  }
  return { greeting: first, turns: lines };
}

/** Whether a turn is the end of a line: at an LF, whatever stands before that. */
export function endsLine({ client, crlf }: Pick<Turn, 'client' | 'crlf'>): boolean {
  const last = client.parts.at(-1);
  return crlf || (last?.kind === 'octets' && last.octets.endsWith('\n'));
}

/** Octets that stand side by side become one part: a keyword may have come in two pieces. */
function joined(before: readonly PatternPart[], after: readonly PatternPart[]): readonly PatternPart[] {
  const last = before.at(-1);
  const [next, ...others] = after;
  if (last?.kind !== 'octets' || next?.kind !== 'octets') return [...before, ...after];
  return [...before.slice(0, -1), { kind: 'octets', octets: last.octets + next.octets }, ...others];
}

function withoutLineEnd(parts: readonly PatternPart[]): PatternPart[] {
  return parts.flatMap((part, index) => {
    if (part.kind !== 'octets' || index < parts.length - 1) return [part];
    const octets = part.octets.replace(/\r?\n$/, '');
    return octets === '' ? [] : [{ kind: 'octets' as const, octets }];
  });
}
