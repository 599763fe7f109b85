/** The result file, schema version 1. Other programs are written against it: fields are added, never changed. */

export const SCHEMA = 1;

export type Role = 'server' | 'client';
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/**
 * `advice`: a broken SHOULD (without --strict), or a breach that rests on a reading in doubt.
 * `not-run`: left out by the user's choice (--only, or a wait that --max-wait does not allow).
 */
export type Verdict = 'pass' | 'fail' | 'advice' | 'inconclusive' | 'not-applicable' | 'not-run';

/**
 * `incomplete`: nothing is broken, but something that applies could not be judged, or was left out with --only.
 */
export type RunVerdict = 'conforming' | 'non-conforming' | 'incomplete';

/** One event on a connection. `data` has one character for each octet (U+0000 to U+00FF); secrets are already replaced. */
export interface TranscriptEntry {
  /** Milliseconds since the scenario began. */
  readonly t: number;
  /** Who acted: the server or the client. */
  readonly from: 'S' | 'C';
  /** Which of the scenario's connections, from 1. */
  readonly connection: number;
  /** One entry is one segment as it was written or read. `tls`: the handshake is done; `close` and `reset`: how `from` ended. */
  readonly event: 'connect' | 'data' | 'tls' | 'close' | 'reset';
  readonly data: string;
  /** Octets left out of `data` here, since the transcript would be too long: where they stood, and how many. */
  readonly omitted?: { readonly at: number; readonly octets: number };
}

/** Where a breach is seen: the entry in the transcript, and the octet in its data. */
export interface Position {
  readonly entry: number;
  readonly offset: number;
}

/** One thing that a scenario found, whatever its verdict: a breach, what was missing, or the evidence of a pass. */
export interface Finding {
  readonly requirement: string;
  readonly kind: 'fail' | 'advice' | 'inconclusive' | 'not-applicable' | 'not-run' | 'observation' | 'evidence';
  /** One sentence. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** The reading that it rests on, such as `R4`. */
  readonly reading?: string;
  readonly at?: Position;
}

/** One launch of a client that was judged: what of a scenario's transcript is its own, and what the octets do not tell of it. */
export interface RecordedLaunch {
  /** Its connections, as the entries of the transcript number them. */
  readonly connections: readonly number[];
  /** Whether the client was told to use TLS. */
  readonly wantsTls: boolean;
}

/** A way to see a breach again. */
export interface Reproduction {
  /** What it is, such as `on the command line`. */
  readonly label: string;
  /** A command, a script or a scenario, ready to be copied. Whoever writes it leaves passwords out. */
  readonly text: string;
}

export interface ScenarioResult {
  readonly name: string;
  /** The feature file, relative to the suite's root. */
  readonly uri: string;
  readonly line: number;
  readonly verdict: Verdict;
  /** One sentence; for a pass, the evidence. */
  readonly reason: string;
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  readonly transcript: readonly TranscriptEntry[];
  /** Of a client: the launches whose octets were judged, in order. What a client knows it keeps for the length of one. */
  readonly launches?: readonly RecordedLaunch[];
  /** True where the breach was seen while another requirement's scenario ran (the grammar is judged on every octet). */
  readonly observed?: boolean;
  /** Where the baseline names this verdict of the scenario, or of its requirement. */
  readonly baseline?: 'expected';
  /** True where the rule is judged on every octet of the run, so that what other scenarios met is evidence too. */
  readonly passive?: boolean;
  /** True where the harness itself failed, so that the scenario says nothing of the target. */
  readonly fault?: boolean;
  /** How a breach is seen again, the shortest way first. */
  readonly reproduce?: readonly Reproduction[];
}

/** How often a requirement was judged in passing: on octets of whatever scenario. */
export interface Judged {
  readonly places: number;
  /** In how many scenarios; the survey before them counts as one. */
  readonly scenarios: number;
  /** How many of the places were in the survey, which each shard of a run makes for itself. */
  readonly survey: number;
}

/** What an RFC says, exactly, with white space folded; an omission reads `...`. */
export interface Quotation {
  readonly rfc: number;
  readonly section: string;
  /** What kind of text it is where it is not prose, such as `ABNF`. */
  readonly kind?: string;
  readonly text: string;
}

