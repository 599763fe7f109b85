/** Verbs on capability lists: what applies, and how the lists of different states agree. */

import { describe, type Outcome } from '../client/answer.ts';
import { announced, capabilityList, type Announced, type CapabilityList } from '../client/capabilities.ts';
import {
  differences,
  differingArguments,
  missingAfterLogin,
  missingBeforeLogin,
  promisesAccuracy,
  spellCapability,
  valueOf,
  type Disagreement,
  type PerUser,
} from '../judge/claims.ts';
import { command } from '../client/session.ts';
import { registeredCapability, type SessionState } from '../protocol/registry.ts';
import type { StreamPosition } from '../verdict/transcript.ts';
import { openIn } from './access.ts';
import type { Examination } from './examination.ts';
import { answered } from './expect.ts';
import { breach, inconclusive, notApplicable, Stop } from './stop.ts';

/** CAPA is implemented: the survey got a list from it in some state (RFC 2449 section 5: -ERR says that it is not). */
export function needCapa(x: Examination): void {
  if (x.authorizationList === undefined && x.transactionList === undefined && x.survey.clear === undefined) {
    throw notApplicable('the server has no CAPA');
  }
}

/** A capability is announced, in a given state or in any. */
export function needCapability(x: Examination, tag: string, state?: SessionState): void {
  needCapa(x);
  const before = announced(x.authorizationList, tag) !== undefined;
  const after = announced(x.transactionList, tag) !== undefined;
  const there = state === undefined ? before || after : state === 'AUTHORIZATION' ? before : after;
  if (!there) throw notApplicable(`${tag} is not announced${state === undefined ? '' : ` in the ${state} state`}`);
}

/** No registered capability raises the maximum command length, so whatever is announced leaves it at 255 octets. */
export function needLongerCommands(x: Examination): void {
  needCapa(x);
  throw notApplicable('no capability that is announced and registered raises the maximum command length');
}

interface TwoStates {
  readonly before: CapabilityList;
  readonly after: CapabilityList;
  /** Where the list after login begins. */
  readonly at: StreamPosition;
}

/**
 * The list kept before login, and the last answer as the list after it, of one session.
 * @throws {Stop} inconclusive where one of them is none: 5-S1 and 5-S2 judge that
 */
function listsOf(x: Examination, name: string): TwoStates {
  const before = capabilityList(x.keptAnswer(name));
  if (x.session.state !== 'TRANSACTION') throw inconclusive('the login did not succeed, so there is no list after it');
  const after = capabilityList(x.outcome);
  if (before === undefined || after === undefined) {
    throw inconclusive(
      `CAPA brought no list ${before === undefined ? 'before' : 'after'} login, so there is nothing to compare`,
    );
  }
  return { before, after, at: x.position(x.outcome) };
}

/** What was announced before login is announced after it (section 5). */
export function expectAllAfterLogin(x: Examination, name: string): void {
  const { before, after, at } = listsOf(x, name);
  fail('not announced in both states', missingAfterLogin(before, after), at);
  x.evidence(
    `the ${before.length} capabilities announced before login are announced after it, as far as they must`,
    at,
  );
}

/** No capability whose definition says "both" is announced after login only (R15): each breach is its own requirement's. */
export function expectNoneOnlyAfterLogin(x: Examination, name: string): void {
  const { before, after, at } = listsOf(x, name);
  for (const { tag, expected, actual } of missingBeforeLogin(before, after)) {
    const requirement = registeredCapability(tag)?.requirement ?? x.requirement;
    x.findings.push({
      requirement,
      kind: 'fail',
      message: `announced after login only: ${tag}`,
      expected,
      actual,
      reading: 'R15',
      at,
    });
  }
  x.evidence(`${after.length} capabilities announced after login were looked for before it`, at);
}

/** The arguments agree, where their definition does not let them differ (section 5). */
export function expectSameArguments(x: Examination, name: string): void {
  const { before, after, at } = listsOf(x, name);
  fail('announced with other arguments after login', differingArguments(before, after), at);
  x.evidence(`the arguments of ${before.length} capabilities were compared before and after login`, at);
}

function fail(what: string, found: readonly Disagreement[], at: StreamPosition): void {
  const [first] = found;
  if (first === undefined) return;
  throw breach(`${what}: ${found.map(({ tag }) => tag).join(', ')}`, {
    expected: found.map(({ expected }) => expected).join('; '),
    actual: found.map(({ actual }) => actual).join('; '),
    at,
  });
}

