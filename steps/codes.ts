/** Logins and the codes that tell why they failed. */

import { Given, Then, When } from '@cucumber/cucumber';
import {
  enterAndLeave,
  logInDelayed,
  needDelayedAccount,
  sendDelayedUser,
  waitOutDelay,
} from '../src/examination/patience.ts';
import { expectLoginOrKnownRefusal, expectLoginOrLock } from '../src/examination/logins.ts';
import { expectAccepted } from '../src/examination/expect.ts';
import { x } from './support.ts';

Given('an account with a LOGIN-DELAY', () => needDelayedAccount(x()));
Given('that account has logged in and left', () => enterAndLeave(x()));
When('its LOGIN-DELAY is over', () => waitOutDelay(x()));
When('that account logs in', () => logInDelayed(x()));
When('the client sends USER with the name of that account', () => sendDelayedUser(x()));
Then('the login is accepted', () => expectAccepted(x()));
Then('the login succeeds, or is refused for the lock', () => expectLoginOrLock(x()));
Then('the login succeeds, or is refused as no unknown command is', () => expectLoginOrKnownRefusal(x()));
