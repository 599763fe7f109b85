/** Tags that are known in upper case only. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
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
