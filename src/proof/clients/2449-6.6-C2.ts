/** Answers that a pipelining client takes for those to other commands. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { VARIANTS } from '../../client/reference/variants.ts';
import { latin1, octetsOf } from '../../protocol/octets.ts';
import { lineOf } from '../../protocol/line.ts';

/** Whom a refusal is held to belong to shows on the wire only where the client deletes what it has fetched, which is right. */
const DELETING = VARIANTS['deletes what it has fetched'];

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'refusal-of-the-last',
    about:
      'It takes a refusal for that of the last message that it has asked for, and so deletes the one that was refused.',
    says: 'deleted a message whose retrieval was refused',
    manner: () => ({
      ...DELETING,
      belongsTo: (status, outstanding) =>
        status === '-ERR' && outstanding.every(({ keyword }) => keyword === 'RETR') ? outstanding.length - 1 : 0,
    }),
  },
  {
    name: 'refusal-of-the-next',
    about: 'It takes a refusal for that of the next message, and so deletes the one that was refused.',
    says: 'deleted a message whose retrieval was refused',
    manner: () => ({
      ...DELETING,
      belongsTo: (status, outstanding) =>
        status === '-ERR' && outstanding.length > 1 && outstanding.every(({ keyword }) => keyword === 'RETR') ? 1 : 0,
    }),
  },
  {
    name: 'answers-in-one-segment',
    about: 'Of an answer to RETR that comes in two segments it hears the second.',
    says: 'did not fetch the mail',
    also: { '2449-3-C4': 'answers in pieces come there too' },
    manner: () => ({
      hears: (line, { request, part, borders }) => {
        const last = borders.at(-1) ?? 0;
        return request.keyword === 'RETR' && part === 'first line' && last > 0
          ? lineOf(line.octets.subarray(last), line.offset)
          : line;
      },
    }),
  },
  {
    name: 'many-under-way',
    about: 'With more than five commands under way it loses the text of a message behind its header.',
    says: 'did not keep the message',
    manner: () => {
      let underWay = 0;
      return {
        belongsTo: (status, outstanding, knowledge) => {
          underWay = outstanding.length;
          return BY_THE_BOOK.belongsTo(status, outstanding, knowledge);
        },
        message: (octets, knowledge) => {
          const message = BY_THE_BOOK.message(octets, knowledge);
          return underWay > 5 ? message.subarray(0, message.indexOf('\r\n\r\n')) : message;
        },
      };
    },
  },
  {
    name: 'dot-line-behind-its-line',
    about: 'A dot line that begins a segment ends no message for it.',
    says: 'the client did not',
    also: { '2449-3-C4': 'answers in pieces come there too' },
    manner: () => ({
      hears: (line, { request, part, borders }) =>
        request.keyword === 'RETR' && part === 'body' && borders.includes(0) && latin1(line.octets) === '.\r\n'
          ? lineOf(octetsOf('..\r\n'), line.offset)
          : line,
    }),
  },
  {
    name: 'gives-up-over-a-refused-listing',
    about: 'It gives up where UIDL is refused, though the commands around it are accepted.',
    says: 'did not fetch the mail',
    manner: () => ({
      givesUpAfter: ({ status }, { keyword }) =>
        status === '-ERR' && keyword === 'UIDL' ? 'the answers are out of order' : undefined,
    }),
  },
];
