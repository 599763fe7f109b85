/**
 * The maildrops of scenarios that run beside others. A maildrop is exclusive (RFC 1939 section 4), so each lane needs an
 * account of its own; and a verdict must not depend on the lane, so its maildrop has to be like the main account's.
 */

import { capabilityList, removesRetrieved, type CapabilityList } from '../client/capabilities.ts';
import { command } from '../client/session.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { Transcript } from '../wire/transcript.ts';
import { deliverFixtures, enterAgain, lookAround, type Maildrop } from './look-around.ts';
import type { KnownMessage } from './maildrop.ts';
import { withSessions, type Survey } from './survey.ts';
import type { Account, ServerTarget } from './target.ts';
import { Untestable } from './untestable.ts';

/** The maildrops that scenarios may use side by side, and why there are no more. */
export interface LaneMaildrops {
  /** The main account's is the first. */
  readonly maildrops: readonly [Maildrop, ...Maildrop[]];
  /** One sentence for each reason for which there are fewer than were asked for. */
  readonly shortcomings: readonly string[];
}

/**
 * Finds maildrops for as many lanes as are asked for, or for as many as there can be. What is looked at here is not
 * judged: a run has the same evidence however many lanes it has.
 */
export async function laneMaildrops(target: ServerTarget, survey: Survey, lanes: number): Promise<LaneMaildrops> {
  const main = mainMaildrop(survey);
  if (lanes === 1) return { maildrops: [main], shortcomings: [] };
  if (removesRetrieved(main.capabilities) === true && target.allowDelete) {
    return { maildrops: [main], shortcomings: ['this server removes what a scenario retrieves'] };
  }
  const found: Maildrop[] = [];
  const shortcomings: string[] = [];
  const waiting = [...(target.spares ?? []), ...target.accounts.slice(1)];
  while (found.length < lanes - 1 && waiting.length > 0) {
    const next = waiting.splice(0, lanes - 1 - found.length);
    const looked = await Promise.all(next.map((account) => maildropOf(target, survey, account)));
    for (const each of looked) {
      const shortcoming = typeof each === 'string' ? each : differenceBetween(main, each);
      if (shortcoming !== undefined) shortcomings.push(shortcoming);
      else if (typeof each !== 'string') found.push(each);
    }
  }
  if (found.length === lanes - 1) return { maildrops: [main, ...found], shortcomings: [] };
  const accounts = target.accounts.length + (target.spares?.length ?? 0);
  if (accounts < lanes) {
    shortcomings.push(
      `each lane needs an account of its own, and ${accounts === 1 ? 'one is' : `${accounts} are`} given (--account)`,
    );
  }
  return { maildrops: [main, ...found], shortcomings };
}

/** The main account's maildrop. */
export function mainMaildrop({ accounts: [main], messages, works }: Survey): Maildrop {
  return { ...main, messages, works };
}

/** An account's maildrop; a sentence where it can't be had. */
async function maildropOf(target: ServerTarget, survey: Survey, account: Account): Promise<Maildrop | string> {
  const { user } = account;
  const known = survey.accounts.find((each) => each.account.user === user) ?? survey.accounts[0];
  // Nobody has to wait for a LOGIN-DELAY that is not enforced.
  const list = survey.enforcesDelay === false ? undefined : known.capabilities;
  try {
    return await withSessions(target, new Transcript(), async (open) => {
      await deliverFixtures(target, account);
      const again = (): ReturnType<typeof enterAgain> =>
        enterAgain(target, open, survey.method, account, list, survey.logins);
      const session = await again();
      if (session === undefined) return `${user} could not log in, or not soon enough`;
      const capabilities = capabilityList(await session.command(command('CAPA')));
      const looked = await lookAround(session, target, capabilities, again);
      await session.leave();
      return { account, capabilities, ...looked };
    });
  } catch (error) {
    if (error instanceof Untestable || error instanceof ConnectionError) return `${user}: ${error.message}`;
    throw error;
  }
}

/** In what a maildrop differs from the main account's so that verdicts could; undefined in nothing. */
function differenceBetween(main: Maildrop, other: Maildrop): string | undefined {
  const [here, there] = [main.account.user, other.account.user];
  if (spelt(main.capabilities) !== spelt(other.capabilities)) {
    return `the server announces other capabilities to ${there} than to ${here}`;
  }
  const worksAlike = main.works.TOP === other.works.TOP && main.works.UIDL === other.works.UIDL;
  const alike = worksAlike && kindsOf(main.messages) === kindsOf(other.messages);
  return alike ? undefined : `the maildrop of ${there} holds other mail than that of ${here}`;
}

function spelt(list: CapabilityList | undefined): string {
  return JSON.stringify(list?.map(({ tag, parameters }) => [tag, ...parameters]));
}

/** What kinds of messages there are. How many of each does not matter: a delivery leaves one more each time. */
function kindsOf(messages: readonly KnownMessage[]): string {
  // What a server adds to a message that we deliver may be longer for one user than for another.
  const kinds = messages.map((message) =>
    JSON.stringify({ ...message, number: 0, size: message.fixture === undefined ? message.size : 0 }),
  );
  return JSON.stringify([...new Set(kinds)].toSorted());
}
