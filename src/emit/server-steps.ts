/** A conversation as the steps of a scenario about a server (steps/). Pure. */

import type { Requirement } from '../catalogue/requirement.ts';
import { LOGIN_METHODS } from '../client/login.ts';
import { CAPABILITIES } from '../protocol/registry.ts';
import { octetsOf, visibleOctet } from '../protocol/octets.ts';
import type { Conversation, Pattern } from '../script/syntax.ts';
import { beginning, loginAt, sessionOf, type Came, type Exchange, type Login } from './exchanges.ts';
import { inTurn, Unsayable, type Claim, type Step } from './steps.ts';

/** What can be claimed of a server. */
type ServerClaim = Extract<Claim, { kind: 'rule' | 'answer' }>;

/** Requirements that compare the lists of both states, and what says so. The first list is kept under this name. */
const KEPT = 'the list before login';
const COMPARISONS: Readonly<Record<string, string>> = {
  '2449-5-S3': `each capability of "${KEPT}" is announced after login`,
  '2449-5-S4': `the arguments are those of "${KEPT}"`,
};

/** The steps that say a conversation to a server. @throws {Unsayable} */
export function serverSteps(conversation: Conversation, { id }: Requirement, claim: ServerClaim): Step[] {
  const { exchanges: all, isCut } = sessionOf(conversation);
  if (isCut) throw new Unsayable('no step says where in a line a segment ends: "--segment octet" cuts everywhere');
  const exchanges = withoutStls(all);
  const writer = new Writer(exchanges);
  if (claim.kind === 'rule') writer.rule(id);
  else writer.answer(claim.at === undefined ? undefined : all[claim.at], claim.came);
  return writer.steps;
}

/** An exchange of STLS at the beginning is the option --tls stls. @throws {Unsayable} where it stands elsewhere */
function withoutStls(exchanges: readonly Exchange[]): readonly Exchange[] {
  const at = exchanges.findIndex(({ beginsTls }) => beginsTls);
  if (at === -1) return exchanges;
  if (at === 0) return exchanges.slice(1);
  throw new Unsayable('no step begins TLS behind other commands');
}

class Writer {
  readonly #exchanges: readonly Exchange[];
  readonly #given: string[] = [];
  readonly #done: Step[] = [];

  constructor(exchanges: readonly Exchange[]) {
    this.#exchanges = exchanges;
  }

  get steps(): Step[] {
    const opening = [...new Set(this.#given), 'a session in the AUTHORIZATION state'];
    return inTurn([...opening.map((text): Step => ({ keyword: 'Given', text })), ...this.#done]);
  }

  /** Everything that was sent; then the rule. */
  rule(id: string): void {
    const comparison = COMPARISONS[id];
    const isSasl = id === '5034-3-S1';
    if (comparison === undefined && !isSasl) {
      if (this.#exchanges.length === 0) this.#when('the client connects');
      this.#send(this.#exchanges.length, () => undefined);
      return this.#then('what the server sent keeps this rule');
    }
    const login = this.#exchanges.findIndex((_, index) => loginAt(this.#exchanges, index) !== undefined);
    const after = this.#exchanges.findIndex((each, index) => index > login && isList(each));
    const before = this.#exchanges.findLastIndex((each, index) => index < login && isList(each));
    if (login === -1 || after === -1 || (before === -1 && !isSasl)) {
      throw new Unsayable('the lists that are compared, and the login between them, are not in the conversation');
    }
    this.#given.push('the server has CAPA');
    this.#send(after + 1, (index) => (index === before && !isSasl ? KEPT : undefined));
    this.#then(comparison ?? 'SASL is still announced');
  }

  /** Everything up to the answer; then what it should be. */
  answer(judged: Exchange | undefined, came: readonly string[]): void {
    const at = judged === undefined ? -1 : this.#exchanges.indexOf(judged);
    if (judged === undefined || at === -1) throw new Unsayable('no step says what a greeting should be');
    this.#suppose(judged);
    const first = this.#beginOfGroup(at);
    const end = this.#endOfGroup(at);
    this.#send(end + 1, () => undefined);
    if (end === first) return this.#then(expectation(judged, came));
    const group = this.#exchanges.slice(first, end + 1);
    // What stands behind it in the same write is answered whatever it is.
    this.#done.push({ keyword: 'Then', text: 'the answers are, in turn:', block: group.map(expectedKind) });
  }

  #beginOfGroup(at: number): number {
    let begin = at;
    while (this.#exchanges[begin - 1]?.isAhead === true) begin -= 1;
    return begin;
  }

  #endOfGroup(at: number): number {
    let end = at;
    while (this.#exchanges[end]?.isAhead === true && end + 1 < this.#exchanges.length) end += 1;
    return end;
  }

  /** What a server has to announce for the command to be judged. */
  #suppose({ keyword, lines }: Exchange): void {
    const mechanism = /^AUTH ([A-Za-z0-9_-]+)/i.exec(beginning(lines[0]))?.[1];
    if (mechanism !== undefined)
      this.#given.push(`the server announces the mechanism ${string(mechanism.toUpperCase())}`);
    const capability = CAPABILITIES.find(({ addedCommands }) => addedCommands.includes(keyword));
    if (capability !== undefined && keyword !== 'AUTH' && keyword !== 'STLS')
      this.#given.push(`the server announces ${string(capability.tag)}`);
  }

  /** @param keep under which name the answer to an exchange is kept */
  #send(end: number, keep: (index: number) => string | undefined): void {
    for (let index = 0; index < end;) {
      const login = loginAt(this.#exchanges, index);
      const last = this.#endOfGroup(index);
      if (login !== undefined) {
        this.#login(login);
        index += login.exchanges;
        continue;
      }
      if (last > index) this.#together(this.#exchanges.slice(index, last + 1));
      else this.#alone(this.#exchanges[index]);
      const name = keep(last);
      if (name !== undefined) this.#when(`the answer is kept as ${string(name)}`);
      index = last + 1;
    }
  }

  #login({ method, isAsked }: Login): void {
    if (!LOGIN_METHODS.some((each) => each === method)) throw new Unsayable(`no step logs in by ${method}`);
    if (method !== 'USER' && method !== 'APOP')
      this.#given.push(`the server announces the mechanism ${string(method)}`);
    this.#when(`the client logs in by ${method}${isAsked ? ' after the empty challenge' : ''}`);
  }

  #alone(exchange: Exchange | undefined): void {
    const [command, ...responses] = exchange?.lines ?? [];
    if (exchange === undefined || command === undefined) return;
    this.#needs(exchange);
    this.#when(`the client sends ${string(template(command))}`);
    for (const response of responses) this.#when(`the client answers the challenge with ${string(template(response))}`);
  }

  #together(exchanges: readonly Exchange[]): void {
    this.#given.push('the server announces "PIPELINING"');
    for (const exchange of exchanges) this.#needs(exchange);
    const block = exchanges.flatMap(({ lines }) => lines.map(template));
    this.#done.push({ keyword: 'When', text: 'the client sends in one write:', block });
  }

  #needs({ keyword, lines }: Exchange): void {
    if (keyword === 'PASS') this.#given.push('the account may log in again');
    if (/^(?:RETR|TOP|LIST|UIDL|DELE) \d/i.test(beginning(lines[0]))) this.#given.push('a message in the maildrop');
  }

