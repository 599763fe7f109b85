/** STLS: TLS in the middle of a session. */

import { Given, Then, When } from '@cucumber/cucumber';
import {
  expectNothingRan,
  expectRefusalOrAdvisedTls,
  expectSecondStls,
  expectStlsRefused,
  expectTls,
  expectUserForgotten,
  inject,
  logInUnderTls,
  needInTheClear,
  openSecured,
  sendUserThenStls,
} from '../src/examination/tls.ts';
import { x } from './support.ts';

Given('the server announces {string} in the clear', (tag: string) => needInTheClear(x(), tag));
Given('a session that STLS has secured', () => openSecured(x()));
When('the client sends USER and begins TLS before PASS', () => sendUserThenStls(x()));
When('the client sends STLS and {string} in one write, and begins TLS', (text: string) => inject(x(), text));
When('the client logs in under TLS', () => logInUnderTls(x()));
Then('TLS begins', () => expectTls(x()));
Then('STLS is refused', () => expectStlsRefused(x()));
Then('a refusal, or TLS that is advised against', () => expectRefusalOrAdvisedTls(x()));
Then('a refusal, or TLS once more, in step', () => expectSecondStls(x()));
Then('nothing from before TLS runs under it', () => expectNothingRan(x()));
Then('the USER from before TLS does not count', () => expectUserForgotten(x()));
