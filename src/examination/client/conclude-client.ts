/** The end of a scenario about a client: each launch judged, and what tells them apart kept beside the transcript. */

import { judgeClient, type JudgedLaunch } from '../../judge/client-passive.ts';
import type { PassiveJudgement } from '../../judge/passive.ts';
import { markSecrets } from '../../server/recorded-secrets.ts';
import type { Fetched } from '../../target/fetching.ts';
import type { RecordedLaunch } from '../../verdict/result.ts';
import type { WireEntry } from '../../wire/transcript.ts';
import { conclude, type Conclusion } from '../conclude.ts';
import type { RawFinding } from '../stop.ts';

/** What the judgement asks of a launch. */
type Launched = Pick<Fetched, 'conversations' | 'password' | 'tls'>;

/** Judges every octet that the client sent in these launches. */
export function judgeLaunches(launches: readonly Launched[]): PassiveJudgement {
  return judgeClient(
    launches.map(({ conversations, password, tls }): JudgedLaunch => ({
      conversations,
      knowledge: { password, wantsTls: tls !== 'none' },
    })),
  );
}

/**
 * What a scenario about a client found and everything that it saw, ready to be attached. No secret is left in it.
 * @param entries all that went over the wire, which may be more than the launches that are judged
 * @param secrets what is secret wherever it stands, besides all that shows as a secret in the conversations
 */
export function concludeClient(
  own: readonly RawFinding[],
  requirement: string,
  entries: readonly WireEntry[],
  launches: readonly Launched[],
  secrets: readonly Buffer[],
): Conclusion {
  const marked = markSecrets(entries, secrets);
  const passive = judgeLaunches(launches);
  const { findings, transcript } = conclude(own, requirement, marked.entries, passive, [...marked.secrets, ...secrets]);
  return { findings: { ...findings, launches: recorded(launches) }, transcript };
}

/** A late end of a connection may show in the launch behind its own, and belongs to the first. */
function recorded(launches: readonly Launched[]): RecordedLaunch[] {
  const seen = new Set<number>();
  return launches.map(({ conversations, tls }) => {
    const connections = conversations.map(({ connection }) => connection).filter((each) => !seen.has(each));
    for (const connection of connections) seen.add(connection);
    return { connections, wantsTls: tls !== 'none' };
  });
}
