/** When a client sends: whether it waits for answers, and how soon it comes again. */

import { Given, Then } from '@cucumber/cucumber';
import { delayLogins, expectDelayKept } from '../src/examination/client/polling.ts';
import { expectWaiting } from '../src/examination/client/waiting.ts';
import { c } from './support.ts';

Given('the server wants a delay between logins, a little longer than the client’s interval', () => delayLogins(c()));

Then('the client waits for each answer', () => expectWaiting(c()));
Then('the client logs in again only after the delay', () => expectDelayKept(c()));
