/** Clients that send an initial response where SASL is not announced. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import { LONGEST_COMMAND } from '../../protocol/command.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'initial response';

/** It tries PLAIN with an initial response, where this holds. */
function triesPlain(where: (knowledge: Knowledge) => boolean): () => Partial<Manner> {
  return () => ({
    prefers: () => ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5', 'APOP', 'USER'],
    isOffered: (method, knowledge) =>
      BY_THE_BOOK.isOffered(method, knowledge) || (method === 'PLAIN' && where(knowledge)),
    sendsInitialResponse: (_mechanism, line) => line.length <= LONGEST_COMMAND,
    afterRefusal: () => 'next method',
  });
}

const also = { '5034-3-C1': 'it attempts AUTH though SASL is not announced' };

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'without-a-list',
    about: 'Where there is no CAPA it sends AUTH PLAIN with an initial response.',
    says,
    also,
    manner: triesPlain(({ capabilities }) => capabilities === undefined),
  },
  {
    name: 'without-sasl-in-the-list',
    about: 'It sends AUTH PLAIN with an initial response though the list has no SASL.',
    says,
    also,
    manner: triesPlain(({ capabilities }) => capabilities?.every(({ tag }) => tag !== 'SASL') ?? false),
  },
  {
    name: 'where-nothing-is-offered',
    about: 'Where nothing else is offered it sends AUTH PLAIN with an initial response.',
    says,
    also,
    manner: triesPlain((knowledge) => knowledge.capabilities === undefined && knowledge.timestamp === undefined),
  },
];
