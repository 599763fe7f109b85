/** Overrides: a script that bends single answers of the correct engine. */

import { latin1 } from '../protocol/octets.ts';
import { isDone } from '../script/check.ts';
import {
  compileRules,
  countAndTell,
  fitsAnswer,
  fitsGreeting,
  fitsLine,
  metBy,
  type Circumstances,
  type CompiledRule,
  type Counts,
  type Tally,
} from '../script/match.ts';
import type { Captures, Matcher } from '../script/pattern.ts';
import { firstLineOf, recipe, renderRule, type Recipe } from '../script/render.ts';
import type { Overrides } from '../script/syntax.ts';
import { renderText } from '../script/text-octets.ts';
import { octetsIn, type Answer } from './answer.ts';
import type { Bend, Exchange, Interception } from './bend.ts';
import { GOES_ON, toAnswer } from './script-answer.ts';

interface Prepared {
  readonly compiled: CompiledRule;
  readonly recipe: Recipe;
  /** Whether the engine must not have heard the line before the rule is at work. */
  readonly isEarly: boolean;
  readonly isDone: boolean;
}

/** The overrides as bends, with counts of their own over all connections. */
export function overriding({ rules }: Overrides): (connection: number) => Bend {
  const prepared = compileRules(rules).map((compiled): Prepared => {
    const { rule } = compiled;
    const done = isDone(rule);
    const isEarly = !done || rule.as !== undefined || rule.also.length > 0;
    return { compiled, recipe: recipe(rule), isEarly, isDone: done };
  });
  const ever: Counts = [];
  return (connection) => new Overriding(prepared, ever, connection);
}

/** A rule that is for the line at hand, or for its answer. */
interface Chosen {
  readonly prepared: Prepared;
  readonly captures: Captures;
}

/** The overrides on one connection. */
class Overriding implements Bend {
  readonly #rules: readonly Prepared[];
  readonly #tally: Tally;
  readonly #connection: number;
  /** What USER or APOP gave last. */
  #name = '';
  /** Which conditions on earlier commands have been met. */
  readonly #met = new Set<Matcher>();
  /** Rules that fit the line at hand, in order; the first of them whose conditions on the answer hold is used. */
  #chosen: readonly Chosen[] = [];

  constructor(rules: readonly Prepared[], ever: Counts, connection: number) {
    this.#rules = rules;
    this.#tally = { here: [], ever };
    this.#connection = connection;
  }

  greeting(correct: Answer, tls: boolean): Answer {
    const known = { ...NO_LINE, connection: this.#connection, tls };
    const fitting = this.#rules.filter(({ compiled }) => fitsGreeting(compiled, known));
    return this.#answer(this.#select(fitting.map((prepared) => ({ prepared, captures: {} }))), correct);
  }

  before(exchange: Exchange): Interception | undefined {
    this.#learn(exchange);
    const user = exchange.user === undefined ? this.#name : latin1(Buffer.from(exchange.user, 'utf8'));
    const known = circumstances(exchange, user, this.#met);
    const fitting = this.#rules.flatMap((prepared): Chosen[] => {
      const captures = fitsLine(prepared.compiled, known);
      return captures === undefined ? [] : [{ prepared, captures: { ...captures, user } }];
    });
    this.#remember(exchange);
    this.#chosen = this.#select(fitting);
    // Rules that wait for the answer come after one that keeps the command from the engine, since there is none then.
    const certain = this.#chosen.find(({ prepared }) => !prepared.compiled.dependsOnAnswer);
    if (certain === undefined || !certain.prepared.isEarly) return undefined;
    this.#chosen = [certain];
    return this.#intercept(certain, exchange);
  }

  after(_exchange: Exchange, correct: Answer): Answer {
    return this.#answer(this.#chosen, correct);
  }

  /** Those whose times are right, as far as that is known before the answer. Every rule that fits is counted. */
  #select(fitting: readonly Chosen[]): Chosen[] {
    return fitting.filter(
      ({ prepared: { compiled } }) => compiled.dependsOnAnswer || countAndTell(compiled, this.#tally),
    );
  }

  #intercept({ prepared, captures }: Chosen, exchange: Exchange): Interception | undefined {
    const { rule } = prepared.compiled;
    if (!prepared.isDone) {
      const answer = toAnswer(renderRule(prepared.recipe, captures, undefined), GOES_ON);
      if (exchange.isResponse && !asksForMore(answer)) exchange.perform(CANCELLATION);
      return { answer };
    }
    for (const text of rule.also) exchange.perform(renderText(text, captures));
    return rule.as === undefined ? undefined : { line: renderText(rule.as, captures) };
  }

  #answer(chosen: readonly Chosen[], correct: Answer): Answer {
    if (chosen.length === 0) return correct;
    const octets = octetsIn(correct);
    const first = firstLineOf(octets);
    const [fit] = chosen.flatMap(({ prepared, captures }): Chosen[] => {
      const { compiled } = prepared;
      const found = fitsAnswer(compiled, first);
      if (found === undefined || (compiled.dependsOnAnswer && !countAndTell(compiled, this.#tally))) return [];
      return [{ prepared, captures: { ...captures, ...found } }];
    });
    if (fit === undefined) return correct;
    const { prepared, captures } = fit;
    return toAnswer(renderRule(prepared.recipe, captures, octets), correct);
  }

  /** Behind {@link fitsLine}: a line is not behind itself. */
  #remember({ isResponse, line }: Exchange): void {
    if (isResponse) return;
    const content = latin1(line.content);
    for (const { compiled } of this.#rules) {
      for (const condition of metBy(content, compiled)) this.#met.add(condition);
    }
  }

  #learn({ isResponse, keyword, parameters }: Exchange): void {
    if (isResponse) return;
    if (keyword === 'USER') this.#name = parameters.join(' ');
    if (keyword === 'APOP') this.#name = parameters[0] ?? '';
  }
}

/** RFC 5034 section 4: what ends a SASL exchange. */
const CANCELLATION = Buffer.from('*\r\n');

/** Whether an answer is a further challenge: a SASL exchange goes on then, and with any other it is over. */
function asksForMore(answer: Answer): boolean {
  return /^\+(?!OK)/i.test(latin1(octetsIn(answer).subarray(0, 3)));
}

/** What is known where there is no line: of a greeting. */
const NO_LINE: Omit<Circumstances, 'connection' | 'tls'> = {
  state: 'AUTHORIZATION',
  user: '',
  content: '',
  length: 0,
  segments: 0,
  cutInsideCrlf: false,
  pipelined: false,
  waiting: 0,
  isResponse: false,
  met: new Set(),
};

function circumstances(exchange: Exchange, user: string, met: ReadonlySet<Matcher>): Circumstances {
  const { connection, state, tls, line: came, segments, cutInsideCrlf, pipelined, isResponse } = exchange;
  return {
    connection,
    state,
    tls,
    user,
    content: latin1(came.content),
    length: came.octets.length + (came.omitted ?? 0),
    segments,
    cutInsideCrlf,
    pipelined,
    waiting: exchange.outstanding(),
    isResponse,
    met,
  };
}
