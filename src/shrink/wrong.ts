/** What is wrong at a server, and whether it shows: what a search for a shorter conversation goes by. Pure. */

import { statusOf } from '../protocol/first-line.ts';
import { latin1, octetsOf } from '../protocol/octets.ts';
import type { Difference, ReplayOutcome } from '../replay/outcome.ts';
import type { Exchange } from './parts.ts';

/** What a first line is, or that there is none. */
export type Kind = '+OK' | '-ERR' | '+' | 'something else' | 'nothing';

export type WrongAtServer =
  /** A requirement that is heard to be broken. */
  | { readonly kind: 'fails'; readonly requirement: string }
  /** An answer is not what the recording says that it should be. */
  | {
      readonly kind: 'differs';
      readonly exchange: Exchange;
      /** What was recorded, and what came. */
      readonly expected: readonly string[];
      readonly came: readonly string[];
      /** Whether the same lines came each time; else only the kind of the first is compared. */
      readonly isExact: boolean;
    }
  /** What else is not as it was recorded, in words: the end of the connection, a challenge that does not come. */
  | { readonly kind: 'remark'; readonly remark: string }
  /** An answer never comes, or never to its end. */
  | { readonly kind: 'hangs'; readonly exchange: Exchange };

/** A conversation as it was played at a server. */
export interface PlayedAtServer {
  readonly outcome: ReplayOutcome;
  /** The exchange of each turn that was played. */
  readonly exchanges: readonly Exchange[];
  /** The requirements that are heard to be broken. */
  readonly broken: ReadonlyMap<string, 'fail' | 'advice'>;
}

/** What a user can say that is wrong at a server; undefined: what a first run shows. */
export type ToldOfServer =
  | { readonly kind: 'fails'; readonly requirement: string }
  | { readonly kind: 'differs' }
  | { readonly kind: 'hangs' };

/** What the first line of an answer is. */
export function kindOf(lines: readonly string[]): Kind {
  const [first] = lines;
  if (first === undefined) return 'nothing';
  return statusOf(octetsOf(first)) ?? 'something else';
}

/**
 * What is wrong, as two runs show it.
 * @param order requirements in the order in which they are named
 * @returns undefined where nothing is; `unsteady`: one run shows it, and the other does not
 */
export function wrongAtServer(
  told: ToldOfServer | undefined,
  runs: readonly [PlayedAtServer, PlayedAtServer],
  order: readonly string[],
): WrongAtServer | 'unsteady' | undefined {
  if (told?.kind === 'fails')
    return steady(
      runs.map(({ broken }) => broken.has(told.requirement)),
      told,
    );
  if (told?.kind === 'hangs') return hang(runs);
  if (told === undefined) {
    const failing = runs.map(({ broken }) => order.find((id) => broken.get(id) === 'fail'));
    const [first] = failing;
    if (failing.some((each) => each !== first)) return 'unsteady';
    if (first !== undefined) return { kind: 'fails', requirement: first };
  }
  return difference(runs);
}

function steady<Wrong>(shows: readonly boolean[], wrong: Wrong): Wrong | 'unsteady' | undefined {
  if (shows.every((each) => each)) return wrong;
  return shows.some((each) => each) ? 'unsteady' : undefined;
}

function hang(runs: readonly PlayedAtServer[]): WrongAtServer | 'unsteady' | undefined {
  const places = runs.map((played) => (isHanging(played) ? placeOfHang(played) : 'none'));
  const [first] = places;
  if (places.some((each) => each !== first)) return 'unsteady';
  return first === 'none' ? undefined : { kind: 'hangs', exchange: first };
}

function isHanging({ outcome }: PlayedAtServer): boolean {
  return outcome.silence === 'timeout' || outcome.silence === 'over';
}

/** The exchange whose answer does not come: the last difference is what there is of it. */
function placeOfHang({ outcome, exchanges }: PlayedAtServer): Exchange {
  const turn = outcome.differences.at(-1)?.turn;
  return turn === undefined ? undefined : exchanges[turn];
}

/** The first answer of another kind than was recorded, else the first that differs at all. */
function difference(runs: readonly [PlayedAtServer, PlayedAtServer]): WrongAtServer | 'unsteady' | undefined {
  const found = runs.map(({ outcome: { differences } }) => {
    const otherKind = differences.find(({ recorded, came }) => kindOf(recorded) !== kindOf(came));
    return otherKind ?? differences[0];
  });
  const [first, second] = found;
  if (first === undefined && second === undefined) return remark(runs);
  if (first === undefined || second === undefined || !isSameKind(first, second)) return 'unsteady';
  const [played] = runs;
  return {
    kind: 'differs',
    exchange: first.turn === undefined ? undefined : played.exchanges[first.turn],
    expected: first.recorded,
    came: first.came,
    isExact: isSameLines(first.came, second.came) && !runs.some(({ outcome }) => isCutByTime(outcome, [first, second])),
  };
}

/** Whether one of the differences is an answer that still came when its time was over: how much of it came is chance. */
function isCutByTime({ silence, differences }: ReplayOutcome, some: readonly Difference[]): boolean {
  const last = differences.at(-1);
  return silence === 'over' && last !== undefined && some.includes(last);
}

function isSameKind(first: Difference, second: Difference): boolean {
  return first.turn === second.turn && kindOf(first.came) === kindOf(second.came);
}

function remark(runs: readonly PlayedAtServer[]): WrongAtServer | 'unsteady' | undefined {
  const remarks = runs.map(({ outcome }) => outcome.remarks[0]);
  const [first] = remarks;
  if (remarks.some((each) => each !== first)) return 'unsteady';
  return first === undefined ? undefined : { kind: 'remark', remark: first };
}

function isSameLines(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((line, index) => line === others[index]);
}

/** Whether what is wrong shows in a conversation that was played. */
export function showsAtServer(wrong: WrongAtServer, played: PlayedAtServer): boolean {
  const { outcome, broken, exchanges } = played;
  if (wrong.kind === 'fails') return broken.has(wrong.requirement);
  if (wrong.kind === 'remark') return outcome.remarks.includes(wrong.remark);
  if (wrong.kind === 'hangs') return isHanging(played) && placeOfHang(played) === wrong.exchange;
  return outcome.differences.some(
    ({ turn, came }) =>
      (turn === undefined ? undefined : exchanges[turn]) === wrong.exchange &&
      (wrong.isExact ? isSameLines(came, wrong.came) : kindOf(came) === kindOf(wrong.came)),
  );
}

/** Codes of refusals that have nothing to do with what was tried: a delay, a lock, a fault of the system. */
const EXCUSES = /^-ERR \[(?:LOGIN-DELAY|IN-USE|SYS\/TEMP)(?:\/[^\]]*)?\]/i;

/**
 * Whether a server refused for a cause that may be gone a little later, where it did not do so before: what was tried then says
 * nothing. Sessions follow one another closely here, and a server may delay a login, hold a lock, or take no more of them.
 */
export function isRefusedForNow({ outcome }: PlayedAtServer, before: PlayedAtServer): boolean {
  return isRefused(outcome) && !isRefused(before.outcome);
}

function isRefused({ entries }: ReplayOutcome): boolean {
  const said = latin1(Buffer.concat(entries.filter(({ from }) => from === 'S').map(({ octets }) => octets)));
  const lines = said.split('\r\n');
  return kindOf(lines) === '-ERR' || lines.some((line) => EXCUSES.test(line));
}
