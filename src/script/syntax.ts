/**
 * The conversation language as data. What a script can say is here, how it is written in parse.ts and print.ts, what it
 * means in match.ts and render.ts. Every `octets` is a string with one character for each octet (U+0000 to U+00FF).
 */

/** A whole conversation, or overrides of the correct engine. */
export type Script = Conversation | Overrides;

/** It begins with the greeting, and knows nothing of an engine. */
export interface Conversation {
  readonly kind: 'conversation';
  /** Whether TLS begins with the connection (RFC 8314 section 3.3). */
  readonly underTls: boolean;
  readonly greeting: readonly Act[];
  readonly turns: readonly Turn[];
}

/** One line of the client, and what the server does then: nothing, where the client's next line is pipelined. */
export interface Turn {
  readonly client: Pattern;
  /** Whether CRLF follows; without it the line goes on in the next turn, or ends as its octets say. */
  readonly crlf: boolean;
  readonly acts: readonly Act[];
}

/** Changes of single answers, and settings of the engine for what is not one answer. */
export interface Overrides {
  readonly kind: 'overrides';
  readonly settings: readonly Setting[];
  readonly rules: readonly Rule[];
}

/** What the name means is the engine's affair, not the language's. */
export interface Setting {
  readonly name: string;
  readonly values: readonly string[];
}

/** Which answers are changed, and how. */
export interface Rule {
  readonly on: 'greeting' | Pattern;
  /** All must hold. */
  readonly when: readonly Condition[];
  /** Whether the engine does what the command says; undefined: as the answer tells (see `isDone` in render.ts). */
  readonly done?: boolean;
  /** What the engine hears instead of the command. */
  readonly as?: Text;
  /** What the engine does before it hears the command. */
  readonly also: readonly Text[];
  /** Changes of the correct answer, in order. */
  readonly edits: readonly Edit[];
  readonly acts: readonly Act[];
}

// Text that is sent

export interface Text {
  /** No two `octets` stand side by side, and none is empty: there is one way to write a text. */
  readonly parts: readonly TextPart[];
  /** Whether CRLF follows. */
  readonly crlf: boolean;
}

export type TextPart =
  | Octets
  /** What was captured, or a name of {@link BUILT_IN}. */
  | { readonly kind: 'value'; readonly name: string; readonly letters: 'as they are' | 'lower' | 'upper' }
  | { readonly kind: 'repeat'; readonly octets: string; readonly times: number }
  /** So many octets that a recording does not tell; `*` where they are sent. */
  | { readonly kind: 'hidden'; readonly octets: number }
  /** As many `x` as make the text this long, in octets, its CRLF included. At most one in a text. */
  | { readonly kind: 'pad'; readonly length: number };

interface Octets {
  readonly kind: 'octets';
  readonly octets: string;
}

/**
 * Values that nobody captures: who logs in or has logged in; the correct answer's first line up to its first SP, and what
 * stands behind it; the line that is edited.
 */
export const BUILT_IN = ['user', 'status', 'text', 'line'] as const;

/** The most octets that one part of a text may stand for. */
export const LARGEST_PART = 16 * 1024 * 1024;

// Patterns

export interface Pattern {
  /** In the normal form of {@link Text.parts}; `anything` only at the end. */
  readonly parts: readonly PatternPart[];
}

export type PatternPart =
  | Octets
  /** One or more octets that are not SP. */
  | { readonly kind: 'word'; readonly name: string }
  /** One or more octets. */
  | { readonly kind: 'rest'; readonly name: string }
  | { readonly kind: 'regex'; readonly name: string; readonly source: string }
  /** Whatever follows, also nothing; with `spaced`, an SP comes before it where there is something. */
  | { readonly kind: 'anything'; readonly spaced: boolean };

// Conditions

export interface Condition {
  readonly not: boolean;
  readonly fact: Fact;
}

export type Fact = LineFact | TimeFact | AnswerFact;

/** What can be told from the line as it comes. */
export type LineFact =
  | { readonly kind: 'login'; readonly state: 'AUTHORIZATION' | 'TRANSACTION' }
  /** A command that matches has come before on this connection; what it captures has no value. */
  | { readonly kind: 'after'; readonly command: Pattern }
  | { readonly kind: 'tls'; readonly active: boolean }
  | { readonly kind: 'connection'; readonly number: number; readonly onwards: boolean }
  /** Each whose number this one divides. */
  | { readonly kind: 'every connection'; readonly number: number }
  | { readonly kind: 'user'; readonly octets: string }
  /** In octets, the line end included. */
  | { readonly kind: 'length'; readonly length: number; readonly atLeast: boolean }
  | { readonly kind: 'segments'; readonly atLeast: number }
  | { readonly kind: 'cut inside CRLF' }
  | { readonly kind: 'pipelined' }
  | { readonly kind: 'waiting'; readonly atLeast: number }
  | { readonly kind: 'nothing waiting' }
  | { readonly kind: 'response' };

/** How often all other conditions have held, this time counted; `ever`: on all connections together. */
export interface TimeFact {
  readonly kind: 'time';
  readonly number: number;
  readonly onwards: boolean;
  readonly ever: boolean;
}

/** What can be told only once the engine has answered. */
export type AnswerFact =
  | { readonly kind: 'status'; readonly status: '+OK' | '-ERR' | '+' }
  | { readonly kind: 'answer'; readonly pattern: Pattern };

// The correct answer, edited

export type Place =
  | { readonly kind: 'first line' | 'dot line' | 'each body line' | 'last body line' }
  /** Counted from 1. */
  | { readonly kind: 'body line'; readonly number: number }
  | { readonly kind: 'body line like'; readonly pattern: Pattern };

export type Edit =
  | { readonly verb: 'replace' | 'before' | 'after'; readonly place: Place; readonly text: Text }
  | { readonly verb: 'remove'; readonly place: Place };

// What is done

export type Act =
  | { readonly kind: 'send'; readonly text: Text }
  /** The correct answer, edited. */
  | { readonly kind: 'answer' | 'no answer' }
  | { readonly kind: 'cut' | 'drop the rest' }
  /** `CRLF`: between CR and LF. `gapMs`: between two segments. */
  | { readonly kind: 'cut every'; readonly unit: 'octet' | 'line' | 'CRLF'; readonly gapMs: number }
  | { readonly kind: 'cut after'; readonly octets: number }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Until the client has sent another octet, or the time is over. */
  | { readonly kind: 'wait for more'; readonly ms: number }
  | { readonly kind: End }
  | ClientAct;

/** What the client does beside sending lines, for whoever plays its part; nothing to the server of a script. */
export type ClientAct =
  | { readonly kind: (typeof CLIENT_ACTS)[number] }
  | { readonly kind: 'client wait'; readonly ms: number };

/** A new segment; the end of what the client sends (FIN); the end of all (RST). */
export const CLIENT_ACTS = ['client cut', 'client close', 'client reset'] as const;

/** How an answer ends; `stay`: the conversation goes on where the engine would end it. */
export type End = 'close' | 'reset' | 'start TLS' | 'stay';

/** As the first line of a whole conversation: TLS begins with the connection. */
export const START_TLS = 'start TLS';

export const ENDS: readonly End[] = ['close', 'reset', START_TLS, 'stay'];

/** The longest wait that a script can ask for, in milliseconds: no script hangs a run. */
export const LONGEST_WAIT = 10 * 60 * 1000;

/** Whether it is the server that does it. */
export function isOfServer(act: Act): act is Exclude<Act, ClientAct> {
  return act.kind !== 'client wait' && !CLIENT_ACTS.some((kind) => kind === act.kind);
}
