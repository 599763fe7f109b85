/** The lines in texts that are sent: a text is a line, a piece of one, or several. Pure. */

import type { Text } from './syntax.ts';

/** A text cut behind each LF in it. `ends`: whether a line ends with the piece. */
export function linePieces({ parts, crlf }: Text): { piece: Text; ends: boolean }[] {
  const isSimple = !parts.some(
    (part) => 'octets' in part && typeof part.octets === 'string' && part.octets.includes('\n'),
  );
  if (isSimple) return parts.length === 0 && !crlf ? [] : [{ piece: { parts, crlf }, ends: crlf }];
  const pieces: { piece: Text; ends: boolean }[] = [];
  let current: Text['parts'][number][] = [];
  const end = (): void => {
    pieces.push({ piece: { parts: current, crlf: false }, ends: true });
    current = [];
  };
  for (const part of parts) {
    const octets =
      part.kind === 'octets' ? part.octets : part.kind === 'repeat' ? part.octets.repeat(part.times) : undefined;
    if (octets === undefined || !octets.includes('\n')) {
      current.push(part);
      continue;
    }
    for (const line of octets.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
      current.push({ kind: 'octets', octets: line });
      if (line.endsWith('\n')) end();
    }
  }
  if (crlf) pieces.push({ piece: { parts: current, crlf: true }, ends: true });
  else if (current.length > 0) pieces.push({ piece: { parts: current, crlf: false }, ends: false });
  return pieces;
}

/** A line, in pieces, as far as it tells what kind of line it is; its end included. */
export function plainText(texts: readonly Text[]): string {
  return texts
    .map(
      ({ parts, crlf }) =>
        parts.map((part) => (part.kind === 'octets' ? part.octets : '*')).join('') + (crlf ? '\r\n' : ''),
    )
    .join('');
}
