/** A published transcript: read as what went over the wire, and looked at line by line. Pure. */

import { octetsOf } from '../protocol/octets.ts';
import type { Position, TranscriptEntry } from '../verdict/result.ts';
import type { WireEntry } from '../wire/transcript.ts';

const NOTHING = Buffer.alloc(0);

/** What a transcript still tells of what went over the wire. */
export interface Published {
  /** Each connection up to where octets of it are left out. The entries keep their places. */
  readonly entries: readonly WireEntry[];
  /** The connections of which octets are left out. */
  readonly cut: ReadonlySet<number>;
}

/** A transcript as it came over the wire. */
export function wireOf(transcript: readonly TranscriptEntry[]): Published {
  const cut = new Set<number>();
  const entries = transcript.map(({ t, connection, from, event, data, omitted }): WireEntry => {
    // What follows a cut keeps its place, so that positions stay right, and says nothing.
    if (cut.has(connection)) return { t, connection, from, event: 'connect', octets: NOTHING, secrets: [] };
    if (omitted !== undefined) cut.add(connection);
    const octets = octetsOf(omitted === undefined ? data : data.slice(0, omitted.at));
    return { t, connection, from, event, octets, secrets: [] };
  });
  return { entries, cut };
}

/** The server's line around a position, see {@link lineAt}; undefined also where the client spoke. */
export function answerAt(at: Position, transcript: readonly TranscriptEntry[]): ReturnType<typeof lineAt> {
  return transcript[at.entry]?.from === 'S' ? lineAt(at, transcript) : undefined;
}

/** The line around a position, and what of it stands behind that; undefined where octets may be left out of it. */
export function lineAt(
  at: Position,
  transcript: readonly TranscriptEntry[],
): { whole: string; rest: string } | undefined {
  const found = transcript[at.entry];
  if (found === undefined || found.event !== 'data') return undefined;
  let before = '';
  let behind = '';
  for (const [index, { connection, from, event, data, omitted }] of transcript.entries()) {
    if (connection !== found.connection || from !== found.from || event !== 'data') continue;
    const cut = omitted?.at;
    if (index === at.entry) {
      before = cut !== undefined && cut <= at.offset ? data.slice(cut, at.offset) : before + data.slice(0, at.offset);
      behind = data.slice(at.offset, cut !== undefined && cut > at.offset ? cut : undefined);
      if (cut !== undefined && cut > at.offset && !behind.includes('\n')) return undefined;
    } else if (index < at.entry) before = cut === undefined ? before + data : data.slice(cut);
    else if (!behind.includes('\n')) {
      if (cut !== undefined) return undefined;
      behind += data;
    }
  }
  const rest = behind.slice(0, behind.indexOf('\n') + 1 || undefined);
  return { whole: before.slice(before.lastIndexOf('\n') + 1) + rest, rest };
}
