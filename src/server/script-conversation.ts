/** A whole conversation as a server: it plays its script and asks no engine. */

import { latin1 } from '../protocol/octets.ts';
import { knownCommand } from '../protocol/registry.ts';
import { byLines } from '../script/client-lines.ts';
import { compileCommand, type Captures, type Matcher } from '../script/pattern.ts';
import { renderActs } from '../script/render.ts';
import type { Act, Conversation } from '../script/syntax.ts';
import { line, type Answer } from './answer.ts';
import type { Bend, Exchange, Interception } from './bend.ts';
import { GOES_ON, toAnswer } from './script-answer.ts';

/** A line of the client that a whole conversation did not expect. */
export interface Deviation {
  /** The server's connections, counted from 1. */
  readonly connection: number;
  /** The turn that was expected, counted from 0; the number of turns where the conversation was over. */
  readonly turn: number;
  /** What came instead, as far as it can be no secret. */
  readonly keyword: string;
}

/** Nothing comes from an engine. */
const NOTHING = Buffer.alloc(0);

/** How a conversation is played beyond what it says. */
export interface Playing {
  /** Told of each turn that is played, counted from 0. */
  readonly onTurn?: (turn: number) => void;
  /** Whether turns that the client passes over are passed over too. */
  readonly skips?: boolean;
}

/**
 * The conversation as bends, one for each connection.
 * @param onDeviation told of each line that is not expected
 */
export function playing(
  script: Conversation,
  onDeviation: (deviation: Deviation) => void,
  options: Playing = {},
): (connection: number) => Bend {
  const { greeting, turns } = byLines(script);
  const played = turns.map(({ client, acts, turn }) => ({ expects: compileCommand(client), acts, turn }));
  return (connection) =>
    new Played(
      greeting,
      played,
      (turn, keyword) => onDeviation({ connection, turn: turn ?? script.turns.length, keyword }),
      options,
    );
}

interface PlayedTurn {
  readonly expects: Matcher;
  readonly acts: readonly Act[];
  readonly turn: number;
}

/** A whole conversation on one connection. */
class Played implements Bend {
  readonly #greeting: readonly Act[];
  readonly #turns: readonly PlayedTurn[];
  readonly #deviate: (turn: number | undefined, keyword: string) => void;
  readonly #options: Playing;
  #next = 0;
  #captures: Captures = {};

  constructor(
    greeting: readonly Act[],
    turns: readonly PlayedTurn[],
    deviate: (turn: number | undefined, keyword: string) => void,
    options: Playing,
  ) {
    this.#greeting = greeting;
    this.#turns = turns;
    this.#deviate = deviate;
    this.#options = options;
  }

  greeting(): Answer {
    return toAnswer(renderActs(this.#greeting, {}, NOTHING), GOES_ON);
  }

  before({ line: came, keyword }: Exchange): Interception {
    const isQuit = keyword === 'QUIT';
    const content = latin1(came.content);
    const at = this.#turnFor(content);
    const turn = at === undefined ? undefined : this.#turns[at];
    const captures = turn?.expects(content);
    if (at === undefined || turn === undefined || captures === undefined) {
      // What is no keyword may be a password or a SASL response.
      this.#deviate(this.#turns[this.#next]?.turn, knownCommand(keyword)?.keyword ?? '');
      return { answer: isQuit ? line('+OK', 'close') : line('-ERR not what the script expects') };
    }
    this.#next = at + 1;
    this.#options.onTurn?.(turn.turn);
    this.#captures = { ...this.#captures, ...captures };
    const rendered = renderActs(turn.acts, this.#captures, NOTHING);
    return { answer: toAnswer(rendered, { next: isQuit ? 'close' : 'continue' }) };
  }

  /** Which turn a line belongs to: the next one, or the first behind it that expects the line. */
  #turnFor(content: string): number | undefined {
    if (this.#options.skips !== true) return this.#next;
    const found = this.#turns.slice(this.#next).findIndex(({ expects }) => expects(content) !== undefined);
    return found === -1 ? undefined : this.#next + found;
  }
}
