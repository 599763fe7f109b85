/** One scenario about a client: the launches against fake servers, and what was found. The verbs of the steps act on it. */

import type { PassiveJudgement } from '../../judge/passive.ts';
import { describeMistake } from '../../script/parse.ts';
import { markSecrets } from '../../server/recorded-secrets.ts';
import type { ServerConfig } from '../../server/config.ts';
import { scriptedConfig } from '../../server/scripted.ts';
import { Unstartable, type TlsMode } from '../../target/client.ts';
import type { ClientSurvey } from '../../target/client-survey.ts';
import type { ClientTarget } from '../../target/client-target.ts';
import { fetchMail, type Fetched } from '../../target/fetching.ts';
import type { Holds } from '../../target/holding.ts';
import { PLAIN_MAIL, plainServer } from '../../target/plain-server.ts';
import { hideEchoes } from '../../wire/secret.ts';
import { Transcript } from '../../wire/transcript.ts';
import type { Conclusion } from '../conclude.ts';
import { accountSecrets } from '../../client/account-secrets.ts';
import { Notes } from '../notes.ts';
import type { Scenario } from '../scenario.ts';
import { inconclusive } from '../stop.ts';
import type { ClientRun } from './client-run.ts';
import { concludeClient, judgeLaunches } from './conclude-client.ts';

/** How the message begins where the client could not be started any more: several in a row mean that it is lost. */
export const NO_LAUNCH = 'the client could not be started';

/** What of the fake server a scenario chooses. */
interface Choices {
  /** The client, as this scenario launches it. */
  target: ClientTarget;
  account: { readonly user: string; readonly password: string };
  messages: readonly Buffer[];
  tls: TlsMode;
  /** Scripts that override single answers; an earlier one goes before a later one. */
  scripts: readonly string[];
  /** Changes what no script can say. */
  changes: (config: ServerConfig) => ServerConfig;
  /** Which answers wait until the client has demonstrably had the chance to send more. */
  holds: Holds | undefined;
  /** Of a client that stays: how many visits it is given. */
  visits: number;
}

/** One launch in a scenario. */
export interface Launch extends Fetched {
  readonly name: string;
  /** What the server did otherwise than a plain correct one. */
  readonly scripts: readonly string[];
}

export class ClientExamination extends Notes implements Scenario {
  readonly run: ClientRun;
  /** The requirement that the scenario belongs to. */
  readonly requirement: string;
  readonly transcript = new Transcript();
  /** The launches of this scenario, in order. */
  readonly launches: Launch[] = [];
  readonly choices: Choices;
  readonly #ending = new AbortController();

  constructor(run: ClientRun, requirement: string) {
    super();
    this.run = run;
    this.requirement = requirement;
    const { user, password, tls } = run.target;
    this.choices = {
      target: run.target,
      account: { user, password },
      messages: PLAIN_MAIL,
      tls,
      scripts: [],
      changes: (config) => config,
      holds: undefined,
      visits: 1,
    };
  }

  get target(): ClientTarget {
    return this.run.target;
  }

  get survey(): ClientSurvey {
    return this.run.survey;
  }

  /** The last launch. */
  get last(): Launch {
    const last = this.launches.at(-1);
    if (last === undefined) throw new Error('the scenario speaks of a launch before there is one');
    return last;
  }

  /** The launch of that name. */
  named(name: string): Launch {
    const found = this.launches.find((launch) => launch.name === name);
    if (found === undefined) throw new Error(`the scenario has no launch that is called "${name}"`);
    return found;
  }

  /**
   * Launches the client against the server that the scenario has chosen.
   * @param name what tells this launch from the others
   * @param script what this server does otherwise, besides
   */
  async fetch(name: string, script?: string): Promise<Launch> {
    const { scripts } = this.choices;
    const all = script === undefined ? scripts : [script, ...scripts];
    const launch = { name, scripts: all, ...(await this.launch(all)) };
    this.launches.push(launch);
    return launch;
  }

  /**
   * Launches the client once, and leaves the list of launches as it is.
   * @param holds which answers are held back
   */
  async launch(scripts: readonly string[], holds: Holds | undefined = this.choices.holds): Promise<Fetched> {
    const { target, account, messages, tls, changes, visits } = this.choices;
    const { certificates } = this.run;
    if (this.#ending.signal.aborted) throw inconclusive('the scenario took too long and was ended');
    const plain = changes(plainServer(account, tls, certificates.identities.good, messages));
    // The script that was given first is to be asked first.
    const server = scripts.toReversed().reduce(following, plain);
    try {
      return await fetchMail({
        target,
        account,
        tls,
        ca: certificates.ca,
        server,
        transcript: this.transcript,
        ...(holds === undefined ? {} : { holds }),
        visits,
        signal: this.#ending.signal,
      });
    } catch (error) {
      if (error instanceof Unstartable) throw inconclusive(`${NO_LAUNCH}: ${error.message}`);
      throw error;
    }
  }

  /** What every octet that the client sent in this scenario says of the rules that are always judged. */
  judged(): PassiveJudgement {
    return judgeLaunches(this.launches);
  }

  abort(): void {
    this.#ending.abort('ended'); // a reason of one's own spares Node an error with its stack
  }

  async end(): Promise<Conclusion> {
    this.abort();
    const { entries } = this.transcript;
    this.run.onTranscript?.(entries);
    return concludeClient(this.findings, this.requirement, entries, this.launches, this.#secrets);
  }

  hide(text: string): string {
    return hideEchoes(text, [...markSecrets(this.transcript.entries).secrets, ...this.#secrets]);
  }

  get #secrets(): readonly Buffer[] {
    return [...accountSecrets(this.target), ...accountSecrets(this.choices.account)];
  }
}

/** The server bent by a script. @throws {Error} where the script is none: a fault of the feature */
function following(config: ServerConfig, source: string): ServerConfig {
  const scripted = scriptedConfig(source, config);
  if (scripted.ok) return scripted.config;
  throw new Error(scripted.mistakes.map(describeMistake).join('; '));
}
