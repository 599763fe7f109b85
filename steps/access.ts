/** Opening sessions, logging in, and leaving. */

import { Given, When } from '@cucumber/cucumber';
import {
  connect,
  dropConnection,
  enterOnceFree,
  failToLogIn,
  goOnAfterFailure,
  leave,
  logInAgain,
  logInBy,
  needGreetingTimestamp,
  needMechanism,
  needSecondAccount,
  openIn,
  openInTheClear,
  openManyAtOnce,
  secondAccount,
  waitForLogin,
  SPOILINGS,
  type Spoiling,
} from '../src/examination/access.ts';
import { needWait, beSilent } from '../src/examination/patience.ts';
import { LOGIN_METHODS, type LoginMethod } from '../src/client/login.ts';
import { STATES, type SessionState } from '../src/protocol/registry.ts';
import { defineChoice } from './choice.ts';
import { x } from './support.ts';

defineChoice('state', STATES);
defineChoice('method', LOGIN_METHODS);
defineChoice('spoiling', SPOILINGS);

Given('a(nother) session in the {state} state', (state: SessionState) => openIn(x(), state));
Given('another session in the TRANSACTION state, once the maildrop is free', () => enterOnceFree(x()));
Given('a session in the clear', () => openInTheClear(x()));
Given('the server announces the mechanism {string}', (name: string) => needMechanism(x(), name));
Given('the greeting has a timestamp', () => needGreetingTimestamp(x()));
Given('a second account', () => needSecondAccount(x()));
Given('waiting for {int} seconds is allowed', (seconds: number) => needWait(x(), seconds));

When('the client connects( once more)', () => connect(x()));
When('{int} sessions are opened at the same time', (count: number) => openManyAtOnce(x(), count));
Given('the account may log in again', () => waitForLogin(x(), x().account));

When('the client logs in', () => logInAgain(x()));
When('the client logs in by {method}', (method: LoginMethod) => logInAgain(x(), method));
When('the second account logs in by {method}', (method: LoginMethod) => logInBy(x(), method, secondAccount(x())));
When('the client logs in with {spoiling}', (spoiling: Spoiling) => failToLogIn(x(), spoiling));
When('the client logs in by {method} with {spoiling}', (method: LoginMethod, spoiling: Spoiling) =>
  failToLogIn(x(), spoiling, method),
);
When('the session goes on after the failure', () => goOnAfterFailure(x()));
When('the client leaves', () => leave(x()));
When('the client drops the connection', () => dropConnection(x()));
When('the client is silent for {int} seconds in both sessions', (seconds: number) => beSilent(x(), seconds));
