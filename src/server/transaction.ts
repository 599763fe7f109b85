/** The commands that are valid after login, on the maildrop: STAT, LIST, RETR, DELE, NOOP, RSET, TOP, UIDL. */

import { CRLF } from '../protocol/octets.ts';
import { line, listing, message, type Answer } from './answer.ts';
import { decimal, type Command, type Commands } from './command.ts';
import type { Message, OpenMaildrop } from './maildrop.ts';
import { accept, has, refuse, type Situation } from './situation.ts';
import { textIn } from './texts.ts';

/** A command on the maildrop. Before login none is run: the states forbid it. */
type Transaction = (situation: Situation, maildrop: OpenMaildrop, ...parameters: string[]) => Answer;

function onMaildrop(transaction: Transaction): Command['run'] {
  return (situation, ...parameters) => {
    const { login } = situation;
    if (login === undefined) return refuse(situation, 'wrongState');
    return transaction(situation, login.maildrop, ...parameters);
  };
}

/** The message with a message-number; undefined where there is none, or it is marked as deleted. */
function find(maildrop: OpenMaildrop, parameter: string): Message | undefined {
  const number = decimal(parameter);
  return number === undefined ? undefined : maildrop.message(number);
}

/** RFC 1939 section 5: the number of messages and their size, without those marked. */
const stat: Transaction = (_situation, maildrop) => {
  const entries = maildrop.entries();
  const size = entries.reduce((sum, [, { octets }]) => sum + octets.length, 0);
  return line(`+OK ${entries.length} ${size}`);
};

/** LIST and UIDL: one listing for the message named, or one for each message that is not marked (RFC 1939 sections 5, 7). */
function list(text: 'scanListing' | 'uniqueIds', about: (message: Message) => string | number): Transaction {
  return (situation, maildrop, parameter) => {
    if (parameter === undefined) {
      const first = `+OK ${textIn(situation.language, text)}`;
      return listing(
        first,
        maildrop.entries().map(([number, found]) => `${number} ${about(found)}`),
      );
    }
    const found = find(maildrop, parameter);
    if (found === undefined) return refuse(situation, 'noSuchMessage');
    return line(`+OK ${Number(parameter)} ${about(found)}`);
  };
}

/** RFC 6856 section 2.1; a server that does not know UTF8 sends what it has, as RFC 1939 does. */
function needsUtf8(situation: Situation, found: Message): boolean {
  return situation.policy.guardsAscii && has(situation, 'UTF8') && !situation.utf8 && !found.ascii;
}

/** RFC 1939 section 5. */
const retr: Transaction = (situation, maildrop, parameter = '') => {
  const found = find(maildrop, parameter);
  if (found === undefined) return refuse(situation, 'noSuchMessage');
  if (needsUtf8(situation, found)) return refuse(situation, 'needsUtf8', 'UTF8');
  maildrop.retrieve(found);
  return message(`+OK ${textIn(situation.language, 'messageFollows')}`, situation.policy.stuff(found.octets));
};

/** RFC 1939 section 7. */
const top: Transaction = (situation, maildrop, parameter = '', count = '') => {
  const lines = decimal(count);
  if (lines === undefined) return refuse(situation, 'wrongArguments');
  const found = find(maildrop, parameter);
  if (found === undefined) return refuse(situation, 'noSuchMessage');
  if (needsUtf8(situation, found)) return refuse(situation, 'needsUtf8', 'UTF8');
  return message(`+OK ${textIn(situation.language, 'topFollows')}`, situation.policy.stuff(topOf(found.octets, lines)));
};

/**
 * The header of a message, the blank line, and some lines of the body (RFC 1939 section 7).
 * @param lines how many; beyond the end of the body, the whole message
 */
export function topOf(octets: Buffer, lines: number): Buffer {
  const headerEnd = octets.indexOf('\r\n\r\n');
  // An empty header, or no empty line: then the message is a header and nothing else.
  let end = octets.subarray(0, 2).equals(CRLF) ? 2 : headerEnd === -1 ? octets.length : headerEnd + 4;
  for (let left = lines; left > 0 && end < octets.length; left -= 1) {
    const next = octets.indexOf(CRLF, end);
    end = next === -1 ? octets.length : next + CRLF.length;
  }
  return octets.subarray(0, end);
}

/** RFC 1939 section 5: marked only; {@link Policy.removedAtEnd} removes. */
const dele: Transaction = (situation, maildrop, parameter = '') => {
  const found = find(maildrop, parameter);
  if (found === undefined) return refuse(situation, 'noSuchMessage');
  maildrop.mark(found);
  return accept(situation, 'marked');
};

const noop: Transaction = (situation) => accept(situation, 'nothing');

const rset: Transaction = (situation, maildrop) => {
  maildrop.unmarkAll();
  return accept(situation, 'unmarked');
};

function command(parameters: Command['parameters'], transaction: Transaction): Command {
  return { states: ['TRANSACTION'], parameters, run: onMaildrop(transaction) };
}

export const TRANSACTION_COMMANDS: Commands = new Map<string, Command>([
  ['STAT', command([0, 0], stat)],
  [
    'LIST',
    command(
      [0, 1],
      list('scanListing', ({ octets }) => octets.length),
    ),
  ],
  ['RETR', command([1, 1], retr)],
  ['DELE', command([1, 1], dele)],
  ['NOOP', command([0, 0], noop)],
  ['RSET', command([0, 0], rset)],
  ['TOP', { ...command([2, 2], top), feature: 'TOP' }],
  [
    'UIDL',
    {
      ...command(
        [0, 1],
        list('uniqueIds', ({ uniqueId }) => uniqueId),
      ),
      feature: 'UIDL',
    },
  ],
]);
