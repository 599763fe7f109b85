/** The table of claims: what each capability promises in each state, and whether that was seen to hold. Pure. */

import { CAPABILITIES, registeredCapability } from '../protocol/registry.ts';
import { octetsOf, visible } from '../protocol/octets.ts';
import { announced, type CapabilityList } from '../client/capabilities.ts';
import type { Survey } from '../target/survey.ts';
import type { Announcement, Claim, RequirementResult } from './result.ts';

/** The requirement under which a capability's promise is tried, where it is not that of its definition. */
const TRIED_UNDER: Readonly<Record<string, string>> = {
  SASL: '2449-6.3-S2',
  EXPIRE: '2449-6.7-S5',
  'LOGIN-DELAY': '2449-6.5-S5',
  'AUTH-RESP-CODE': '3206-6-S1',
};

/**
 * The claims of a surveyed server, judged by the verdicts of the run. Registered capabilities first, then what else it announces.
 * @param tls whether the run's sessions are under TLS, so that its logins were
 */
export function serverClaims(
  survey: Pick<Survey, 'clear' | 'secured' | 'accounts' | 'works'>,
  tls: boolean,
  requirements: readonly RequirementResult[],
): Claim[] {
  const lists: { state: Announcement['state']; tls: boolean; list: CapabilityList | undefined }[] = [
    { state: 'AUTHORIZATION', tls: false, list: survey.clear },
    { state: 'AUTHORIZATION', tls: true, list: survey.secured },
    { state: 'TRANSACTION', tls, list: survey.accounts[0].capabilities },
  ];
  const others = lists.flatMap(({ list }) => list ?? []).map(({ tag }) => tag);
  const tags = [
    ...CAPABILITIES.map(({ tag }) => tag),
    ...new Set(others.filter((tag) => registeredCapability(tag) === undefined)),
  ];
  return tags.map((capability) => {
    const announcements = lists.map(({ list, ...where }) => {
      const found = announced(list, capability);
      const parameters = visible(octetsOf(found?.parameters.join(' ') ?? ''));
      return { ...where, announced: list === undefined ? null : found !== undefined, arguments: parameters };
    });
    const requirement = TRIED_UNDER[capability] ?? registeredCapability(capability)?.requirement ?? '';
    const accepted = worksUnannounced(survey.works, capability);
    return judgeClaim({ capability, announcements, accepted, requirement }, requirements);
  });
}

/**
 * A claim judged by the verdicts of a run: whether what is announced was seen to hold.
 * @param claim `accepted` counts only where the capability is not announced: whether it works all the same
 */
export function judgeClaim(
  { capability, announcements, accepted: unannounced, requirement }: Omit<Claim, 'agrees' | 'note'>,
  requirements: readonly Pick<RequirementResult, 'id' | 'verdict'>[],
): Claim {
  const promised = announcements.some((announcement) => announcement.announced === true);
  const accepted = promised ? held(requirements.find(({ id }) => id === requirement)?.verdict) : unannounced;
  return {
    capability,
    announcements,
    accepted,
    agrees: accepted === null ? null : promised === accepted,
    requirement,
    note: noteOn(promised, accepted),
  };
}

function held(verdict: RequirementResult['verdict'] | undefined): boolean | null {
  if (verdict === 'pass') return true;
  return verdict === 'fail' ? false : null;
}

function worksUnannounced(works: Survey['works'], capability: string): boolean | null {
  return capability === 'TOP' || capability === 'UIDL' ? (works[capability] ?? null) : null;
}

function noteOn(promised: boolean, accepted: boolean | null): string {
  if (promised && accepted === false) return 'announced, and does not hold';
  if (!promised && accepted === true) return 'works, and is not announced';
  return '';
}