  #when(text: string): void {
    this.#done.push({ keyword: 'When', text });
  }

  #then(text: string): void {
    this.#done.push({ keyword: 'Then', text });
  }
}

function isList({ keyword, came }: Exchange): boolean {
  return keyword === 'CAPA' && came === '+OK';
}

/** The kind of answer that a step can expect. */
function expectedKind({ keyword, came }: Exchange): string {
  const kinds: Readonly<Record<Exclude<Came, undefined>, string>> = {
    '+OK': keyword === 'CAPA' ? 'a capability list' : 'positive',
    '-ERR': 'negative',
    '+': 'a challenge',
  };
  if (came === undefined) throw new Unsayable('what should have come is neither +OK nor -ERR nor a challenge');
  return kinds[came];
}

const CODE = /^(?:\+OK|-ERR) \[([A-Za-z0-9/-]+)\]/i;

/** What the answer should have been, where something else came. */
function expectation(exchange: Exchange, came: readonly string[]): string {
  const [first = ''] = came;
  const [expected = ''] = exchange.answer;
  const kind = expectedKind(exchange);
  const isOtherKind = first.slice(0, 3).toUpperCase() !== expected.slice(0, 3).toUpperCase();
  if (isOtherKind || first === '') return `the answer is ${kind}`;
  const code = CODE.exec(expected)?.[1];
  const otherCode = CODE.exec(first)?.[1];
  if (code !== undefined && code.toUpperCase() !== otherCode?.toUpperCase())
    return `the answer has the code ${string(code)}`;
  if (code === undefined && otherCode !== undefined) return `the answer has no code ${string(otherCode)}`;
  throw new Unsayable('no step says which text an answer should have: "--emit script" does');
}

/** A line as the steps take it: placeholders in braces, octets that can't be written as escapes. */
function template({ parts }: Pattern): string {
  const line = parts
    .map((part) => {
      if (part.kind === 'octets') return written(part.octets);
      const name = 'name' in part ? part.name : undefined;
      if (name === 'user' || name === 'password') return `{${name}}`;
      throw new Unsayable(
        name === undefined ? 'what the client sends is not told' : `no step sends {${name}} in this place`,
      );
    })
    .join('');
  // Blanks at the ends do not count in a step.
  return line.replace(/^ +| +$/g, (blanks) => hexadecimal(' ').repeat(blanks.length));
}

/** What would mean something else in a step, or in a doc string. */
const MEANINGFUL = /["{]/g;

function written(octets: string): string {
  const shown = Array.from(octetsOf(octets), visibleOctet).join('');
  return shown.replace(MEANINGFUL, hexadecimal);
}

function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function string(text: string): string {
  return `"${text}"`;
}
