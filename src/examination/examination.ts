/** One scenario against a server: its sessions, what they brought, and what was found. The verbs of the steps act on it. */

import { setMaxListeners } from 'node:events';
import type { Answer, Outcome } from '../client/answer.ts';
import { credentialOctets, plainSecret } from '../client/login.ts';
import type { Session } from '../client/session.ts';
import { octetsOf } from '../protocol/octets.ts';
import { openSession, authorizationList, type Survey } from '../target/survey.ts';
import type { KnownMessage } from '../target/maildrop.ts';
import type { CapabilityList } from '../client/capabilities.ts';
import type { Account, ServerTarget } from '../target/target.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { hideEchoes, Secret, type Outgoing } from '../wire/secret.ts';
import { Transcript } from '../wire/transcript.ts';
import type { StreamPosition } from '../verdict/transcript.ts';
import { conclude, judgeTranscript, knowledgeOf, type Conclusion } from './conclude.ts';
import { Notes } from './notes.ts';
import type { ServerRun } from './run.ts';
import type { Scenario } from './scenario.ts';
import { secretsOf } from './secrets.ts';
import { inconclusive } from './stop.ts';
import { fillIn } from './template.ts';

/** A password that is nobody's, and a name that is nobody's. */
export const WRONG_PASSWORD = 'pop3spec-wrong-password';
export const UNKNOWN_USER = 'pop3spec-nobody';

/** How the message begins where the target could not be reached: several in a row mean that it is lost. */
export const NO_SESSION = 'no session could be opened';

export class Examination extends Notes implements Scenario {
  readonly run: ServerRun;
  /** The requirement that the scenario belongs to. */
  readonly requirement: string;
  readonly transcript = new Transcript();
  readonly #ending = new AbortController();
  readonly sessions: Session[] = [];
  /** The outcomes of the last When, in the order of the commands. */
  outcomes: readonly Outcome[] = [];
  /** The commands whose outcomes those are; fewer may have come. */
  commands: readonly Outgoing[] = [];
  /** Outcomes that a step has put aside under a name, for a comparison. */
  readonly kept = new Map<string, Outcome>();
  /** Whether sessions begin with STLS although the run is in the clear: where only TLS offers what is to be tested. */
  wantsTls = false;
  /** Whether the session has seen a failure after which the server may close it (RFC 1939 section 4, reading R12). */
  afterFailure = false;
  /** What this scenario has made of the accounts' passwords, so that an echo of it is hidden too. */
  readonly secrets: Buffer[] = [];

  constructor(run: ServerRun, requirement: string) {
    super();
    this.run = run;
    this.requirement = requirement;
    setMaxListeners(0, this.#ending.signal); // each session that a scenario opens is one
  }

  get target(): ServerTarget {
    return this.run.target;
  }

  get survey(): Survey {
    return this.run.survey;
  }

  /** The session that the steps act on: the latest opened or returned to. */
  get session(): Session {
    const session = this.sessions.at(-1);
    if (session === undefined) throw new Error('the scenario acts on a session before it opens one');
    return session;
  }

  /** The last outcome. */
  get outcome(): Outcome {
    const outcome = this.outcomes.at(-1);
    if (outcome === undefined) throw new Error('the scenario speaks of an answer before it sends a command');
    return outcome;
  }

  /** The account that the scenario logs in with. */
  get account(): Account {
    return this.run.maildrop.account;
  }

  /** What CAPA announced in AUTHORIZATION for sessions such as this scenario's. */
  get authorizationList(): CapabilityList | undefined {
    return this.wantsTls ? this.survey.secured : authorizationList(this.survey, this.target.tls);
  }

  /** The messages in its maildrop, as far as they were looked at. */
  get messages(): readonly KnownMessage[] {
    return this.run.maildrop.messages;
  }

  /** What CAPA announced to the account in TRANSACTION. */
  get transactionList(): CapabilityList | undefined {
    return this.run.maildrop.capabilities;
  }

  /** Opens another session. A target that can't be reached any more leaves the scenario inconclusive. */
  async open(inTheClear = false): Promise<Session> {
    if (this.#ending.signal.aborted) throw inconclusive('the scenario took too long and was ended');
    const { target } = this;
    const tls = this.wantsTls && target.tls === 'none' ? ('stls' as const) : target.tls;
    const verification = tls === target.tls ? target.verification : { insecure: true };
    try {
      const session = await openSession(
        { ...target, tls, verification },
        this.transcript,
        inTheClear,
        this.#ending.signal,
      );
      this.sessions.push(session);
      this.afterFailure = false;
      return session;
    } catch (error) {
      if (error instanceof ConnectionError) throw inconclusive(`${NO_SESSION}: ${error.message}`);
      throw error;
    }
  }

  /** Makes the session opened as the `index`-th (from 0) the current one again. */
  returnTo(index: number): void {
    const [session] = this.sessions.splice(index, 1);
    if (session === undefined) throw new Error(`the scenario has no session number ${index + 1}`);
    this.sessions.push(session);
  }

  /** The octets of a step's command text, with this scenario's values for its placeholders. */
  fill(text: string): Outgoing {
    return fillIn(text, this.#values());
  }

  #values(): Map<string, Outgoing> {
    const { account } = this;
    const values = new Map<string, Outgoing>([
      ['user', [credentialOctets(account.user)]],
      ['password', [new Secret(credentialOctets(account.password), 'password')]],
      ['plain', [plainSecret(account)]],
      ['wrong password', [octetsOf(WRONG_PASSWORD)]],
      ['unknown user', [octetsOf(UNKNOWN_USER)]],
    ]);
    if (this.message !== undefined) values.set('message', [octetsOf(String(this.message.number))]);
    return values;
  }

  /** The message that a Given has chosen. */
  message: KnownMessage | undefined;

  /** Where an outcome stands in the server's octets. */
  position(outcome: Outcome): StreamPosition {
    const offset = outcome.kind === 'answer' ? outcome.first.offset : outcome.offset;
    return { connection: outcome.connection, from: 'S', offset };
  }

  /** What has been kept under `name`. */
  keptAnswer(name: string): Answer {
    const outcome = this.kept.get(name);
    if (outcome?.kind !== 'answer') throw inconclusive(`there was no answer to compare with (${name})`);
    return outcome;
  }

  /** Ends the scenario from outside: each wait sees its connection closed. */
  abort(): void {
    this.#ending.abort('ended'); // a reason of one's own spares Node an error with its stack
    for (const session of this.sessions) session.connection.destroy();
  }

  /** Ends every session, and judges every octet that the server sent (conclude.ts). */
  async end(): Promise<Conclusion> {
    await this.leave();
    const { run, requirement, findings, transcript } = this;
    run.onTranscript?.(transcript.entries);
    const passive = judgeTranscript(transcript.entries, knowledgeOf(run.survey, run.target));
    return conclude(findings, requirement, transcript.entries, passive, this.#allSecrets);
  }

  hide(text: string): string {
    return hideEchoes(text, this.#allSecrets);
  }

  get #allSecrets(): readonly Buffer[] {
    return [...secretsOf(this.target), ...this.secrets];
  }

  /** Ends every session so that the maildrop is free and whole for the next scenario. */
  async leave(): Promise<void> {
    for (const session of this.sessions) await session.leave();
    // Some servers count a LOGIN-DELAY from the end of the session.
    for (const user of this.run.learnedDelays.keys()) this.run.survey.logins.set(user, performance.now());
  }
}
