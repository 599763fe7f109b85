/** A recording shortened at a server: each candidate is played there, and what is wrong is looked for in what comes. */

import { setTimeout as wait } from 'node:timers/promises';
import { recordingOf } from '../record/of-entries.ts';
import type { ReplayTarget } from '../replay/outcome.ts';
import { replay } from '../replay/replay.ts';
import { parseScript } from '../script/parse.ts';
import { withoutPauses } from '../script/pauses.ts';
import type { Conversation } from '../script/syntax.ts';
import { withAnswers } from '../shrink/answers.ts';
import { withoutCuts } from '../shrink/cuts.ts';
import { withKnownNames } from '../shrink/names.ts';
import { assembled, exchangesIn, partsOf, type Exchange, type Part } from '../shrink/parts.ts';
import { shorten, type Progress, type Trial } from '../shrink/search.ts';
import { atAServer } from '../shrink/stages.ts';
import {
  isRefusedForNow,
  showsAtServer,
  wrongAtServer,
  type PlayedAtServer,
  type ToldOfServer,
  type WrongAtServer,
} from '../shrink/wrong.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { brokenByServer } from './judge-heard.ts';

export interface ShrinkingAtServer {
  readonly conversation: Conversation;
  readonly target: ReplayTarget;
  readonly told: ToldOfServer | undefined;
  /** How long one that refuses for now may be waited for each time, in milliseconds. */
  readonly maxWaitMs: number;
  /** The ids of requirements in the order in which they are named. */
  readonly order: readonly string[];
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** A shorter conversation that still shows what is wrong. */
export interface Shrunk<Wrong> {
  readonly wrong: Wrong;
  readonly conversation: Conversation;
  /** Which of its exchanges is wrong, counted from 0, where it is one. */
  readonly at: number | undefined;
  /** Whether nothing more can be left out, a piece at a time. */
  readonly isMinimal: boolean;
  /** Whether it was played twice more, and what is wrong showed both times. */
  readonly isProved: boolean;
  readonly tried: number;
  /** How many conversations could not be tried. */
  readonly unknown: number;
  /** How many exchanges there were, and are. */
  readonly before: number;
  readonly after: number;
  /** Other requirements that are broken in the whole conversation. */
  readonly others: readonly string[];
  /** What ended the search before its end, where that was no signal. */
  readonly failure?: unknown;
}

/** What came of it. `unsteady`: what is wrong showed in one run of the whole and not in another. */
export type Shrinking<Wrong> =
  | { readonly kind: 'nothing wrong' }
  | { readonly kind: 'unsteady' }
  | ({ readonly kind: 'shrunk' } & Shrunk<Wrong>);

/**
 * Shortens a recording at a server.
 * @throws {ConnectionError} where the server can't be reached at all
 */
export async function shrinkAtServer(shrinking: ShrinkingAtServer): Promise<Shrinking<WrongAtServer>> {
  const { conversation, told, order, signal, onProgress } = shrinking;
  const { underTls } = conversation;
  // It is played without pauses, and how the server's octets came is no part of it.
  const parts = withoutCuts(partsOf(withoutPauses(conversation)));
  const trials = new Trials(shrinking);
  const first = await trials.play(parts);
  const second = await trials.playInPeace(parts, first);
  const wrong = second === undefined ? 'unsteady' : wrongAtServer(told, [first, second], order);
  if (wrong === undefined) return { kind: 'nothing wrong' };
  if (wrong === 'unsteady') return { kind: 'unsteady' };
  const found = await shorten(parts, async (candidate) => await trials.try(candidate, wrong, first), {
    underTls,
    stages: atAServer(wrong.kind === 'differs' ? wrong.exchange : undefined),
    signal,
    onProgress,
  });
  const { tried, unknown, isMinimal, failure } = found;
  const shortest = { parts: found.parts, wrong };
  const final = isMinimal ? { parts: await trials.retold(shortest), wrong } : shortest;
  return {
    kind: 'shrunk',
    wrong,
    conversation: assembled(withKnownNames(final.parts), underTls).conversation,
    at: placeOf(wrong, final.parts),
    isMinimal,
    isProved: isMinimal && (await trials.shows(final, first)) && (await trials.shows(final, first)),
    tried,
    unknown,
    before: exchangesIn(parts).length,
    after: exchangesIn(found.parts).length,
    others: order.filter(
      (id) => first.broken.get(id) === 'fail' && !(wrong.kind === 'fails' && wrong.requirement === id),
    ),
    ...(failure === undefined ? {} : { failure }),
  };
}

function placeOf(wrong: WrongAtServer, parts: readonly Part[]): number | undefined {
  if (!('exchange' in wrong) || wrong.exchange === undefined) return undefined;
  return exchangesIn(parts).indexOf(wrong.exchange);
}

/** A conversation, and what is wrong in it: that knows exchanges by their numbers. */
interface Candidate {
  readonly parts: readonly Part[];
  readonly wrong: WrongAtServer;
}

/** The first pause before a server that refuses for now is asked again, in milliseconds. */
const FIRST_PAUSE_MS = 500;

/** Plays conversations at the server, one after the other. */
class Trials {
  readonly #shrinking: ShrinkingAtServer;

