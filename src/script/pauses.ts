/** A conversation played as fast as it goes: without its pauses, and with the segments that they border. Pure. */

import type { Act, Conversation } from './syntax.ts';

/** The conversation with a cut wherever somebody waited. */
export function withoutPauses({ greeting, turns, ...others }: Conversation): Conversation {
  return {
    ...others,
    greeting: greeting.map(hurried),
    turns: turns.map(({ acts, ...turn }) => ({ ...turn, acts: acts.map(hurried) })),
  };
}

function hurried(act: Act): Act {
  if (act.kind === 'wait') return { kind: 'cut' };
  return act.kind === 'client wait' ? { kind: 'client cut' } : act;
}
