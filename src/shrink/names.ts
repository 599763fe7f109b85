/** Names in what a server says, where the lines that gave them a value are gone. Pure. */

import { namesIn } from '../script/pattern.ts';
import type { Text } from '../script/syntax.ts';
import type { Part } from './parts.ts';

/** Parts in which every name has a value: what has none stands for nothing, as it is sent. */
export function withKnownNames(parts: readonly Part[]): Part[] {
  const known = new Set<string>();
  return parts.map((part) => {
    if (part.kind === 'client') for (const name of namesIn(part.client)) known.add(name);
    return part.kind === 'server' ? { ...part, text: withoutUnknown(part.text, known) } : part;
  });
}

function withoutUnknown(text: Text, known: ReadonlySet<string>): Text {
  const parts = text.parts.filter((part) => part.kind !== 'value' || known.has(part.name));
  return parts.length === text.parts.length ? text : { ...text, parts: joined(parts) };
}

function joined(parts: readonly Text['parts'][number][]): Text['parts'][number][] {
  const result: Text['parts'][number][] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.kind === 'octets' && part.kind === 'octets') {
      result[result.length - 1] = { kind: 'octets', octets: last.octets + part.octets };
    } else result.push(part);
  }
  return result;
}
