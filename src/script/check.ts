/** What a rule says beyond its words: whether the engine does the command, and whether the rule makes sense at all. */

import type { Act, AnswerFact, Condition, Fact, Rule, Text } from './syntax.ts';

/** Whether a fact can be told only once the engine has answered. */
export function isOfAnswer(fact: Fact): fact is AnswerFact {
  return fact.kind === 'status' || fact.kind === 'answer';
}

/** Whether a rule waits for the correct answer before it is known to fit. */
export function dependsOnAnswer({ when }: Rule): boolean {
  return when.some(({ fact }) => isOfAnswer(fact));
}

/** Whether a rule is for SASL responses; all others are for commands. */
export function isForResponses({ when }: Rule): boolean {
  return when.some(({ fact, not }) => fact.kind === 'response' && !not);
}

/** Whether the correct answer is sent, at `answer` or, where nothing else is sent, at the end. */
export function sendsAnswer({ acts }: Rule): boolean {
  return (
    acts.some(({ kind }) => kind === 'answer') || !acts.some(({ kind }) => kind === 'send' || kind === 'no answer')
  );
}

/**
 * Whether the engine does what the command says. Where the rule does not say it, what is sent tells: `-ERR` means that
 * nothing was done (RFC 1939 section 3), so an answer of literal lines that begins so keeps the command from the engine.
 */
export function isDone(rule: Rule): boolean {
  return rule.done ?? (needsEngine(rule) !== undefined || !beginsNegative(rule.acts));
}

function beginsNegative(acts: readonly Act[]): boolean {
  const first = acts.find((act) => act.kind === 'send')?.text.parts[0];
  return first?.kind === 'octets' && /^-ERR/i.test(first.octets);
}

/** Why the engine must hear a line for this rule; undefined where it need not. */
function needsEngine(rule: Rule): string | undefined {
  if (rule.as !== undefined || rule.also.length > 0) return 'the engine hears another command';
  if (dependsOnAnswer(rule)) return 'a condition on the correct answer';
  if (rule.edits.length > 0 || sendsAnswer(rule)) return 'the correct answer is sent';
  return rule.acts.some((act) => act.kind === 'send' && quotesAnswer(act.text))
    ? '{status} or {text} of the correct answer'
    : undefined;
}

function quotesAnswer({ parts }: Text): boolean {
  return parts.some((part) => part.kind === 'value' && (part.name === 'status' || part.name === 'text'));
}

/** Something that does not go together. */
export interface Contradiction {
  readonly expected: string;
  readonly came: string;
}

/** What is wrong with a rule as a whole; undefined where it makes sense. */
export function contradictionIn(rule: Rule): Contradiction | undefined {
  const { acts, edits, done } = rule;
  const sends = acts.some(({ kind }) => kind === 'send');
  const isSilent = acts.some(({ kind }) => kind === 'no answer');
  const says = acts.length + edits.length + rule.also.length > 0 || done !== undefined || rule.as !== undefined;
  if (!says) return { expected: 'what is done: an S: line, an edit or an action', came: 'a rule that does nothing' };
  if (isSilent && (sends || acts.some(({ kind }) => kind === 'answer'))) {
    return { expected: '"no answer" or something that is sent', came: 'both' };
  }
  if (edits.length > 0 && !sendsAnswer(rule)) {
    return { expected: '"answer" where the edited answer stands', came: 'edits of an answer that is not sent' };
  }
  const reason = needsEngine(rule);
  if (done === false && reason !== undefined) return { expected: 'no "not done"', came: reason };
  if (dependsOnAnswer(rule) && (rule.as !== undefined || rule.also.length > 0)) {
    return { expected: 'no condition on the correct answer', came: 'what the engine hears would depend on its answer' };
  }
  if (rule.on !== 'greeting') return undefined;
  if (rule.as !== undefined || rule.also.length > 0 || done !== undefined) {
    return { expected: 'what is sent as the greeting', came: 'something about a command' };
  }
  return rule.when.every(isOfGreeting)
    ? undefined
    : { expected: 'conditions that a greeting can have', came: 'one on a command' };
}

/** Before the greeting there is a connection, perhaps TLS, and nothing else. */
function isOfGreeting({ fact: { kind } }: Condition): boolean {
  return (
    kind === 'tls' ||
    kind === 'connection' ||
    kind === 'every connection' ||
    kind === 'time' ||
    kind === 'status' ||
    kind === 'answer'
  );
}
