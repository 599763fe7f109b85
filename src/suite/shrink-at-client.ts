/** A recording shortened at a client: it is launched for each candidate, and meets the recorded server. */

import { markSecrets } from '../server/recorded-secrets.ts';
import { certificates } from '../server/certificates.ts';
import { playing } from '../server/script-conversation.ts';
import { withoutPauses } from '../script/pauses.ts';
import { isOfServer, type Conversation } from '../script/syntax.ts';
import { lastWords } from '../shrink/last-words.ts';
import { withKnownNames } from '../shrink/names.ts';
import { assembled, exchangesIn, partsOf, type Exchange, type Part } from '../shrink/parts.ts';
import { shorten, type Progress, type Trial } from '../shrink/search.ts';
import { AT_A_CLIENT } from '../shrink/stages.ts';
import {
  showsAtClient,
  wrongAtClient,
  type Deviation,
  type PlayedAtClient,
  type ToldOfClient,
  type WrongAtClient,
} from '../shrink/wrong-client.ts';
import type { ClientTarget } from '../target/client-target.ts';
import { fetchMail } from '../target/fetching.ts';
import { plainServer } from '../target/plain-server.ts';
import { Transcript } from '../wire/transcript.ts';
import { brokenByClient, brokenByServer } from './judge-heard.ts';
import type { Shrinking } from './shrink-at-server.ts';

export interface ShrinkingAtClient {
  readonly conversation: Conversation;
  readonly target: ClientTarget;
  readonly told: ToldOfClient | undefined;
  /** The ids of requirements in the order in which they are named. */
  readonly order: readonly string[];
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/**
 * Shortens a recording at a client.
 * @throws {Unstartable} where it can't be started
 */
export async function shrinkAtClient(shrinking: ShrinkingAtClient): Promise<Shrinking<WrongAtClient>> {
  const { told, order, signal, onProgress } = shrinking;
  // The pauses of a recording would be waited out each time.
  const conversation = withoutPauses(shrinking.conversation);
  const { underTls } = conversation;
  const parts = ofServer(partsOf(conversation));
  // A line that differs is one that is not the next: nothing is passed over then.
  const skips = told?.kind !== 'differs';
  const launches = new Launches(shrinking, underTls);
  const first = await launches.play(parts, skips);
  const wrong = wrongAtClient(told, [first, await launches.play(parts, skips)], order);
  if (wrong === undefined) return { kind: 'nothing wrong' };
  if (wrong === 'unsteady') return { kind: 'unsteady' };
  const found = await shorten(
    parts,
    async (candidate): Promise<Trial> => {
      const played = await launches.play(candidate, skips);
      if (!showsAtClient(wrong, played, first)) return { shows: 'no' };
      const met = candidate.filter(({ exchange }) => exchange === undefined || played.exchanges.has(exchange));
      if (!skips || met.length === candidate.length) return { shows: 'yes' };
      // Whoever is served what is left must do the same without anything being passed over.
      const strict = await launches.play(met, false);
      return showsAtClient(wrong, strict, first) ? { shows: 'yes', played: met } : { shows: 'no' };
    },
    { underTls, stages: AT_A_CLIENT, signal, onProgress },
  );
  const { tried, unknown, isMinimal, failure } = found;
  const final = withKnownNames(found.parts);
  // As the recording is served to anybody: nothing is passed over.
  const shows = async (): Promise<boolean> => showsAtClient(wrong, await launches.play(final, false), first);
  return {
    kind: 'shrunk',
    wrong,
    conversation: assembled(final, underTls).conversation,
    at: undefined,
    isMinimal,
    isProved: isMinimal && (await shows()) && (await shows()),
    tried,
    unknown,
    before: exchangesIn(parts).length,
    after: exchangesIn(final).length,
    others: order.filter(
      (id) => first.broken.get(id) === 'fail' && !(wrong.kind === 'fails' && wrong.requirement === id),
    ),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** What a server does: how the client's octets came is its own affair, and a greeting that is late is not late here. */
function ofServer(parts: readonly Part[]): Part[] {
  const said = parts.filter((part) => {
    if (part.kind === 'act') return isOfServer(part.act);
    return part.kind === 'client' || part.text.parts.length > 0 || part.text.crlf;
  });
  const greeting = said.findIndex(({ kind }) => kind === 'server');
  return greeting === -1 ? said : said.slice(greeting);
}

/**
 * What shows something else than a hang and takes so much longer than the whole conversation did is a client that waits for what
 * never comes: nothing shows then. So many times as long, and so many milliseconds more.
 */
const MANIFOLD = 5;
const LEAST_LIMIT_MS = 2_000;

/** Starts the client, again and again. */
class Launches {
  readonly #shrinking: ShrinkingAtClient;
  readonly #underTls: boolean;
  /** How long a launch may take, once it is known how long one takes, in milliseconds. */
  #limit: number[] = [];

  constructor(shrinking: ShrinkingAtClient, underTls: boolean) {
    this.#shrinking = shrinking;
    this.#underTls = underTls;
  }

  /** @param skips whether turns that the client passes over are passed over */
  async play(parts: readonly Part[], skips: boolean): Promise<PlayedAtClient> {
    const { target, signal, told } = this.#shrinking;
    const { user, password, tls } = target;
    const { ca, identities } = await certificates();
    const { conversation, exchanges } = assembled(parts, this.#underTls);
    const met = new Set<Exchange>();
    const deviations: Deviation[] = [];
    const server = plainServer({ user, password }, this.#underTls ? 'implicit' : 'stls', identities.good);
    const transcript = new Transcript();
    const limit = told?.kind === 'hangs' ? [] : this.#limit;
    const began = performance.now();
    const { ending } = await fetchMail({
      target,
      account: { user, password },
      tls,
      ca,
      server: {
        ...server,
        bend: playing(
          conversation,
          ({ turn, keyword }) => {
            // QUIT is always answered, and ends the connection.
            if (keyword !== 'QUIT') deviations.push({ exchange: exchanges[turn], keyword });
          },
          { skips, onTurn: (turn) => met.add(exchanges[turn]) },
        ),
      },
      transcript,
      signal: AbortSignal.any([signal, ...limit.map((ms) => AbortSignal.timeout(Math.ceil(ms)))]),
    });
    if (this.#limit.length === 0) this.#limit = [LEAST_LIMIT_MS + MANIFOLD * (performance.now() - began)];
    const { entries } = markSecrets(transcript.entries);
    return {
      status: ending.status,
      words: lastWords(ending.stderr),
      ranOutOfTime: ending.endedByUs === 'time',
      deviations,
      exchanges: met,
      broken: brokenByClient(entries, { password, wantsTls: tls !== 'none' }),
      ours: brokenByServer(entries),
    };
  }
}
