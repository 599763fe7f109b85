/** A conversation as the steps of a scenario about a client (steps/client-*.ts): it is the server that the client meets. Pure. */

import type { Requirement } from '../catalogue/requirement.ts';
import { recordedBy } from '../replay/recorded.ts';
import { byLines } from '../script/client-lines.ts';
import { printScript } from '../script/print.ts';
import type { Conversation } from '../script/syntax.ts';
import type { TlsMode } from '../target/client.ts';
import { sessionOf } from './exchanges.ts';
import { answeredInTurn, withoutUnanswered } from './met-server.ts';
import { inTurn, Unsayable, type Claim, type Step } from './steps.ts';

/** What can be claimed of a client. */
type ClientClaim = Extract<Claim, { kind: 'rule' | 'end' }>;

const TLS: Readonly<Record<TlsMode, readonly string[]>> = {
  none: [],
  stls: ['the client is told to use STLS'],
  implicit: ['the client is told to use TLS from the first octet'],
};

/** Requirements on what may be sent before an answer: whether it was early is seen where the answer is held back. */
const ABOUT_ORDER: readonly string[] = ['2449-6.6-C1', '2595-4-C1'];
const HELD: Step = {
  keyword: 'Given',
  text: 'the server holds each answer back until the client has had its chance',
};

/**
 * The steps that let a client meet the conversation's server.
 * @param told how the client was told to use TLS, where that is known
 * @throws {Unsayable}
 */
export function clientSteps(
  conversation: Conversation,
  { id }: Requirement,
  claim: ClientClaim,
  told: TlsMode,
): Step[] {
  const isAboutOrder = claim.kind === 'rule' && ABOUT_ORDER.includes(id);
  const all = answeredInTurn(conversation);
  const met = isAboutOrder ? withoutUnanswered(all) : all;
  return inTurn([
    ...TLS[tlsOf(met, told)].map((text): Step => ({ keyword: 'Given', text })),
    { keyword: 'Given', text: 'the server answers:', block: printScript(met).trimEnd().split('\n') },
    ...(isAboutOrder ? [HELD] : []),
    { keyword: 'When', text: 'the client fetches the mail' },
    { keyword: 'Then', text: claim.kind === 'rule' ? ruleKept(met, id) : ended(met) },
  ]);
}

/** A server under TLS is met only by a client that is told of it. */
function tlsOf({ underTls, turns }: Conversation, told: TlsMode): TlsMode {
  if (underTls) return 'implicit';
  const begins = turns.some(({ acts }) => acts.some(({ kind }) => kind === 'start TLS'));
  return told === 'none' && begins ? 'stls' : told;
}

/** What judges a rule. Where nothing may be sent that it speaks of, it takes another step to see that nothing was. */
function ruleKept(conversation: Conversation, id: string): string {
  if (id === '2449-6.6-C1') return 'the client waits for each answer';
  if (!announcesSasl(conversation)) {
    if (id === '5034-3-C1') return 'the client does not attempt AUTH';
    if (id === '5034-3-C2') return 'AUTH, where it is attempted, has no initial response';
  }
  return 'what the client sent keeps this rule';
}

function announcesSasl(conversation: Conversation): boolean {
  const { exchanges } = sessionOf(conversation);
  return exchanges.some(({ keyword, answer }) => keyword === 'CAPA' && answer.some((line) => /^SASL\b/i.test(line)));
}

/** A client that waits for what the server never sends is right to wait. */
function ended(conversation: Conversation): string {
  const { answers, isCutOff } = recordedBy(conversation);
  if (isCutOff || answers.length <= byLines(conversation).turns.length)
    throw new Unsayable(
      'the server leaves something unanswered, and a client may wait for that: "--emit script" writes it',
    );
  return 'the mail is fetched, or the client gives up in order';
}