  constructor(shrinking: ShrinkingAtServer) {
    this.#shrinking = shrinking;
  }

  /** @throws {ConnectionError} */
  async play(parts: readonly Part[]): Promise<PlayedAtServer> {
    const { target, conversation, signal } = this.#shrinking;
    const { conversation: candidate, exchanges } = assembled(parts, conversation.underTls);
    // A signal of its own: what listens to it goes with it.
    const outcome = await replay(candidate, { ...target, signal: AbortSignal.any([signal]) });
    return { outcome, exchanges, broken: brokenByServer(outcome.entries) };
  }

  /**
   * The same, again and again while the server refuses for a cause that may go by (RFC 2449 section 8.1, RFC 3206 section 4), or
   * takes no connection.
   * @param before what it was like when it did not
   * @returns undefined where it did not come to an end in the time that may be waited
   * @throws {ConnectionError} where there is no connection any more
   */
  async playInPeace(parts: readonly Part[], before: PlayedAtServer): Promise<PlayedAtServer | undefined> {
    const { maxWaitMs, signal } = this.#shrinking;
    for (let pause = FIRST_PAUSE_MS, waited = 0; ; waited += pause, pause *= 2) {
      const isLast = signal.aborted || waited + pause > maxWaitMs;
      try {
        const played = await this.play(parts);
        if (!isRefusedForNow(played, before)) return played;
      } catch (error) {
        if (!(error instanceof ConnectionError) || isLast) throw error;
      }
      if (isLast) return undefined;
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  async try(parts: readonly Part[], wrong: WrongAtServer, before: PlayedAtServer): Promise<Trial> {
    const played = await this.playInPeace(parts, before);
    if (played === undefined) return { shows: 'unknown' };
    return { shows: showsAtServer(wrong, played) ? 'yes' : 'no' };
  }

  async shows({ parts, wrong }: Candidate, before: PlayedAtServer): Promise<boolean> {
    try {
      return (await this.try(parts, wrong, before)).shows === 'yes';
    } catch (error) {
      if (error instanceof ConnectionError) return false;
      throw error;
    }
  }

  /**
   * The conversation with what the server says in it, where something was recorded that was an answer to more; but for what should
   * have come, which stays. The same conversation where it is played otherwise, such as one that the server ends.
   */
  async retold({ parts, wrong }: Candidate): Promise<readonly Part[]> {
    const { underTls } = this.#shrinking.conversation;
    const { outcome } = await this.play(parts);
    const parsed = parseScript(recordingOf(outcome.entries, underTls));
    if (!parsed.ok || parsed.script.kind !== 'conversation') return parts;
    const said = partsOf(parsed.script);
    const [was, is] = [exchangesIn(parts), exchangesIn(said)];
    if (was.length !== is.length) return parts;
    const kept = wrong.kind === 'differs' || wrong.kind === 'hangs' ? [wrong.exchange] : [];
    const answers = new Map(
      [undefined, ...was].flatMap((exchange, index): [Exchange, readonly Part[]][] => {
        if (kept.includes(exchange)) return [];
        const other = exchange === undefined ? undefined : is[index - 1];
        const lines = said.filter((part) => part.kind === 'server' && part.exchange === other);
        return [[exchange, lines.map((part) => ({ ...part, exchange }))]];
      }),
    );
    return withAnswers(parts, answers);
  }
}
