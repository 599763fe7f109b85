/**
 * Faulty servers in the shadow of the correct one: it answers, and beside it each of them hears the same lines in sessions and
 * maildrops of its own. As long as one would have answered alike it is the correct server, to the octet.
 */

import { isDeepStrictEqual } from 'node:util';
import { latin1 } from '../protocol/octets.ts';
import { octetsIn, type Answer } from '../server/answer.ts';
import { BentSession, type Bend } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import { BY_THE_BOOK, type Policy } from '../server/policy.ts';
import { scriptedConfig } from '../server/scripted.ts';
import { Session } from '../server/session.ts';
import { Site } from '../server/site.ts';
import type { Fact, Script } from '../script/syntax.ts';

/** A server that can stand in a shadow. */
export interface Shaded {
  readonly name: string;
  readonly config: ServerConfig;
}

/** The correct server, and which others would not have been it. */
export class ServerShadows {
  readonly #servers: readonly ShadowServer[];
  #felt = new Set<string>();

  constructor(servers: readonly Shaded[]) {
    this.#servers = servers.map((server) => new ShadowServer(server));
  }

  /** The bend of a server that answers correctly on a connection; all that it hears the others hear. */
  readonly bend = (connection: number): Bend => {
    // What is felt on a connection concerns whoever opened it, also where its last line is read later.
    const opened = this.#felt;
    const servers = this.#servers;
    let drawn = '';
    let sessions: readonly ShadowSession[] = [];
    type Ask = (session: BentSession) => Answer | Promise<Answer>;
    const compare = async (correct: Answer, answer: Ask): Promise<Answer> => {
      for (const { name, session } of sessions) {
        if (!(await isAlike(correct, () => answer(session)))) opened.add(name);
      }
      return correct;
    };
    return {
      // What is drawn for the correct server is drawn for all: a client can prove itself to one challenge only.
      policy: { unique: (fresh) => (drawn = fresh) },
      async greeting(correct, tls) {
        const timestamp = /<[^<>]*>/.exec(latin1(octetsIn(correct)))?.[0] ?? '';
        sessions = servers.map((server) => server.session(connection, timestamp, tls, () => drawn));
        return await compare(correct, (session) => session.greet());
      },
      async after(exchange, correct) {
        const waiting = exchange.outstanding(); // more may arrive while they are asked
        return await compare(correct, (session) => session.receive({ ...exchange, outstanding: () => waiting }));
      },
      secured() {
        for (const { session } of sessions) session.startTls();
      },
      ended() {
        for (const { session } of sessions) session.end();
      },
    };
  };

  /** A message is delivered to the correct server: to the others too. */
  deliver(user: string, message: Buffer): void {
    for (const { site } of this.#servers) site.account(user)?.maildrop.deliver(message);
  }

  /** Those felt on the connections opened since this was called last: later ones may come to stand in it yet. */
  take(): ReadonlySet<string> {
    const felt = this.#felt;
    this.#felt = new Set();
    return felt;
  }
}

/** One connection of a server in the shadow. */
interface ShadowSession {
  readonly name: string;
  readonly session: BentSession;
}

/** A server without sockets. */
class ShadowServer {
  readonly site: Site;
  readonly #name: string;
  readonly #bend: NonNullable<ServerConfig['bend']>;

  constructor({ name, config }: Shaded) {
    this.#name = name;
    this.#bend = config.bend ?? (() => ({}));
    this.site = new Site(config);
  }

  /** @param drawn what the correct server's last challenge was made unique with */
  session(connection: number, timestamp: string, tls: boolean, drawn: () => string): ShadowSession {
    const bend = this.#bend(connection);
    const own: Policy = { ...BY_THE_BOOK, ...bend.policy };
    const policy: Policy = { ...own, unique: () => own.unique(drawn()) };
    return {
      name: this.#name,
      session: new BentSession(new Session(this.site, policy, timestamp, tls), bend, connection),
    };
  }
}

/** Whether an answer is the correct one; one that can't be given is another. */
async function isAlike(correct: Answer, answer: () => Answer | Promise<Answer>): Promise<boolean> {
  try {
    const given = await answer();
    return (
      given.next === correct.next &&
      (given.discardInput ?? false) === (correct.discardInput ?? false) &&
      isDeepStrictEqual(given.pace, correct.pace) &&
      areSame(given.octets, correct.octets)
    );
  } catch {
    return false;
  }
}

/** Whether the same octets stand in pieces; the same pieces, as they mostly are, cost no copy. */
function areSame(given: readonly Buffer[], correct: readonly Buffer[]): boolean {
  if (given.length !== correct.length) return Buffer.concat(given).equals(Buffer.concat(correct));
  const isEqual = given.every((piece, index) => correct[index]?.equals(piece));
  return isEqual || (given.length > 1 && Buffer.concat(given).equals(Buffer.concat(correct)));
}

/** What only sessions go by: all the rest of a configuration is a matter of sockets and of time. */
const HEARD: ReadonlySet<string> = new Set<keyof ServerConfig>([
  'accounts',
  'features',
  'capa',
  'inTheClear',
  'underTls',
  'utf8User',
  'implementation',
  'languages',
  'preferredLanguage',
  'bend',
]);

/**
 * What stands in the shadow for a script.
 * @param base the configuration of the correct server
 * @returns undefined where the script changes more than what sessions hear and answer: where it is a conversation of its own,
 *   changes how long the server waits, or goes by how many connections there were before, which depends on what else is run
 */
export function shadeOf(name: string, source: string, base: ServerConfig): Shaded | undefined {
  const scripted = scriptedConfig(source, base, { file: name });
  if (!scripted.ok || scripted.script.kind === 'conversation' || counts(scripted.script)) return undefined;
  const { config } = scripted;
  const changed = Object.entries(config).filter(([key, value]) => value !== Reflect.get(base, key));
  return changed.every(([key]) => HEARD.has(key)) ? { name, config } : undefined;
}

/** Whether a rule of the script goes by the number of a connection, or by what was on others. */
function counts(script: Script): boolean {
  if (script.kind === 'conversation') return false;
  return script.rules.some(({ when }) => when.some(({ fact }) => goesByConnections(fact)));
}

function goesByConnections(fact: Fact): boolean {
  return fact.kind === 'connection' || fact.kind === 'every connection' || (fact.kind === 'time' && fact.ever);
}
