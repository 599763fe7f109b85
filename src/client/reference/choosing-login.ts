/** Which way to log in: what the server offers, and what may be said in it. */

import { LONGEST_COMMAND } from '../../protocol/command.ts';
import { SP } from '../../protocol/octets.ts';
import { isMechanism } from '../../protocol/sasl.ts';
import { saslprep } from '../../protocol/saslprep.ts';
import { isAscii } from '../../protocol/utf8.ts';
import { credentialOctets, type LoginMethod } from '../login.ts';
import type { Knowledge } from './knowledge.ts';

/**
 * What keeps the password to itself comes first. RFC 5034 section 4 wants no plaintext mechanism without TLS where it can
 * be helped, so in the clear PLAIN is the last of all: only where the server offers nothing else.
 */
export function prefers({ tls }: Knowledge): readonly LoginMethod[] {
  return tls
    ? ['SCRAM-SHA-256', 'CRAM-MD5', 'PLAIN', 'APOP', 'USER']
    : ['SCRAM-SHA-256', 'CRAM-MD5', 'APOP', 'USER', 'PLAIN'];
}

/** Whether the server offers it: mechanisms only by SASL (RFC 5034 section 3), APOP by its timestamp. */
export function isOffered(method: LoginMethod, knowledge: Knowledge): boolean {
  if (method === 'USER') return knowledge.mayHave('USER');
  if (method === 'APOP') return knowledge.timestamp !== undefined;
  return (knowledge.announced('SASL')?.parameters ?? []).some((name) => name.toUpperCase() === method);
}

/** What is left where the list names no way that this client knows: the one that it would try without a list. */
export function lastResort(_knowledge: Knowledge): readonly LoginMethod[] {
  return ['USER'];
}

/**
 * Whether a command can carry the name and the password. A mechanism carries any; USER, PASS and APOP no control
 * characters, no SP in a name, at most 255 octets (RFC 2449 section 4), and nothing outside ASCII unless `UTF8 USER` is
 * announced (RFC 6856 section 2.2).
 */
export function canBeSaid(method: LoginMethod, knowledge: Knowledge): boolean {
  if (isMechanism(method)) return true;
  const user = credentialOctets(prepared(knowledge.task.user));
  const password = credentialOctets(prepared(knowledge.task.password));
  const said = method === 'APOP' ? [user] : [user, password];
  const both = Buffer.concat([user, password]);
  if (said.some((octets) => octets.length === 0) || said.some(hasControls) || user.includes(SP)) return false;
  if (!isAscii(both) && !(knowledge.announced('UTF8')?.parameters ?? []).some(isUser)) return false;
  const longest = Math.max(...commandLengths(method, user.length, password.length));
  return longest <= LONGEST_COMMAND;
}

const isUser = (parameter: string): boolean => parameter.toUpperCase() === 'USER';

const hasControls = (octets: Buffer): boolean => octets.some((octet) => octet < SP || octet === 0x7f);

const DIGEST_LENGTH = 32;

function commandLengths(method: 'USER' | 'APOP', user: number, password: number): number[] {
  const frame = 'USER '.length + '\r\n'.length;
  return method === 'APOP' ? [frame + user + 1 + DIGEST_LENGTH] : [frame + user, frame + password];
}

/**
 * A name or a password as it is sent (RFC 6856 section 2.2): prepared where it is not ASCII. What can't be prepared goes
 * as it is, for the server to refuse.
 */
export function prepared(text: string): string {
  return isAscii(credentialOctets(text)) ? text : (saslprep(text) ?? text);
}
