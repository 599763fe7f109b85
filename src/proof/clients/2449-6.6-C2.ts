/** Answers that a pipelining client takes for those to other commands. */

import type { ClientFault } from '../client-fault.ts';
import { VARIANTS } from '../../client/reference/variants.ts';
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
    name: 'gives-up-over-a-refused-listing',
    about: 'It gives up where UIDL is refused, though the commands around it are accepted.',
    says: 'did not fetch the mail',
    manner: () => ({
      givesUpAfter: ({ status }, { keyword }) =>
        status === '-ERR' && keyword === 'UIDL' ? 'the answers are out of order' : undefined,
    }),
  },
];
