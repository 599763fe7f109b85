/**
 * What is judged on every octet that a client sends, in whatever scenario: the grammar and the length of commands, and the
 * rules that bind a command wherever it stands. Pure: conversations in, findings out.
 */

import { apopDigest, timestampIn } from '../protocol/apop.ts';
import { parseCommand } from '../protocol/command.ts';
import type { Line } from '../protocol/line.ts';
import { latin1, visible } from '../protocol/octets.ts';
import { knownCommand, splitKeyword } from '../protocol/registry.ts';
import { isAscii, isUtf8 } from '../protocol/utf8.ts';
import type { Violation } from '../protocol/violation.ts';
import { Announcements } from './announcements.ts';
import type { Conversation, Exchange } from './conversation.ts';
import { carriesCredentials, isCancelling } from './credentials.ts';
import type { PassiveJudgement, Sighting } from './passive.ts';

/** Of one requirement no more breaches are told apart. */
const MOST_SIGHTINGS = 20;

/** What is known of one launch of a client, besides its octets. */
export interface ClientKnowledge {
  /** undefined where nobody knows it any more: whether a digest is that of the password is left open then. */
  readonly password: string | undefined;
  /** Whether the client was told to use TLS: then nothing secret goes in the clear. */
  readonly wantsTls: boolean;
}

/** One launch: what it was told, and the conversations that it held. */
export interface JudgedLaunch {
  readonly knowledge: ClientKnowledge;
  readonly conversations: readonly Conversation[];
}

/** A command, and where it stands in its conversation. */
interface Sent {
  readonly command: Line;
  readonly early: boolean;
  readonly tls: boolean;
  readonly keyword: string;
  readonly parameters: string;
  /** The one before it, where that was answered. */
  readonly before: Exchange | undefined;
  /** What was answered to it; undefined where nothing was. */
  readonly exchange: Exchange | undefined;
}

/** Judges every octet of a client's side. */
export function judgeClient(launches: readonly JudgedLaunch[]): PassiveJudgement {
  const ledger = new Ledger();
  for (const { knowledge, conversations } of launches) {
    const announcements = new Announcements(conversations);
    for (const conversation of conversations) ledger.conversation(conversation, knowledge, announcements);
  }
  return { sightings: ledger.sightings, judged: ledger.judged };
}

class Ledger {
  readonly sightings: Sighting[] = [];
  readonly judged = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  #connection = 0;

  conversation(conversation: Conversation, knowledge: ClientKnowledge, announcements: Announcements): void {
    const { connection, exchanges, unanswered } = conversation;
    this.#connection = connection;
    const answered = exchanges.map((exchange, index) => sentIn(exchange, exchanges[index - 1]));
    const others = unanswered.map((each): Sent => {
      const { keyword, parameters } = splitKeyword(latin1(each.command.content));
      return { ...each, keyword, parameters, before: exchanges.at(-1), exchange: undefined };
    });
    const all = [...answered, ...others].toSorted((a, b) => a.command.offset - b.command.offset);
    const seen = announcements.along(connection);
    let authenticated = false;
    let utf8 = false;
    let isLost = false;
    for (const [index, sent] of all.entries()) {
      if (isLostResponse(sent, all[index - 1])) continue;
      this.#command(sent, seen.announces('UTF8', 'USER'));
      this.#order(sent, seen.announces('PIPELINING'));
      // What was sent behind STLS may be answered under TLS: nobody can tell then what came for what.
      isLost ||= sent.early && sent.before?.keyword === 'STLS';
      if (isLost && sent.tls) continue;
      this.#credentials(sent, conversation, knowledge, seen.announces('PIPELINING'));
      if (authenticated) this.#count('5034-4-C5');
      if (sent.keyword === 'AUTH') this.#authentication(sent, seen, authenticated);
      if (sent.keyword === 'STLS') {
        this.#count('6856-2-C2');
        if (utf8) this.#breach('6856-2-C2', sent.command, 0, 'no STLS behind UTF8', 'STLS behind UTF8');
      }
      // "After issuing UTF8", whatever came for it (RFC 6856 section 2.1).
      if (sent.keyword === 'UTF8') utf8 = true;
      if (isSuccessfulAuth(sent)) authenticated = true;
      if (sent.exchange !== undefined) seen.answered(sent.exchange);
    }
  }

