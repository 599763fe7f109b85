/** Tags that are known in upper case only. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { contentOf } from '../../client/answer.ts';
import { VARIANTS } from '../../client/reference/variants.ts';
import { latin1 } from '../../protocol/octets.ts';
import type { Announced } from '../../client/capabilities.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'the client did otherwise';

/** A line whose tag is not in upper case says nothing to the client. */
function reading(isStrict: (tag: string, knowledge: Knowledge) => boolean): () => Partial<Manner> {
  return () => ({
    capability: (line, knowledge): Announced | undefined => {
      const [tag = ''] = line.split(' ');
      const isMisread = tag !== tag.toUpperCase() && isStrict(tag.toUpperCase(), knowledge);
      return isMisread ? { tag: `?${tag}`, parameters: [] } : BY_THE_BOOK.capability(line, knowledge);
    },
  });
}

export const FAULTS: readonly ClientFault[] = [
  { name: 'all', about: 'It knows tags in upper case only.', says, manner: reading(() => true) },
  { name: 'sasl', about: 'It knows SASL in upper case only.', says, manner: reading((tag) => tag === 'SASL') },
  {
    name: 'user',
    about: 'It knows USER in upper case only, and logs in by nothing that it does not know to be there.',
    says,
    manner: () => ({ ...reading((tag) => tag === 'USER')(), lastResort: () => [] }),
  },
  {
    name: 'user-first',
    about: 'It knows USER in upper case only, and it is the way that it likes best.',
    says,
    manner: () => ({ ...VARIANTS['prefers USER and PASS'], ...reading((tag) => tag === 'USER')() }),
  },
  {
    name: 'top',
    about: 'It knows TOP in upper case only.',
    says,
    manner: () => ({ ...VARIANTS['fetches by TOP where it is announced'], ...reading((tag) => tag === 'TOP')() }),
  },
  {
    name: 'resp-codes',
    about: 'It gives up where RESP-CODES is in lower case.',
    says,
    manner: () => ({
      givesUpAfter: ({ lines }, { keyword }) =>
        keyword === 'CAPA' && lines?.some((line) => latin1(contentOf(line)) === 'resp-codes') === true
          ? 'this capability list is not understood'
          : undefined,
    }),
  },
  { name: 'uidl', about: 'It knows UIDL in upper case only.', says, manner: reading((tag) => tag === 'UIDL') },
  { name: 'utf8', about: 'It knows UTF8 in upper case only.', says, manner: reading((tag) => tag === 'UTF8') },
  {
    name: 'pipelining',
    about: 'It knows PIPELINING in upper case only.',
    says,
    manner: reading((tag) => tag === 'PIPELINING'),
  },
  {
    name: 'stls',
    about: 'It knows STLS in upper case only.',
    says,
    tls: 'stls',
    manner: reading((tag) => tag === 'STLS'),
  },
  {
    name: 'after-login',
    about: 'After login it knows tags in upper case only.',
    says,
    manner: reading((_tag, { state }) => state === 'TRANSACTION'),
  },
];
