/** A recording as a server that any client can meet: who waits for each answer must get it. Pure. */

import type { Conversation, Turn } from '../script/syntax.ts';
import { assembled, partsOf, type Part } from '../shrink/parts.ts';
import { beginning } from './exchanges.ts';

/**
 * The same conversation with each answer behind its own command. What was recorded of a client that sends ahead has the answers
 * behind all that it sent, and another client would wait for the first of them for ever. What was sent behind STLS before TLS is
 * left out: whether it was dropped, or answered under TLS, nobody can tell.
 */
export function answeredInTurn(conversation: Conversation): Conversation {
  const { underTls } = conversation;
  const numbered = inExchanges(partsOf(withoutLost(conversation))).toSorted((a, b) => a.exchange - b.exchange);
  return assembled(
    numbered.map(({ part }) => part),
    underTls,
  ).conversation;
}

/** The same conversation without the commands to which the server has nothing to say, not even by ending the connection. */
export function withoutUnanswered(conversation: Conversation): Conversation {
  const { underTls } = conversation;
  const numbered = inExchanges(partsOf(conversation));
  const answered = new Set(numbered.filter(({ part }) => isAnswer(part)).map(({ exchange }) => exchange));
  return assembled(
    numbered.flatMap(({ part, exchange }) => (exchange === GREETING || answered.has(exchange) ? [part] : [])),
    underTls,
  ).conversation;
}

function withoutLost(conversation: Conversation): Conversation {
  const turns: Turn[] = [];
  for (const turn of conversation.turns) {
    turns.push(turn);
    if (!turn.acts.some(({ kind }) => kind === 'start TLS')) continue;
    const asked = turns.findLastIndex(({ client }) => /^STLS\b/i.test(beginning(client)));
    const [stls, ...lost] = asked === -1 ? [] : turns.splice(asked);
    if (stls !== undefined) turns.push({ ...stls, acts: [stls, ...lost].flatMap(({ acts }) => acts) });
  }
  return { ...conversation, turns };
}

const GREETING = -1;

/** What nobody asked for goes with what it stands behind; but for a greeting that came behind what was sent before it. */
function inExchanges(parts: readonly Part[]): { part: Part; exchange: number }[] {
  let last = GREETING;
  return parts.map((part) => {
    if (part.kind === 'server' && part.line === 'greeting') return { part, exchange: GREETING };
    last = part.exchange ?? last;
    return { part, exchange: last };
  });
}

function isAnswer(part: Part): boolean {
  return part.kind === 'server' || (part.kind === 'act' && (part.act.kind === 'close' || part.act.kind === 'reset'));
}
