/** How a client logs in, and what it makes of what it is told then. */

import { Given, Then, When } from '@cucumber/cucumber';
import { adviseOnly } from '../src/examination/client/in-doubt.ts';
import {
  announceOnlyOwnLogin,
  expectAsciiCredentials,
  expectCancelled,
  expectInitialResponse,
  expectLongChallengeHandled,
  expectNoAuth,
  expectNoInitialResponse,
  fetchRefused,
  needAttempt,
  noteExitStatuses,
  showTimestampOfZeroDigest,
  tellCredentials,
  tellLongCredentials,
} from '../src/examination/client/logins.ts';
import { c } from './support.ts';

Given('the server announces nothing but the way in which the client logs in', () => announceOnlyOwnLogin(c()));
Given('the digest of the greeting’s timestamp begins with a zero', () => showTimestampOfZeroDigest(c()));
Given('the client is told a name and a password of {int} octets together', (octets: number) =>
  tellLongCredentials(c(), octets),
);
Given('the client is told the name {string} and the password {string}', (name: string, password: string) =>
  tellCredentials(c(), name, password),
);
Given('the client has attempted AUTH', () => needAttempt(c()));

When('the client fetches the mail, and its login is refused with {string}', (answer: string) =>
  fetchRefused(c(), answer),
);

Then('the client does not attempt AUTH', () => expectNoAuth(c()));
Then('AUTH, where it is attempted, has no initial response', () => expectNoInitialResponse(c()));
Then('each challenge that can’t be decoded is cancelled', () => expectCancelled(c()));
Then('the initial response answers the empty challenge', () => expectInitialResponse(c()));
Then('a challenge of {int} octets is handled', (octets: number) => expectLongChallengeHandled(c(), octets));
Then('a challenge of {int} octets is handled, or it is advised by reading {word}', (octets: number, reading: string) =>
  adviseOnly(c(), reading, () => expectLongChallengeHandled(c(), octets)),
);
Then('no name and no password is sent in UTF-8', () => expectAsciiCredentials(c()));
Then('it is noted how the client ended each time', () => noteExitStatuses(c()));
