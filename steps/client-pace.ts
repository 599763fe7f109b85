/** When a client sends: whether it waits for answers, and how soon it comes again. */

import { Given, Then } from '@cucumber/cucumber';
import { delayLogins, delayOthersLonger, expectDelayKept } from '../src/examination/client/polling.ts';
import { holdFirstRetrieval } from '../src/examination/client/given.ts';
import { expectWaiting, expectWithinWindow } from '../src/examination/client/waiting.ts';
import { c } from './support.ts';

Given('the server wants a delay between logins, a little longer than the client’s interval', () => delayLogins(c()));
Given('the server wants a longer delay of another user', () => delayOthersLonger(c()));

Given('the server holds the first message back until the client has had its chance', () => holdFirstRetrieval(c()));

Then('the client has no more commands under way than a small window takes', () => expectWithinWindow(c()));
Then('the client waits for each answer', () => expectWaiting(c()));
Then('the client logs in again only after the delay', () => expectDelayKept(c()));
