/** A run in parts. Pure. */

import { createHash } from 'node:crypto';
import type { Shard } from '../verdict/result.ts';
import { addressOf, compareAddresses, type CatalogueScenario } from './requirement.ts';

/**
 * The scenarios of one part of a run, as `uri:line`. They are dealt out one by one in the order of the run: no part is longer than
 * another by more than one, and what takes long, which stands together in a file, is spread over all of them. That the scenarios of
 * a Rule are parted does no harm: the parts are judged anew when they are merged.
 */
export function shardOf(
  scenarios: readonly Pick<CatalogueScenario, 'uri' | 'line'>[],
  { index, of }: Pick<Shard, 'index' | 'of'>,
): { readonly shard: Shard; readonly addresses: readonly string[] } {
  const all = scenarios.toSorted(compareAddresses).map(addressOf);
  const plan = createHash('sha256').update(all.join('\n')).digest('hex');
  return {
    shard: { index, of, scenarios: all.length, plan },
    addresses: all.filter((_, place) => place % of === index - 1),
  };
}
