/** Commands that come before the answer to the one before them. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import type { Manner } from '../../client/reference/manner.ts';
import { octetsOf } from '../../protocol/octets.ts';

const says = 'since PIPELINING is not announced';

/** The client pipelines after login where this is true. */
function pipelining(may: (knowledge: Knowledge) => boolean): () => Partial<Manner> {
  return () => ({
    mayFollow: (next, outstanding, knowledge) =>
      BY_THE_BOOK.mayFollow(next, outstanding, knowledge) ||
      (knowledge.state === 'TRANSACTION' && next.keyword !== 'QUIT' && outstanding.length < 8 && may(knowledge)),
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'always',
    about: 'It pipelines after login, announced or not.',
    says,
    manner: pipelining(() => true),
  },
  {
    name: 'where-capa-is-refused',
    about: 'It pipelines where there is no capability list that speaks against it.',
    says,
    manner: pipelining(({ capabilities }) => capabilities === undefined),
  },
  {
    name: 'under-tls',
    about: 'It pipelines under TLS, announced or not.',
    says,
    tls: 'stls',
    manner: pipelining(({ tls }) => tls),
  },
  {
    name: 'messages-only',
    about: 'It sends RETR after RETR, announced or not.',
    says,
    manner: () => ({
      mayFollow: (next, outstanding, knowledge) =>
        BY_THE_BOOK.mayFollow(next, outstanding, knowledge) ||
        (next.keyword === 'RETR' && outstanding.every(({ keyword }) => keyword === 'RETR')),
    }),
  },
  {
    name: 'before-the-greeting',
    about: 'It sends CAPA before the greeting has come.',
    says,
    manner: () => ({
      sends: (line, { kind, keyword, occurrence }) => {
        if (kind === 'greeting') return octetsOf('CAPA\r\n');
        return keyword === 'CAPA' && occurrence === 1 ? Buffer.alloc(0) : line;
      },
    }),
  },
  {
    name: 'user-and-pass',
    about: 'It sends PASS with USER, in one go.',
    says,
    manner: () => ({
      sends: (line, { keyword }, { task }) => {
        if (keyword === 'USER') return Buffer.concat([line, octetsOf(`PASS ${task.password}\r\n`)]);
        return keyword === 'PASS' ? Buffer.alloc(0) : line;
      },
    }),
  },
];
