/** Mechanisms that are attempted though they are not announced. */

import type { ClientFault } from '../client-fault.ts';
import { isMechanism } from '../../protocol/sasl.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { LoginMethod } from '../../client/login.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'which SASL does not announce';

/** The client takes a mechanism for offered where a list of mechanisms is like this. */
function offered(isOffered: (names: readonly string[], method: LoginMethod) => boolean): () => Partial<Manner> {
  return () => ({
    isOffered: (method, knowledge) => {
      const names = knowledge.announced('SASL')?.parameters;
      const isFound = names !== undefined && isMechanism(method) && isOffered(names, method);
      return isFound || BY_THE_BOOK.isOffered(method, knowledge);
    },
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'its-best',
    about: 'Where there is SASL it attempts the best mechanism that it knows.',
    says,
    manner: offered(() => true),
  },
  {
    name: 'plain-is-everywhere',
    about: 'Where there is SASL it takes PLAIN for offered.',
    says,
    manner: () => ({
      ...offered((_names, method) => method === 'PLAIN')(),
      prefers: () => ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5', 'APOP', 'USER'],
    }),
  },
  {
    name: 'plain-in-every-case',
    about: 'It attempts PLAIN wherever it is, announced or not.',
    says,
    also: {
      '5034-3-C1': 'also where SASL is not announced',
      '5034-3-C2': 'with an initial response',
      '5034-4-C4': 'also in the clear',
    },
    manner: () => ({
      isOffered: (method, knowledge) => method === 'PLAIN' || BY_THE_BOOK.isOffered(method, knowledge),
      prefers: () => ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5', 'APOP', 'USER'],
    }),
  },
  {
    name: 'by-prefix',
    about: 'It takes a mechanism whose name begins like another for that.',
    says,
    manner: offered((names, method) => names.some((name) => name.startsWith(method))),
  },
  {
    name: 'within-a-name',
    about: 'It takes a mechanism in whose name another stands for that.',
    says,
    manner: () => ({
      ...offered((names, method) => names.some((name) => name.endsWith(method)))(),
      prefers: () => ['SCRAM-SHA-256', 'CRAM-MD5', 'PLAIN', 'APOP', 'USER'],
    }),
  },
  {
    name: 'as-in-the-clear',
    about: 'Under TLS it goes by the mechanisms that were announced in the clear.',
    says,
    tls: 'stls',
    also: { '2595-4-C1': 'the list from before TLS was to be forgotten' },
    manner: () => ({
      keepsAcrossTls: (list) => list,
      asksCapa: (moment) => moment !== 'TLS',
    }),
  },
];
