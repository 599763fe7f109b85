/** What several faults need: a client that gives up over what a capability list says. */

import { contentOf } from '../client/answer.ts';
import { capabilityOf } from '../client/capabilities.ts';
import type { Manner } from '../client/reference/manner.ts';
import { latin1 } from '../protocol/octets.ts';

/** A capability list that the client has just read. */
export interface ReadList {
  readonly tags: ReadonlySet<string>;
  readonly state: 'AUTHORIZATION' | 'TRANSACTION';
  /** Of the capability of that tag; none where it is not announced. */
  readonly parameters: (tag: string) => readonly string[];
}

/** The client gives up over each list of which this is true. */
export function unlessList(isUnbearable: (list: ReadList) => boolean): Partial<Manner> {
  return {
    givesUpAfter: ({ lines }, { keyword }, { state }) => {
      if (keyword !== 'CAPA' || lines === undefined) return undefined;
      const list = lines.flatMap((line) => capabilityOf(latin1(contentOf(line))) ?? []);
      const parameters = (tag: string): readonly string[] =>
        list.find((capability) => capability.tag === tag)?.parameters ?? [];
      const tags = new Set(list.map(({ tag }) => tag));
      return isUnbearable({ tags, state, parameters }) ? 'this capability list is not understood' : undefined;
    },
  };
}