/** A list that differs from an earlier one, or that is none; undefined where the two say the same. */
function disagreement(first: CapabilityList, outcome: Outcome): Disagreement | undefined {
  const second = capabilityList(outcome);
  return second === undefined
    ? { tag: 'all', expected: 'a capability list', actual: describe(outcome) }
    : differences(first, second)[0];
}

/**
 * The last answer is a capability list that says the same as one kept before.
 * @throws {Stop} inconclusive where one of them is none: that CAPA is available, each time, is for 5-S1 and 5-S2
 */
export function expectSameList(x: Examination, name: string): void {
  if (capabilityList(x.outcome) === undefined) {
    throw inconclusive(`CAPA brought no list this time: ${describe(x.outcome)}`);
  }
  compareLists(x, name);
}

function compareLists(x: Examination, name: string): void {
  const first = capabilityList(x.keptAnswer(name));
  if (first === undefined) throw inconclusive(`there is no list to compare with: ${name}`);
  const at = x.position(x.outcome);
  const found = disagreement(first, x.outcome);
  if (found !== undefined) throw breach(`the list differs from ${name} in ${found.tag}`, { ...found, at });
  x.evidence(`the list has the same ${first.length} capabilities as ${name}`, at);
}

/**
 * As {@link expectSameList} where something came between the two, or the second was asked for in another way: a list that
 * is missing is a breach too.
 * @throws {Stop} inconclusive where two lists of one session differ by themselves: 5-S1 and 5-S8 judge that
 */
export async function expectListKept(x: Examination, name: string): Promise<void> {
  try {
    answered(x, x.outcome); // after a failure the server may have closed (reading R12)
    compareLists(x, name);
  } catch (error) {
    if (!(error instanceof Stop) || error.finding.kind !== 'fail') throw error;
    await openIn(x, 'AUTHORIZATION');
    const first = capabilityList(await x.session.command(command('CAPA')));
    const second = await x.session.command(command('CAPA'));
    if (first !== undefined && disagreement(first, second) === undefined) throw error;
    throw inconclusive('two capability lists of one session differ by themselves');
  }
}

/** A list or -ERR: the only answers that CAPA has (section 5). */
export function expectListOrRefusal(x: Examination): void {
  const answer = answered(x, x.outcome);
  if (answer.status !== '-ERR' && capabilityList(answer) === undefined) {
    throw breach(`CAPA was answered ${describe(answer)}`, {
      expected: '+OK with a list, or -ERR',
      at: x.position(answer),
    });
  }
  x.evidence(`CAPA was answered ${describe(answer)}`, x.position(answer));
}

/** After USER only PASS or QUIT may follow, and CAPA has no restrictions: a refusal between the two is advice (R13). */
export function expectListOrAdvisedRefusal(x: Examination): void {
  const answer = answered(x, x.outcome);
  if (answer.status === '-ERR') {
    x.advise(`CAPA between USER and PASS was refused: ${describe(answer)}`, {
      expected: 'a capability list',
      actual: describe(answer),
      reading: 'R13',
      at: x.position(answer),
    });
    return;
  }
  expectListOrRefusal(x);
}

/** CAPA with an argument: -ERR is right; a list is what a lenient server gives (R17), advised against. */
export function expectRefusalOrAdvisedList(x: Examination): void {
  const answer = answered(x, x.outcome);
  if (answer.status === '-ERR') x.evidence(`CAPA X was refused: ${describe(answer)}`, x.position(answer));
  else if (capabilityList(answer) !== undefined) {
    x.advise(`CAPA X was answered with a list`, {
      expected: '-ERR',
      actual: describe(answer),
      reading: 'R17',
      at: x.position(answer),
    });
  } else {
    throw breach(`CAPA X was answered ${describe(answer)} and no list`, { expected: '-ERR', at: x.position(answer) });
  }
}

/** The last answer is a list that has the capability, with at least one parameter. */
export function expectListed(x: Examination, tag: string): void {
  const answer = answered(x, x.outcome);
  const list = capabilityList(answer);
  const found = announced(list, tag);
  if (list === undefined) throw inconclusive(`CAPA brought no list: ${describe(answer)}`);
  if (found === undefined || found.parameters.length === 0) {
    throw breach(`${tag} ${found === undefined ? 'is not in the list' : 'has no argument'}`, {
      expected: `${tag} with at least one token`,
      actual: list.map(({ tag: each }) => each).join(', '),
      at: x.position(answer),
    });
  }
  x.evidence(`the list has ${spellCapability(found)}`, x.position(answer));
}

