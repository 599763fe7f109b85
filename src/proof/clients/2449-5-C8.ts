/** Tags that are found where they are not. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { VARIANTS } from '../../client/reference/variants.ts';
import type { Announced } from '../../client/capabilities.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = 'the client did otherwise';

/** Whoever finds a tag that is not there acts on it, and other rules say what may not be done then. */
const PIPELINES = { '2449-6.6-C1': 'it pipelines where PIPELINING is not announced' } as const;
const ATTEMPTS = { '5034-3-C1': 'it sends AUTH where SASL is not announced' } as const;

const NAMED = { '2449-6.9-C1': 'a token of IMPLEMENTATION is a parameter too' } as const;

/** The client finds a tag in a line of which this is true. */
function finding(
  isFound: (line: Announced, tag: string) => boolean,
  ...only: readonly string[]
): () => Partial<Manner> {
  return () => ({
    announced: (list, tag, knowledge) => {
      const found = BY_THE_BOOK.announced(list, tag, knowledge);
      if (found !== undefined || !only.includes(tag)) return found;
      return list?.find((line) => isFound(line, tag));
    },
  });
}

const byPrefix = (line: Announced, tag: string): boolean => line.tag.startsWith(tag);
const anywhere = (line: Announced, tag: string): boolean => line.parameters.includes(tag);
const within = (line: Announced, tag: string): boolean => line.tag.includes(tag);
const cutShort = (line: Announced, tag: string): boolean => tag.startsWith(line.tag);

/** Though it was not told to, the client tries STLS where it finds the tag in a line of which this is true. */
function tryingStls(isFound: (line: Announced, tag: string) => boolean): () => Partial<Manner> {
  return () => ({
    sendsFirst: ({ keyword }, { task, capabilities }) =>
      task.tls === 'none' && keyword === 'UTF8' && capabilities?.some((line) => isFound(line, 'STLS')) ? ['STLS'] : [],
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'pipelining-by-prefix',
    about: 'It takes PIPELININGX for PIPELINING.',
    says,
    also: PIPELINES,
    manner: finding(byPrefix, 'PIPELINING'),
  },
  {
    name: 'pipelining-as-a-parameter',
    about: 'It takes a parameter of another tag for PIPELINING.',
    says,
    also: { ...PIPELINES, ...NAMED },
    manner: finding(anywhere, 'PIPELINING'),
  },
  {
    name: 'pipelining-within-a-tag',
    about: 'It takes X-PIPELINING for PIPELINING.',
    says,
    also: PIPELINES,
    manner: finding(within, 'PIPELINING'),
  },
  {
    name: 'pipelining-cut-short',
    about: 'It takes PIPE for PIPELINING.',
    says,
    also: PIPELINES,
    manner: finding(cutShort, 'PIPELINING'),
  },
  {
    name: 'sasl-by-prefix',
    about: 'It takes SASLX for SASL.',
    says,
    also: ATTEMPTS,
    manner: finding(byPrefix, 'SASL'),
  },
  {
    name: 'sasl-within-a-tag',
    about: 'It takes X-SASL for SASL.',
    says,
    also: ATTEMPTS,
    manner: finding(within, 'SASL'),
  },
  {
    name: 'sasl-as-a-parameter',
    about: 'It takes a parameter of another tag for SASL.',
    says,
    also: { ...ATTEMPTS, ...NAMED, '5034-3-C2': 'its AUTH has an initial response, as where SASL is announced' },
    manner: finding(anywhere, 'SASL'),
  },
  {
    name: 'sasl-cut-short',
    about: 'It takes SAS for SASL.',
    says,
    also: ATTEMPTS,
    manner: finding(cutShort, 'SASL'),
  },
  {
    name: 'sasl-by-its-command',
    about: 'It takes AUTH for SASL.',
    says,
    also: ATTEMPTS,
    manner: finding((line) => line.tag === 'AUTH', 'SASL'),
  },
  { name: 'uidl-cut-short', about: 'It takes UID for UIDL.', says, manner: finding(cutShort, 'UIDL') },
  {
    name: 'top-by-prefix',
    about: 'It takes TOPX for TOP.',
    says,
    manner: () => ({ ...VARIANTS['fetches by TOP where it is announced'], ...finding(byPrefix, 'TOP')() }),
  },
  {
    name: 'top-as-a-parameter',
    about: 'It takes a parameter of another tag for TOP.',
    says,
    manner: () => ({ ...VARIANTS['fetches by TOP where it is announced'], ...finding(anywhere, 'TOP')() }),
  },
  {
    name: 'utf8-as-a-parameter',
    about: 'It takes a parameter of another tag for UTF8.',
    says,
    manner: finding(anywhere, 'UTF8'),
  },
  {
    name: 'stls-within-a-tag',
    about: 'It takes XSTLS for STLS.',
    says,
    tls: 'stls',
    manner: finding(within, 'STLS'),
  },
  { name: 'uidl-by-prefix', about: 'It takes UIDLX for UIDL.', says, manner: finding(byPrefix, 'UIDL') },
  { name: 'uidl-within-a-tag', about: 'It takes XUIDL for UIDL.', says, manner: finding(within, 'UIDL') },
  { name: 'uidl-as-a-parameter', about: 'It takes a parameter for UIDL.', says, manner: finding(anywhere, 'UIDL') },
  { name: 'utf8-by-prefix', about: 'It takes UTF8X for UTF8.', says, manner: finding(byPrefix, 'UTF8') },
  {
    name: 'user-by-prefix',
    about: 'It takes USERX for USER, and logs in by nothing that it does not know to be there.',
    says,
    manner: () => ({ ...finding(byPrefix, 'USER')(), lastResort: () => [] }),
  },
  {
    name: 'user-as-a-parameter',
    about: 'It takes a parameter for USER, and logs in by nothing that it does not know to be there.',
    says,
    manner: () => ({ ...finding(anywhere, 'USER')(), lastResort: () => [] }),
  },
  {
    name: 'stls-by-prefix',
    about: 'It takes STLSX for STLS.',
    says,
    tls: 'stls',
    manner: finding(byPrefix, 'STLS'),
  },
  {
    name: 'stls-as-a-parameter',
    about: 'It takes a parameter of another tag for STLS.',
    says,
    tls: 'stls',
    manner: finding(anywhere, 'STLS'),
  },
  {
    name: 'unasked-stls-by-prefix',
    about: 'It tries STLS without having been told to, and takes STLSX for it.',
    says,
    manner: tryingStls(byPrefix),
  },
  {
    name: 'unasked-stls-as-a-parameter',
    about: 'It tries STLS without having been told to, and takes a parameter of another tag for it.',
    says,
    also: { '2449-6.9-C1': 'IMPLEMENTATION may have the word among its parameters' },
    manner: tryingStls((line, tag) => line.tag === tag || anywhere(line, tag)),
  },
];