export interface RequirementResult {
  readonly id: string;
  readonly rfc: number;
  readonly section: string;
  readonly role: Role;
  readonly level: Level;
  readonly title: string;
  /** The RFC's sentences as one text. */
  readonly quote: string;
  /** The same, each with the place where it stands: a requirement may rest on several RFCs. */
  readonly quotes: readonly Quotation[];
  /** The readings that the requirement rests on, such as `R3`. */
  readonly readings: readonly string[];
  readonly verdict: Verdict;
  readonly reason: string;
  /** Where the baseline names this verdict: then it does not fail the run. */
  readonly baseline?: 'expected';
  /** By how many faulty servers the requirement is proved: each is caught by it and by no other. */
  readonly proofs?: number;
  /** Absent where nothing was judged in passing. */
  readonly judged?: Judged;
  readonly scenarios: readonly ScenarioResult[];
}

/** One capability in one state, as CAPA announced it. */
export interface Announcement {
  readonly state: 'AUTHORIZATION' | 'TRANSACTION';
  readonly tls: boolean;
  /** null where CAPA was not seen in this state. */
  readonly announced: boolean | null;
  /** The line's parameters, with every octet visible. */
  readonly arguments: string;
}

/** A row of the table of claims: is the capability announced, does it work, and do the two agree? */
export interface Claim {
  readonly capability: string;
  readonly announcements: readonly Announcement[];
  /** Whether what it promises was seen to work; null where that was not seen. */
  readonly accepted: boolean | null;
  /** null where one of the two is not known. */
  readonly agrees: boolean | null;
  /** The requirement that holds the evidence. */
  readonly requirement: string;
  readonly note: string;
}

/** What a baseline can expect: everything but what is wanted, and what the user left out. */
export type ExpectedVerdict = Exclude<Verdict, 'pass' | 'not-run'>;

/** One entry of a baseline: what is known not to be as the RFCs want it, and why that is accepted. */
export interface BaselineEntry {
  /** Where it stands in its file. */
  readonly line: number;
  /** The one that it names: a requirement by its id, or a scenario by its name or as `uri:line`. */
  readonly requirement?: string;
  readonly scenario?: string;
  readonly verdict: ExpectedVerdict;
  readonly reason: string;
}

/** What became of a baseline in a run. */
export interface BaselineOutcome {
  readonly file: string;
  /** The entries whose verdict came about. */
  readonly expected: readonly BaselineEntry[];
  /** Those that no longer hold, or that match nothing: a baseline with one fails the run. `message` says why, in one sentence. */
  readonly stale: ReadonlyArray<BaselineEntry & { readonly message: string }>;
}

export type Counts = Readonly<Record<Verdict, number>>;

export interface Target {
  readonly name: string;
  readonly address: string;
  readonly tls: 'none' | 'stls' | 'implicit';
  /** The greeting line with every octet visible. */
  readonly greeting: string;
  /** What IMPLEMENTATION says; empty where nothing does. */
  readonly implementation: string;
}

/** What the user chose and the verdicts depend on. Accounts are only counted, and of commands it is only said that there is one. */
export interface RunOptions {
  readonly strict: boolean;
  /** As `--segment` takes it. */
  readonly segment: string;
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
  /** The expressions of `--only`; absent where everything was to be tested. */
  readonly only?: readonly string[];
  /** Of a server. */
  readonly accounts?: number;
  readonly deliver?: boolean;
  readonly allowDelete?: boolean;
  /** Of a client. */
  readonly pollsMs?: number;
  readonly pipelines?: boolean;
}

/** Which part of a run this is. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** How many scenarios all shards have together. */
  readonly scenarios: number;
  /** A digest of the list of those scenarios: the same in all parts of one run. */
  readonly plan: string;
}

/** How many scenarios ran at the same time. */
export interface Lanes {
  readonly asked: number;
  readonly used: number;
  /** Why fewer were used than were asked for, a sentence for each reason. */
  readonly shortcomings: readonly string[];
}

export interface RunResult {
  readonly schema: typeof SCHEMA;
  readonly suite: { readonly name: 'pop3spec'; readonly version: string };
  readonly role: Role;
  readonly target: Target;
  /** ISO 8601. */
  readonly started: string;
  readonly durationMs: number;
  readonly options?: RunOptions;
  /** Present in the result of one part of a run; its verdict is never more than `incomplete`. */
  readonly shard?: Shard;
  readonly verdict: RunVerdict;
  readonly summary: Readonly<Record<Level, Counts>>;
  readonly claims: readonly Claim[];
  readonly requirements: readonly RequirementResult[];
  /** What went wrong in the harness itself; a run with one never counts as a verdict on the target. */
  readonly faults: readonly string[];
  /** Where scenarios were to run side by side. */
  readonly lanes?: Lanes;
  /** Why the run ended before its end, where it did. */
  readonly interrupted?: string;
  /** Where the run was held against a baseline. */
  readonly baseline?: BaselineOutcome;
}