interface ByAccount {
  readonly user: string;
  readonly after: Announced | undefined;
}

function byAccount(x: Examination, tag: PerUser): { before: Announced; accounts: readonly ByAccount[] } {
  const before = announced(x.authorizationList, tag);
  if (before === undefined) throw notApplicable(`${tag} is not announced in the AUTHORIZATION state`);
  const accounts = x.survey.accounts.flatMap(({ account, capabilities }) =>
    capabilities === undefined ? [] : [{ user: account.user, after: announced(capabilities, tag) }],
  );
  if (accounts.length === 0) throw inconclusive('CAPA brought no list after login'); // 5-S2 judges that
  return { before, accounts };
}

/** The value before login bounds that of every account: the largest LOGIN-DELAY (6.5), the smallest EXPIRE (6.7). */
export function expectBound(x: Examination, tag: PerUser): void {
  const { before, accounts } = byAccount(x, tag);
  const bound = valueOf(before);
  if (bound === undefined) throw inconclusive(`${spellCapability(before)} has no value to compare with`);
  const known = accounts.filter(({ after }) => valueOf(after) !== undefined);
  if (known.length === 0) throw inconclusive(`no account has a value of ${tag} after login to compare with`);
  for (const { user, after } of known) {
    const value = valueOf(after) ?? bound;
    const broken = tag === 'LOGIN-DELAY' ? value > bound : value < bound;
    if (broken && after !== undefined) {
      throw breach(`${spellCapability(after)} for ${user}, and ${spellCapability(before)} before login`, {
        expected:
          tag === 'LOGIN-DELAY'
            ? 'the largest value of any user before login'
            : 'the smallest value of any user before login',
        actual: spellCapability(before),
      });
    }
  }
  x.evidence(`${spellCapability(before)} before login bounds the values of ${known.length} accounts`);
}

/** Where the value of an account differs from that before login, USER was appended. */
export function expectUserToken(x: Examination, tag: PerUser): void {
  const { before, accounts } = byAccount(x, tag);
  const differing = accounts.find(({ after }) => valueOf(after) !== undefined && valueOf(after) !== valueOf(before));
  if (differing?.after === undefined) throw notApplicable(`${tag} has the same value for every account given`);
  if (!promisesAccuracy(before)) {
    throw breach(
      `${spellCapability(differing.after)} for ${differing.user}, and ${spellCapability(before)} before login`,
      {
        expected: 'the token USER before login',
        actual: spellCapability(before),
      },
    );
  }
  x.evidence(`${spellCapability(before)} before login, ${spellCapability(differing.after)} for ${differing.user}`);
}

/** Where USER promised a more accurate value, it is announced after login, without USER. */
export function expectAccurateValue(x: Examination, tag: PerUser): void {
  const { before, accounts } = byAccount(x, tag);
  if (!promisesAccuracy(before)) throw notApplicable(`${tag} has no USER before login`);
  for (const { user, after } of accounts) {
    // A value that is none is for the definition's own rule (6.5-S1, 6.7-S1).
    if (after !== undefined && valueOf(after) === undefined) continue;
    if (after === undefined || promisesAccuracy(after)) {
      throw breach(
        `${spellCapability(before)} before login, and ${after === undefined ? `no ${tag}` : spellCapability(after)} for ${user}`,
        {
          expected: `${tag} with the accurate value and without USER after login`,
          actual: after === undefined ? `no ${tag}` : spellCapability(after),
        },
      );
    }
  }
  const known = accounts.filter(({ after }) => valueOf(after) !== undefined);
  if (known.length === 0) throw inconclusive(`no account has a value of ${tag} after login`);
  x.evidence(`each of ${known.length} accounts has a value of its own after login`);
}

/** The EXPIRE that holds for the account lets mail be left: NEVER, or more than 0 days (6.7). */
export function needLasting(x: Examination): void {
  const capability = announced(x.transactionList, 'EXPIRE') ?? announced(x.authorizationList, 'EXPIRE');
  if (valueOf(capability) === 0) throw notApplicable('EXPIRE 0: the server may delete what was retrieved');
}
