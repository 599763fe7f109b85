/** What a client is told, which server it meets, and what it makes of it. */

import { Given, Then, When } from '@cucumber/cucumber';
import {
  answerOtherwise,
  holdAnswers,
  needCapa,
  needCommand,
  needPipelining,
  needRetrieval,
  tellToUseAnyTls,
  tellNotToUseStls,
  tellToUseTls,
} from '../src/examination/client/given.ts';
import { expectClientRuleKept, expectFetched, expectFetchedOrGivenUp } from '../src/examination/client/expect-fetch.ts';
import { adviseOnly } from '../src/examination/client/in-doubt.ts';
import { expectNoDifference, fetchWith, needDifference, PLAIN } from '../src/examination/client/pairs.ts';
import { c } from './support.ts';

Given('the server answers:', (script: string) => answerOtherwise(c(), script));
Given('the server holds each answer back until the client has had its chance', () => holdAnswers(c()));
Given('the client asks for capability lists', () => needCapa(c()));
Given('the client pipelines', () => needPipelining(c()));
Given('the client retrieves messages', () => needRetrieval(c()));
Given('the client sends {word} in the maildrop', (keyword: string) => needCommand(c(), keyword));
Given('the client is told to use TLS', () => tellToUseAnyTls(c()));
Given('the client is told to use STLS', () => tellToUseTls(c(), 'stls'));
Given('the client is not told to use STLS', () => tellNotToUseStls(c()));

When('the client fetches the mail', async () => void (await c().fetch(PLAIN)));
When('the client fetches the mail with {string}:', (name: string, script: string) => fetchWith(c(), name, script));

Then('the mail is fetched', () => expectFetched(c()));
Then('the mail is fetched, or the client gives up in order', () => expectFetchedOrGivenUp(c()));
Then('{string} makes no difference', (name: string) => expectNoDifference(c(), name));
Then('{string} makes no difference, or it is advised by reading {word}', (name: string, reading: string) =>
  adviseOnly(c(), reading, () => expectNoDifference(c(), name)),
);
Then('{string} makes no difference, nor does the client send later or sooner', (name: string) =>
  expectNoDifference(c(), name, PLAIN, { pace: true }),
);
Given('the client tells {string} from {string}', (name: string, other: string) => needDifference(c(), name, other));
Then('{string} makes no difference to {string}', (name: string, other: string) => expectNoDifference(c(), name, other));
Then('what the client sent keeps this rule', () => expectClientRuleKept(c()));
