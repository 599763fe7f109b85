/** Whom the suite is run against: real servers and real clients alike. */

import type { Role } from '../verdict/result.ts';
import { CLIENTS, clientName } from './clients.ts';
import { quoteWord } from '../cli/shell-words.ts';
import { examinePeer } from './examine-peer.ts';
import { examineRealClient } from './examine-client.ts';
import type { PeerRun, Suite } from './examining.ts';
import { nameOf, PEERS } from './peers.ts';

/** In the order in which they are examined. */
export const ROLES = ['server', 'client'] as const satisfies readonly Role[];

/** A server or a client, in one variant and with one use of TLS. */
export interface Subject {
  readonly role: Role;
  /** That of its reports, and what a user types. */
  readonly name: string;
  /** What it is a variant of; judgements hold for all of these. */
  readonly product: string;
  /** What it is, for a reader of the report. */
  readonly about: string;
  /** How a client is started, in words for a shell. */
  readonly command?: string;
  /** Set where a run takes several minutes, so that it is begun first. */
  readonly slow?: true;
  /** @throws {Error} where it can't be tested, or the harness has a fault */
  readonly examine: (segmentation: string, suite: Suite) => Promise<PeerRun>;
}

const SERVERS = PEERS.map((peer): Subject => ({
  role: 'server',
  name: nameOf(peer),
  product: peer.server,
  about: peer.about,
  ...(peer.slow === undefined ? {} : { slow: peer.slow }),
  examine: async (segmentation, suite) => await examinePeer(peer, segmentation, suite),
}));

const REAL_CLIENTS = CLIENTS.map((client): Subject => ({
  role: 'client',
  name: clientName(client),
  product: client.client,
  about: client.about,
  command: client.command.words.map(quoteWord).join(' '),
  examine: async (segmentation, suite) => await examineRealClient(client, segmentation, suite),
}));

export const SUBJECTS: readonly Subject[] = [...SERVERS, ...REAL_CLIENTS];

/** What names all subjects of a role. */
const ALL_OF: Readonly<Record<string, Role>> = { servers: 'server', clients: 'client' };

/** The subjects that names speak of: a subject's own, a product's, or that of a role. All of them without names. */
export function subjectsNamed(names: readonly string[]): {
  readonly subjects: readonly Subject[];
  readonly unknown: readonly string[];
} {
  const meant = (word: string): readonly Subject[] =>
    SUBJECTS.filter(({ role, name, product }) => [name, product].includes(word) || ALL_OF[word] === role);
  const wanted = new Set(names.flatMap(meant));
  return {
    subjects: names.length === 0 ? SUBJECTS : SUBJECTS.filter((subject) => wanted.has(subject)),
    unknown: names.filter((name) => meant(name).length === 0),
  };
}