  /** The grammar of a command (RFC 2449 section 3), and its length (section 4). */
  #command({ command, keyword, parameters }: Sent, utf8User: boolean): void {
    this.#count('2449-3-C1', '2449-4-C1');
    const international = takesNames(keyword) && !isAscii(command.content) && isUtf8(command.content);
    // A name in UTF-8 that may not be one is one breach, and not that of the grammar too.
    const parsed = parseCommand(command.octets, { utf8: utf8User || international });
    const violations = parsed.ok ? parsed.remarks : parsed.violations;
    for (const found of violations) {
      // The length is the whole command's, and what runs over is often a secret: it is told where the command begins.
      const violation = found.requirement === '2449-4-C1' ? { ...found, offset: 0 } : found;
      this.#found(violation, command.offset);
      if (violation.requirement === '2449-4-C1' && keyword === 'AUTH')
        this.#found({ ...violation, requirement: '5034-4-C1' }, command.offset);
    }
    if (keyword === 'AUTH' && parameters !== '') this.#count('5034-4-C1');
    if (takesNames(keyword)) this.#count('6856-2-C1');
    if (international && !utf8User) {
      const offset = command.content.findIndex((octet) => octet > 0x7f);
      const expected = 'ASCII only, since "UTF8 USER" is not announced';
      this.#breach('6856-2-C1', command, offset, expected, 'an octet that is not ASCII');
    }
    if (keyword !== 'CAPA') return;
    this.#count('2449-5-C6');
    if (command.content.length > 4)
      this.#breach('2449-5-C6', command, 4, 'CAPA without arguments', visible(command.octets, 80));
  }

  /** One at a time (RFC 1939 section 3, reading R18), unless PIPELINING is announced; and nothing behind STLS (RFC 2595 section 4). */
  #order({ command, early, before, keyword }: Sent, mayPipeline: boolean): void {
    const behindStls = before?.keyword === 'STLS';
    if (behindStls) this.#count('2595-4-C1');
    if (!mayPipeline && !behindStls) this.#count('2449-6.6-C1');
    if (!early) return;
    const said = before === undefined ? 'the greeting' : `the answer to ${before.keyword}`;
    const actual = `${knownCommand(keyword)?.keyword ?? 'a command'} before ${said} was sent`;
    if (behindStls) {
      this.#breach('2595-4-C1', command, 0, 'nothing before the answer to STLS and the end of the handshake', actual);
    } else if (!mayPipeline) {
      this.#breach(
        '2449-6.6-C1',
        command,
        0,
        `no command before ${said} has come, since PIPELINING is not announced`,
        actual,
      );
    }
  }

  /** USER and PASS (RFC 1939 section 7), APOP, and what goes in the clear although TLS was wanted (RFC 2595 section 2.5). */
  #credentials(
    sent: Sent,
    { greeting }: Conversation,
    { password, wantsTls }: ClientKnowledge,
    mayPipeline: boolean,
  ): void {
    const { command, keyword, parameters, early, before, tls, exchange } = sent;
    if (wantsTls) this.#count('2595-2.5-C1');
    if (wantsTls && !tls && carriesCredentials({ keyword, parameters, responses: exchange?.responses ?? [] }))
      this.#breach('2595-2.5-C1', command, 0, 'credentials under TLS only', `${keyword} in the clear`);
    // A USER that is refused is judged too, though nothing may follow it.
    if (keyword === 'PASS' || (keyword === 'USER' && exchange?.status === '-ERR')) this.#count('1939-7-C1');
    if (keyword === 'PASS') {
      const wrong = before?.keyword !== 'USER' || before.status !== '+OK';
      // What was sent with USER in one go could not know the answer, and may come a little later than it went out.
      const instead = before === undefined ? 'the greeting' : `${before.keyword} and ${before.status ?? 'no status'}`;
      if (wrong && !early && !(mayPipeline && before?.keyword === 'USER'))
        this.#breach('1939-7-C1', command, 0, 'PASS immediately behind a successful USER', `PASS behind ${instead}`);
    }
    if (keyword !== 'APOP') return;
    this.#count('1939-7-C1');
    const timestamp = timestampIn(latin1(greeting?.content ?? Buffer.alloc(0)));
    if (timestamp === undefined) {
      return this.#breach('1939-7-C1', command, 0, 'no APOP, since the greeting has no timestamp', 'APOP');
    }
    const digest = parameters.slice(parameters.lastIndexOf(' ') + 1);
    if (password === undefined && digest !== '') return;
    const due = password === undefined ? undefined : apopDigest(timestamp, password);
    if (digest === due) return;
    const offset = command.content.lastIndexOf(0x20) + 1;
    const isSpelling = digest.toLowerCase() === due;
    const actual = isSpelling ? 'the same with other letters' : 'another digest';
    this.#breach('1939-7-C1', command, offset, 'the digest of the timestamp and the password, in lower case', actual);
  }

  /** AUTH: what may be sent when (RFC 5034 sections 3 and 4, RFC 2449 section 6.3). */
  #authentication({ command, parameters }: Sent, seen: Along, authenticated: boolean): void {
    const [name = ''] = parameters.split(' ');
    // AUTH alone asks a server of before RFC 2449 for its mechanisms; no RFC gives it a meaning, and it attempts nothing.
    if (name === '') return;
    if (authenticated)
      this.#breach('5034-4-C5', command, 0, 'no AUTH behind a successful AUTH', 'another AUTH on the same connection');
    const mechanism = visible(Buffer.from(name, 'latin1'), 40);
    if (seen.announces('SASL')) {
      this.#count('2449-6.3-C1');
      if (seen.announces('SASL', name)) return;
      this.#breach('2449-6.3-C1', command, 5, 'one of the mechanisms that SASL announces', mechanism);
      return;
    }
    // What a server would have announced to whoever never asked, nobody can tell from the octets.
    if (!seen.asked) return;
    this.#count('5034-3-C1', '5034-3-C2');
    this.#breach('5034-3-C1', command, 0, 'no AUTH, since SASL is not announced', `AUTH ${mechanism}`);
    if (parameters.includes(' '))
      this.#breach('5034-3-C2', command, 6 + name.length, 'no initial response, since SASL is not announced', 'one');
  }

  #count(...requirements: string[]): void {
    for (const requirement of requirements) this.judged.set(requirement, (this.judged.get(requirement) ?? 0) + 1);
  }

  #breach(requirement: string, command: Line, offset: number, expected: string, actual: string): void {
    this.#found({ requirement, severity: 'fail', offset, expected, actual }, command.offset);
  }

  #found(violation: Violation, base: number): void {
    const kind = `${violation.requirement} ${violation.severity}`;
    const seen = (this.#seen.get(kind) ?? 0) + 1;
    this.#seen.set(kind, seen);
    if (seen > MOST_SIGHTINGS) return;
    this.sightings.push({
      connection: this.#connection,
      from: 'C',
      violation: { ...violation, offset: violation.offset + base },
    });
  }
}

type Along = ReturnType<Announcements['along']>;

function sentIn(exchange: Exchange, before: Exchange | undefined): Sent {
  const { command, early, tls, keyword, parameters } = exchange;
  return { command, early, tls, keyword, parameters, before, exchange };
}

/** Whether a command has a name or a password among its parameters (RFC 6856 section 2.2). */
function takesNames(keyword: string): boolean {
  return keyword === 'USER' || keyword === 'PASS' || keyword === 'APOP';
}

/** Whether an AUTH logged in: a cancelled one does not, whatever the answer (RFC 5034 section 4). */
function isSuccessfulAuth({ keyword, parameters, exchange }: Sent): boolean {
  if (keyword !== 'AUTH' || parameters === '' || exchange?.status !== '+OK') return false;
  return !exchange.responses.some(isCancelling);
}

/**
 * Whether a line is a SASL response that met no challenge: it was sent with its AUTH, and that was refused. It is no
 * command, and nothing of it is told.
 */
function isLostResponse({ keyword, early }: Sent, before: Sent | undefined): boolean {
  return early && before?.keyword === 'AUTH' && knownCommand(keyword) === undefined;
}
