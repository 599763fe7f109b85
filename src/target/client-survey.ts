/** The look at a client before any scenario: does it fetch mail from a plain correct server, and how does it go about it? */

import { textStored } from '../judge/stored.ts';
import type { Conversation } from '../judge/conversation.ts';
import { visible } from '../protocol/octets.ts';
import type { Certificates } from '../server/certificates.ts';
import { Transcript } from '../wire/transcript.ts';
import { Unstartable } from './client.ts';
import type { ClientTarget } from './client-target.ts';
import { fetchMail, type Fetched } from './fetching.ts';
import { HOLDS_ALL } from './holding.ts';
import { plainServer } from './plain-server.ts';
import { Untestable } from './untestable.ts';

export interface ClientSurvey {
  /** What it did with a plain correct server. */
  readonly fetched: Fetched;
  /** Whether a message that it fetched can be seen in what it left behind. */
  readonly stores: boolean;
  readonly transcript: Transcript;
}

/** How much of what a client printed is repeated. */
const LONGEST_WORDS = 400;

/**
 * Looks at the client.
 * @param certificates what the server shows under TLS, and the client is told to trust
 * @param hide covers what is secret in a text
 * @throws {Untestable} where it can't be started, or does not fetch the mail
 */
export async function surveyClient(
  target: ClientTarget,
  { ca, identities }: Certificates,
  hide: (text: string) => string,
  signal: AbortSignal,
): Promise<ClientSurvey> {
  const { user, password, tls } = target;
  const transcript = new Transcript();
  const server = plainServer({ user, password }, tls, identities.good);
  let fetched: Fetched;
  try {
    fetched = await fetchMail({
      target,
      account: { user, password },
      tls,
      ca,
      server,
      transcript,
      // Whether it pipelines must not hang on which of the two was faster.
      holds: HOLDS_ALL,
      signal,
    });
  } catch (error) {
    if (error instanceof Unstartable) throw new Untestable(error.message);
    throw error;
  }
  const { deeds, ending } = fetched;
  if (deeds.accepted.size === 0) {
    throw new Untestable(
      `${target.launcher.name} does not fetch mail from a plain correct server: ${shortcoming(fetched)}${hide(wordsOf(fetched))}`,
    );
  }
  const stores = textStored(ending.stored, 'first') !== undefined || textStored(ending.stored, 'last') !== undefined;
  return { fetched, stores, transcript };
}

/** What was missing, in words. */
function shortcoming({ conversations, deeds, failedHandshakes, ending }: Fetched): string {
  const [failure] = failedHandshakes;
  const end = ending.endedByUs === 'time' ? ', and then went on until its time was over' : '';
  if (conversations.length === 0) return `it did not connect${end}`;
  if (failure !== undefined) return `the TLS handshake failed (${failure})`;
  if (deeds.logins.length > 0) return `it logged in and asked for nothing${end}`;
  const last = lastCommand(conversations);
  return `it did not log in${last === undefined ? ' and sent no command' : `; the last that it sent was ${last}`}${end}`;
}

function lastCommand(conversations: readonly Conversation[]): string | undefined {
  const last = conversations.at(-1)?.exchanges.at(-1);
  return last === undefined ? undefined : `${last.keyword} (${visible(last.answer?.octets ?? Buffer.alloc(0), 80)})`;
}

/** How it ended and what it printed. */
function wordsOf({ ending: { status, stdout, stderr } }: Fetched): string {
  const said = [stderr, stdout].map((text) => text.trim()).find((text) => text !== '');
  const exit = status === undefined ? '' : `; exit status ${status}`;
  return said === undefined ? exit : `${exit}; it printed: ${visible(Buffer.from(said, 'utf8'), LONGEST_WORDS)}`;
}
