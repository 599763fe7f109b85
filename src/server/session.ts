/** One POP3 session, correct by the book: lines in, answers out. No sockets, and nothing of bends but their policy. */

import type { Line } from '../protocol/line.ts';
import { isAscii } from '../protocol/utf8.ts';
import { line as singleLine, listing, type Answer } from './answer.ts';
import { AUTHORIZATION_COMMANDS, respond } from './authorization.ts';
import { capabilities } from './capabilities.ts';
import { commandLine, parametersOf, type Command, type Commands } from './command.ts';
import type { Ending, Policy } from './policy.ts';
import type { Site } from './site.ts';
import {
  accept,
  beginning,
  blank,
  has,
  permissions,
  permitsStls,
  refuse,
  stateOf,
  type Situation,
  type State,
} from './situation.ts';
import { LANGUAGES, lookUpLanguage, textIn } from './texts.ts';
import { TRANSACTION_COMMANDS } from './transaction.ts';

/** RFC 2449 section 5. */
function capa(situation: Situation): Answer {
  const { site } = situation;
  if (!site.config.capa) return refuse(situation, 'unknownCommand');
  const circumstances = {
    account: situation.login?.account.config,
    permissions: permissions(situation),
    stls: permitsStls(situation),
  };
  return listing(`+OK ${textIn(situation.language, 'capabilities')}`, capabilities(site.config, circumstances));
}

/** RFC 6856 section 3.2. */
function lang(situation: Situation, range?: string): Answer {
  const { languages, preferredLanguage } = situation.site.config;
  if (range === undefined) {
    const names = languages.map((tag) => `${tag} ${LANGUAGES[tag].name}`);
    return listing(`+OK ${textIn(situation.language, 'languages')}`, names);
  }
  // Before login the preference is the site's: that of a user would tell that the user exists (RFC 6856 section 7).
  const preferred = situation.login?.account.config.language ?? preferredLanguage;
  const found = range === '*' ? preferred : lookUpLanguage(range, languages);
  if (found === undefined) return refuse(situation, 'unknownLanguage');
  situation.language = found;
  return singleLine(`+OK ${found} ${textIn(found, 'languageChanged')}`);
}

/** RFC 1939 sections 4 and 6: in the TRANSACTION state the UPDATE state follows. */
function quit(situation: Situation): Answer {
  leave(situation, 'update');
  return accept(situation, 'goodbye', 'close');
}

/** Removes what is to be removed and gives the lock back, once. */
function leave(situation: Situation, ending: Ending): void {
  const { login, policy } = situation;
  situation.login = undefined;
  if (login !== undefined) login.maildrop.close(policy.removedAtEnd(login.maildrop, ending));
}

const states: readonly State[] = ['AUTHORIZATION', 'TRANSACTION'];

const COMMANDS: Commands = new Map<string, Command>([
  ...AUTHORIZATION_COMMANDS,
  ...TRANSACTION_COMMANDS,
  ['CAPA', { states, parameters: [0, 0], run: capa }],
  ['LANG', { states, parameters: [0, 1], feature: 'LANG', run: lang }],
  ['QUIT', { states, parameters: [0, 0], run: quit }],
]);

export class Session {
  readonly #situation: Situation;

  /**
   * @param timestamp what the greeting shows for APOP, where that is on
   * @param tls whether the connection began with TLS
   */
  constructor(site: Site, policy: Policy, timestamp: string, tls: boolean) {
    this.#situation = beginning(
      site,
      policy,
      site.config.features.has('APOP') ? policy.timestamp(timestamp) : undefined,
      tls,
    );
  }

  get state(): State {
    return stateOf(this.#situation);
  }

  get tls(): boolean {
    return this.#situation.tls;
  }

  /** Who has logged in. */
  get user(): string | undefined {
    return this.#situation.login?.account.config.user;
  }

  /** Whether the next line is a SASL response (RFC 5034 section 4), not a command. */
  get inSaslExchange(): boolean {
    return this.#situation.sasl !== undefined;
  }

  /** RFC 1939 sections 4 and 7: the greeting, with the timestamp where there is APOP. */
  greet(): Answer {
    const { language, timestamp } = this.#situation;
    return singleLine(['+OK', textIn(language, 'ready'), ...(timestamp === undefined ? [] : [timestamp])].join(' '));
  }

  /** The answer to one line of the client, a command or a SASL response. */
  receive(line: Line): Answer {
    const situation = this.#situation;
    const exchange = situation.sasl;
    if (exchange === undefined) return this.#command(line);
    situation.sasl = undefined;
    const limit = situation.policy.responseLimit;
    return faultOf(situation, line, limit) ?? respond(situation, exchange, line.content);
  }

  #command(line: Line): Answer {
    const situation = this.#situation;
    const parsed = commandLine(line.content);
    // A USER that fails is no successful one, whatever came before.
    if (parsed.keyword === 'USER') situation.name = undefined;
    const answer = faultOf(situation, line, situation.policy.commandLimit) ?? dispatch(situation, parsed, line.content);
    if (parsed.keyword !== 'USER' && !situation.policy.keepsName(parsed.keyword)) situation.name = undefined;
    return answer;
  }

  /**
   * TLS has begun (RFC 2595 section 4): the session is in the AUTHORIZATION state as after the greeting. What came in
   * the clear may have come from anybody, the LANG included (RFC 6856 section 7).
   */
  startTls(): void {
    const situation = this.#situation;
    situation.tls = true;
    if (!situation.policy.remembersAcrossStls) Object.assign(situation, blank());
  }

  /** The connection has ended without QUIT (RFC 1939 section 6); does nothing after QUIT. */
  end(): void {
    leave(this.#situation, 'dropped');
  }
}

/** What is wrong with a line before it is read: its length, or an end that is not CRLF (RFC 2449 sections 3 and 4). */
function faultOf(situation: Situation, line: Line, limit: number): Answer | undefined {
  if (line.octets.length + (line.omitted ?? 0) > limit) return refuse(situation, 'tooLong');
  return line.terminator === 'CRLF' ? undefined : refuse(situation, 'invalidLine');
}

function dispatch(situation: Situation, parsed: ReturnType<typeof commandLine>, content: Buffer): Answer {
  const command = COMMANDS.get(parsed.keyword);
  if (command === undefined || (command.feature !== undefined && !has(situation, command.feature))) {
    return refuse(situation, 'unknownCommand');
  }
  if (!command.states.includes(stateOf(situation))) return refuse(situation, 'wrongState');
  if (!admits(situation, command, content)) return refuse(situation, 'invalidLine');
  const parameters = parametersOf(parsed, command.parameters);
  return parameters === undefined ? refuse(situation, 'wrongArguments') : command.run(situation, ...parameters);
}

/** RFC 2449 section 3: visible ASCII and SP, and UTF-8 only where `UTF8 USER` lets names and passwords be UTF-8. */
function admits(situation: Situation, command: Command, content: Buffer): boolean {
  const utf8 = command.takesUtf8 === true && has(situation, 'UTF8') && situation.site.config.utf8User;
  return !content.some((octet) => octet < 0x20 || octet === 0x7f) && (utf8 || isAscii(content));
}
