/** A conversation without the borders of the server's segments: at a server they are nobody's choice. Pure. */

import type { Part } from './parts.ts';

/** Parts without cuts, and the pieces of a line of the server's together. */
export function withoutCuts(parts: readonly Part[]): Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    if (part.kind === 'act' && part.act.kind === 'cut') continue;
    const last = whole.at(-1);
    if (part.kind !== 'server' || part.begins || last?.kind !== 'server') whole.push(part);
    else whole[whole.length - 1] = { ...last, text: { parts: joined(last, part), crlf: part.text.crlf } };
  }
  return whole;
}

type ServerPart = Extract<Part, { kind: 'server' }>;

/** Octets that come to stand side by side are one: there is one way to write a text. */
function joined({ text: before }: ServerPart, { text: after }: ServerPart): ServerPart['text']['parts'] {
  const last = before.parts.at(-1);
  const [first, ...others] = after.parts;
  if (last?.kind !== 'octets' || first?.kind !== 'octets') return [...before.parts, ...after.parts];
  return [...before.parts.slice(0, -1), { kind: 'octets', octets: last.octets + first.octets }, ...others];
}
