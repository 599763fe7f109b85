/** The clients that prove the suite: the faults beside this file, and the variants of the reference client. */

import { readdir } from 'node:fs/promises';
import type { Manner } from '../client/reference/manner.ts';
import { VARIANTS } from '../client/reference/variants.ts';
import type { ClientFault } from './client-fault.ts';
import { SubjectError, type ClientSubject } from './subject.ts';

/** A module of faults: `2449-3-C1.ts`, or what it is compiled to. */
const FAULTS_OF = /^(\d+-[\d.]+-C\d+)\.[jt]s$/;

/** What a module in `clients/` exports. */
interface FaultModule {
  readonly FAULTS: readonly ClientFault[];
}

/** All client subjects, variants first. @throws {SubjectError} where a module has no faults */
export async function loadClients(): Promise<ClientSubject[]> {
  const directory = new URL('clients/', import.meta.url);
  const files = (await readdir(directory)).flatMap((file) => {
    const owner = FAULTS_OF.exec(file)?.[1];
    return owner === undefined ? [] : [{ owner, file }];
  });
  const faults = await Promise.all(
    files.map(async ({ owner, file }) => {
      const module: unknown = await import(new URL(file, directory).href);
      if (!isFaultModule(module)) throw new SubjectError(`${file} exports no FAULTS`);
      return module.FAULTS.map((fault) => faultOf(owner, fault));
    }),
  );
  return [...variants(), ...faults.flat().toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))];
}

function faultOf(
  owner: string,
  { name, about, says, also = {}, tls = 'none', maxWait, manner }: ClientFault,
): ClientSubject {
  return {
    name: `${owner}/${name}`,
    kind: 'fault',
    role: 'client',
    about,
    owner,
    says,
    also: Object.entries(also).map(([requirement, reason]) => ({ requirement, reason })),
    seenBy: undefined,
    maxWait,
    tls,
    manner,
  };
}

/** Every variant in the clear, and the client that does everything by the book under TLS too. */
function variants(): ClientSubject[] {
  const nothing: Partial<Manner> = {};
  return [
    variant('by the book', 'none', nothing),
    variant('by the book under STLS', 'stls', nothing),
    variant('by the book under implicit TLS', 'implicit', nothing),
    ...Object.entries<Partial<Manner>>(VARIANTS).map(([name, manner]) => variant(name, 'none', manner)),
  ];
}

function variant(name: string, tls: ClientSubject['tls'], manner: Partial<Manner>): ClientSubject {
  return {
    name: `client/${name.replaceAll(' ', '-')}`,
    kind: 'variant',
    role: 'client',
    about: `A client that is correct: ${name}.`,
    owner: undefined,
    says: undefined,
    also: [],
    seenBy: undefined,
    maxWait: undefined,
    tls,
    manner: () => manner,
  };
}

function isFaultModule(module: unknown): module is FaultModule {
  return typeof module === 'object' && module !== null && 'FAULTS' in module && Array.isArray(module.FAULTS);
}
