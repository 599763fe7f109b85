/** Capability lists in which nothing stands. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';

const says = 'the client did otherwise';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'empty-is-everything',
    about: 'It takes an empty list for one that it has not read, and supposes that everything is there.',
    says,
    also: { '2449-6.6-C1': 'it pipelines too, since that would be there' },
    manner: () => ({
      announced: (list, tag, knowledge) =>
        list?.length === 0 ? { tag, parameters: [] } : BY_THE_BOOK.announced(list, tag, knowledge),
    }),
  },
  {
    name: 'empty-is-no-list',
    about: 'It gives up over an empty list.',
    says,
    manner: () => ({
      givesUpAfter: ({ lines }, { keyword }) =>
        keyword === 'CAPA' && lines?.length === 0 ? 'this capability list is empty' : undefined,
    }),
  },
  {
    name: 'waits-for-a-line',
    about: 'It does not look for the dot line before a line of the list has come.',
    says: 'did not fetch the mail',
    manner: () => {
      let isFirst = true;
      return {
        hears: (line, { request, part }) => {
          if (request.keyword === 'CAPA') isFirst = part === 'first line' ? true : isFirst;
          return line;
        },
        ends: (line, startsLine, request) => {
          const ends = BY_THE_BOOK.ends(line, startsLine, request) && !(request.keyword === 'CAPA' && isFirst);
          isFirst = false;
          return ends;
        },
      };
    },
  },
];
