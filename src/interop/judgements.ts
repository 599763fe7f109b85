/** What a person found on checking each failed requirement by hand against the RFC. Pure. */

import { parse } from 'yaml';
import { z } from 'zod';
import { folded } from '../report/printable.ts';
import type { RequirementResult } from '../verdict/result.ts';

/**
 * `theirs`: the peer breaks the requirement. `reading`: it does under our reading of a text that allows another.
 * `ours`: the suite is wrong; written down so that it is not forgotten, and a failure until it is mended.
 */
const FAULTS = ['theirs', 'reading', 'ours'] as const;

const JUDGEMENTS = z.array(
  z.strictObject({
    requirement: z.string(),
    /** A server or a client, for all of its variants. */
    peer: z.string(),
    fault: z.enum(FAULTS),
    /** Why, in a sentence. */
    because: z.string().min(20),
  }),
);

export type Judgement = z.infer<typeof JUDGEMENTS>[number];

/** Reads `judgements.yaml`. @throws {Error} that says where the text is wrong */
export function readJudgements(text: string): readonly Judgement[] {
  const parsed = JUDGEMENTS.safeParse(parse(text));
  if (!parsed.success) throw new Error(`judgements.yaml: ${z.prettifyError(parsed.error)}`);
  const twin = parsed.data.find((one, index) => parsed.data.findIndex((other) => same(one, other)) !== index);
  if (twin !== undefined) throw new Error(`judgements.yaml: ${twin.requirement} of ${twin.peer} is judged twice`);
  return parsed.data;
}

function same(one: Judgement, other: Judgement): boolean {
  return one.requirement === other.requirement && one.peer === other.peer;
}

/** A peer of an interop run, as far as it is to be judged. */
export interface Judged {
  /** The peer's own name, and that of what it is a variant of. */
  readonly name: string;
  readonly product: string;
  readonly requirements: readonly RequirementResult[];
}

/** The judgement of a failed requirement; undefined where nobody has written one. */
export function judgementOf(
  judgements: readonly Judgement[],
  product: string,
  requirement: string,
): Judgement | undefined {
  return judgements.find((judgement) => judgement.peer === product && judgement.requirement === requirement);
}

/**
 * What is wrong between the failures of a run and the judgements: one sentence each.
 * @param whole the products all of whose variants were run: only there can a judgement be seen to be stale
 */
export function discrepancies(
  judgements: readonly Judgement[],
  peers: readonly Judged[],
  whole: ReadonlySet<string>,
): string[] {
  const failures = peers.flatMap(({ name, product, requirements }) =>
    requirements.filter(({ verdict }) => verdict === 'fail').map(({ id, reason }) => ({ name, product, id, reason })),
  );
  const unjudged = failures
    .filter(({ product, id }) => judgementOf(judgements, product, id) === undefined)
    .map(({ name, id, reason }) => `${name}: ${id} failed and has no judgement: ${folded(reason)}`);
  const stale = judgements
    .filter(({ peer, requirement }) => {
      const failed = failures.some(({ product, id }) => product === peer && id === requirement);
      return whole.has(peer) && !failed;
    })
    .map(({ peer, requirement }) => `the judgement on ${requirement} of ${peer} is stale: it did not fail`);
  const ours = judgements
    .filter(({ fault, peer }) => fault === 'ours' && peers.some(({ product }) => product === peer))
    .map(({ peer, requirement }) => `${requirement} of ${peer} is judged to be our own fault: mend it`);
  return [...unjudged, ...stale, ...ours];
}
