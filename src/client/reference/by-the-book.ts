/** The decisions of a client that does everything as the RFCs say. */

import { apopDigest, timestampIn } from '../../protocol/apop.ts';
import { decodeBase64, encodeBase64 } from '../../protocol/base64.ts';
import { LONGEST_COMMAND } from '../../protocol/command.ts';
import { unstuff } from '../../protocol/dot-stuffing.ts';
import { statusOf } from '../../protocol/first-line.ts';
import { parseDropListing, parseScanListing, parseUniqueIdListing } from '../../protocol/listing.ts';
import { DOT, SP, latin1, octetsOf } from '../../protocol/octets.ts';
import { registeredResponseCode } from '../../protocol/registry.ts';
import { parseResponseCode } from '../../protocol/response-code.ts';
import { textOctets, type Answer } from '../answer.ts';
import { announced, capabilityOf } from '../capabilities.ts';
import { canBeSaid, isOffered, lastResort, prefers } from './choosing-login.ts';
import { isReason, type Reason } from './exit-status.ts';
import type { Knowledge } from './knowledge.ts';
import type { Choices, Manner, Reading, Speech } from './manner.ts';
import type { Request } from './request.ts';

/** Commands that may be outstanding at once: enough to fill a long way, and little for a server to keep. */
const WINDOW = 64;

/** Behind these nothing may follow before the answer: it decides who speaks next, and how. */
const LAST_IN_LINE: ReadonlySet<string> = new Set(['STLS', 'AUTH', 'QUIT', 'UTF8']);

/**
 * RFC 2449 section 6.6: without PIPELINING each answer is waited for, the greeting included (RFC 1939 section 3). With
 * it, the commands of the TRANSACTION state, whose sense does not depend on the answers before them.
 */
function mayFollow(_next: Request, outstanding: readonly Request[], knowledge: Knowledge): boolean {
  if (outstanding.length === 0) return true;
  const pipelines = knowledge.state === 'TRANSACTION' && knowledge.announced('PIPELINING') !== undefined;
  return pipelines && outstanding.length < WINDOW && !outstanding.some(({ keyword }) => LAST_IN_LINE.has(keyword));
}

const SPEECH: Speech = {
  sends: (line) => line,
  sendsFirst: () => [],
  mayFollow,
  // RFC 2449 section 6.6: whoever only writes for a while must know the transport's window, or it ends in a deadlock.
  readsWhileSending: () => true,
  hears: (line) => line,
};

/** RFC 2449 section 8: what begins with `[` is a code where RESP-CODES is announced; elsewhere it is text. */
function codeOf(answer: Answer, knowledge: Knowledge): readonly string[] {
  if (knowledge.announced('RESP-CODES') === undefined) return [];
  const code = parseResponseCode(textOctets(answer));
  return code.ok ? code.value.levels : [];
}

/** RFC 2449 section 8: codes in any case, detail that is not known ignored, a code that is not known no code. */
function reasonOf(levels: readonly string[]): Reason | undefined {
  const registered = registeredResponseCode(levels)?.levels.join('/');
  return isReason(registered) ? registered : undefined;
}

const READING: Reading = {
  greeting: ({ octets, content }) =>
    statusOf(octets) === '+OK'
      ? { text: content.subarray(content[3] === SP ? 4 : 3), timestamp: timestampIn(latin1(content)) }
      : undefined,
  status({ octets }, { keyword }) {
    const status = statusOf(octets);
    // A challenge stands in an AUTH exchange and nowhere else (RFC 5034 section 4).
    return status === '+' && keyword !== 'AUTH' ? undefined : status;
  },
  belongsTo: () => 0,
  // Only CRLF "." CRLF: a bare LF within a message is content (RFC 1939 section 3, RFC 2449 section 3).
  ends: ({ content, terminator }, startsLine) =>
    startsLine && terminator === 'CRLF' && content.length === 1 && content[0] === DOT,
  message: unstuff,
  capability: capabilityOf,
  announced,
  dropListing: parseDropListing,
  scanListing: parseScanListing,
  uniqueId: parseUniqueIdListing,
  code: codeOf,
  reason: reasonOf,
  loginDelay: (capability) => {
    const [seconds = ''] = capability?.parameters ?? [];
    return /^\d{1,9}$/.test(seconds) ? Number(seconds) : undefined;
  },
  givesUpAfter: () => undefined,
};

const CHOICES: Choices = {
  // RFC 2449 section 5 has it in both states, and RFC 2595 section 4 wants it again after STLS. After the login the
  // LOGIN-DELAY may be another one (RFC 2449 section 6.5).
  asksCapa: () => true,
  sendsStls: (knowledge) => knowledge.task.tls === 'stls' && !knowledge.tls && knowledge.mayHave('STLS'),
  goesOnInTheClear: () => false, // RFC 2595 section 2.5
  acceptsCertificate: () => false, // RFC 2595 section 2.4, RFC 5034 section 4
  // Whoever put them there is no server that one should talk to.
  clearOctets: () => 'give up',
  keepsAcrossTls: () => undefined, // RFC 2595 section 4
  // STLS comes first, and never after it (RFC 6856 section 2.1).
  sendsUtf8: (knowledge) => knowledge.announced('UTF8') !== undefined,
  prefers,
  isOffered,
  lastResort,
  canSay: canBeSaid,
  passFollows: ({ status }) => status === '+OK', // RFC 1939 section 7
  digest: apopDigest,
  // RFC 5034 section 3: not where SASL is not announced; section 4: not where the command would be too long.
  sendsInitialResponse: (_mechanism, line, knowledge) =>
    knowledge.announced('SASL') !== undefined && line.length <= LONGEST_COMMAND,
  challenge: decodeBase64,
  response: (response) => octetsOf(response === undefined ? '*' : encodeBase64(response)),
  // The same credentials in a weaker way are what somebody on the way would like to see.
  afterRefusal: () => 'give up',
  afterNoCapa: () => 'go on',
  lists: (knowledge) => (knowledge.mayHave('UIDL') ? ['LIST', 'UIDL'] : ['LIST']),
  fetches: () => true,
  retrieval: (message) => `RETR ${message}`,
  deletes: () => false,
  quits: () => true,
  // RFC 2449 section 6.5: the value after the login is the more accurate one.
  rests: (intervalMs, { afterLogin, beforeLogin }) => Math.max(intervalMs, (afterLogin ?? beforeLogin ?? 0) * 1000),
};

export const BY_THE_BOOK: Manner = { ...SPEECH, ...READING, ...CHOICES };
