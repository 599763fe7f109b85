/** What is wrong with a client, and whether it shows: what a search for a shorter conversation goes by. Pure. */

import type { Exchange } from './parts.ts';

export type WrongAtClient =
  /** A requirement that is heard to be broken. */
  | { readonly kind: 'fails'; readonly requirement: string }
  /** It ends with this status, and these words (see last-words.ts); undefined where they are others each time. */
  | { readonly kind: 'exit'; readonly status: number; readonly words: string | undefined }
  /** It does not end in its time. */
  | { readonly kind: 'hangs' }
  /** It sends another line than was recorded. */
  | { readonly kind: 'differs'; readonly exchange: Exchange; readonly keyword: string };

/** What a user can say that is wrong with a client; undefined: what a first run shows. */
export type ToldOfClient =
  | { readonly kind: 'fails'; readonly requirement: string }
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'hangs' | 'differs' };

/** A line that was not recorded. */
export interface Deviation {
  /** The exchange that was recorded in its place; undefined where nothing was. */
  readonly exchange: Exchange;
  readonly keyword: string;
}

/** A conversation as the client met it. */
export interface PlayedAtClient {
  readonly status: number | undefined;
  /** With which words it ended (see last-words.ts). */
  readonly words: string;
  readonly ranOutOfTime: boolean;
  readonly deviations: readonly Deviation[];
  /** The exchanges that it went into. */
  readonly exchanges: ReadonlySet<Exchange>;
  readonly broken: ReadonlyMap<string, 'fail' | 'advice'>;
  /** What is wrong with the server that it met, which is ours: what a client does then is about that. */
  readonly ours: ReadonlyMap<string, 'fail' | 'advice'>;
}

/**
 * What is wrong, as two runs show it.
 * @param order requirements in the order in which they are named
 * @returns undefined where nothing is; `unsteady`: one run shows it, and the other does not
 */
export function wrongAtClient(
  told: ToldOfClient | undefined,
  runs: readonly [PlayedAtClient, PlayedAtClient],
  order: readonly string[],
): WrongAtClient | 'unsteady' | undefined {
  const [one, other] = runs;
  const words = one.words === other.words ? one.words : undefined;
  const found = runs.map((run) => wrongIn(told, run, order, words));
  const [first, second] = found;
  if (JSON.stringify(first) !== JSON.stringify(second)) return 'unsteady';
  return first;
}

function wrongIn(
  told: ToldOfClient | undefined,
  { status, ranOutOfTime, deviations, broken }: PlayedAtClient,
  order: readonly string[],
  words: string | undefined,
): WrongAtClient | undefined {
  const [deviation] = deviations;
  const differs = deviation === undefined ? undefined : ({ kind: 'differs', ...deviation } as const);
  switch (told?.kind) {
    case 'fails':
      return broken.has(told.requirement) ? told : undefined;
    case 'exit':
      return status === told.status ? { ...told, words } : undefined;
    case 'hangs':
      return ranOutOfTime ? { kind: 'hangs' } : undefined;
    case 'differs':
      return differs;
    default: {
      const requirement = order.find((id) => broken.get(id) === 'fail');
      if (requirement !== undefined) return { kind: 'fails', requirement };
      if (differs !== undefined) return differs;
      if (ranOutOfTime) return { kind: 'hangs' };
      return status === undefined || status === 0 ? undefined : { kind: 'exit', status, words };
    }
  }
}

/**
 * Whether what is wrong shows in a conversation that was played.
 * @param before the whole conversation, as it was played
 */
export function showsAtClient(wrong: WrongAtClient, played: PlayedAtClient, before: PlayedAtClient): boolean {
  // A line that the script does not expect gets -ERR: what the client does then is about that.
  const isStrange = ({ keyword }: Deviation): boolean => !before.deviations.some((each) => each.keyword === keyword);
  if (wrong.kind !== 'differs' && played.deviations.some(isStrange)) return false;
  if ([...played.ours].some(([id, kind]) => kind === 'fail' && before.ours.get(id) !== 'fail')) return false;
  switch (wrong.kind) {
    case 'fails':
      return played.broken.has(wrong.requirement);
    case 'exit':
      // Another cause may have the same status, and says so.
      return !played.ranOutOfTime && played.status === wrong.status && (wrong.words ?? played.words) === played.words;
    case 'hangs':
      return played.ranOutOfTime;
    default: {
      const [first] = played.deviations;
      return first?.exchange === wrong.exchange && first?.keyword === wrong.keyword;
    }
  }
}
