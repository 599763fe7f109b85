/** What CAPA announces, in which state, and how the lists agree. */

import { Given, Then } from '@cucumber/cucumber';
import {
  expectAccurateValue,
  expectAllAfterLogin,
  expectBound,
  expectListed,
  expectListKept,
  expectListOrAdvisedRefusal,
  expectListOrRefusal,
  expectNoneOnlyAfterLogin,
  expectRefusalOrAdvisedList,
  expectSameArguments,
  expectSameList,
  expectUserToken,
  needCapa,
  needCapability,
  needLasting,
  needLongerCommands,
} from '../src/examination/capabilities.ts';
import { PER_USER, type PerUser } from '../src/judge/claims.ts';
import type { SessionState } from '../src/protocol/registry.ts';
import { defineChoice } from './choice.ts';
import { x } from './support.ts';

defineChoice('perUser', PER_USER);

Given('the server has CAPA', () => needCapa(x()));
Given('the server announces {string}', (tag: string) => needCapability(x(), tag));
Given('the server announces {string} in the {state} state', (tag: string, state: SessionState) =>
  needCapability(x(), tag, state),
);
Given('a capability that raises the maximum command length', () => needLongerCommands(x()));
Given('the EXPIRE of the account lets mail be left on the server', () => needLasting(x()));

Then('a capability list or a refusal', () => expectListOrRefusal(x()));
Then('a capability list or a refusal that is advised against', () => expectListOrAdvisedRefusal(x()));
Then('a refusal, or a capability list that is advised against', () => expectRefusalOrAdvisedList(x()));
Then('the capability list is the same as {string}', (name: string) => expectSameList(x(), name));
Then('the capability list is still the same as {string}', (name: string) => expectListKept(x(), name));
Then('{string} is in the list, with at least one token', (tag: string) => expectListed(x(), tag));
Then('each capability of {string} is announced after login', (name: string) => expectAllAfterLogin(x(), name));
Then('each capability of both states was in {string}', (name: string) => expectNoneOnlyAfterLogin(x(), name));
Then('the arguments are those of {string}', (name: string) => expectSameArguments(x(), name));
Then('no account has a longer/smaller {perUser} than is announced before login', (tag: PerUser) =>
  expectBound(x(), tag),
);
Then('USER follows {perUser} before login where the value of an account differs', (tag: PerUser) =>
  expectUserToken(x(), tag),
);
Then('{perUser} is announced without USER after login where USER promised it before', (tag: PerUser) =>
  expectAccurateValue(x(), tag),
);
