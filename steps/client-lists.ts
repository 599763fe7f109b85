/** What a client makes of capability lists, and of answers in general. */

import { Given, Then } from '@cucumber/cucumber';
import { expectFetched } from '../src/examination/client/expect-fetch.ts';
import {
  needLoginBySasl,
  tellToUseTls,
  tellLongName,
  tellLongPassword,
  tellPassword,
} from '../src/examination/client/given.ts';
import { adviseOnly } from '../src/examination/client/in-doubt.ts';
import { expectMechanismOf } from '../src/examination/client/mechanisms.ts';
import {
  expectListAfterLogin,
  needCapaAfterLogin,
  needIntegrityLayer,
  needListUsed,
  needLoginWithoutSasl,
  needLoginWithoutTimestamp,
  needSent,
  needTagUsed,
} from '../src/examination/client/lists.ts';
import { c } from './support.ts';

Given('the client asks for capability lists after login', () => needCapaAfterLogin(c()));
Given('the client makes use of {word}', (tag: string) => needTagUsed(c(), tag));
Given('the client makes use of what the list says', () => needListUsed(c()));
Given('the client makes use of what the list after login says', () => needListUsed(c(), 'after login'));
Given('the client has sent {word}', (keyword: string) => needSent(c(), keyword));
Given('the login has brought an integrity layer', () => needIntegrityLayer(c()));
Given('the client is not told to use TLS', () => tellToUseTls(c(), 'none'));
Given('the client logs in by SASL', () => needLoginBySasl(c()));
Given('the client can log in without SASL', () => needLoginWithoutSasl(c()));
Given('the client can log in without a timestamp', () => needLoginWithoutTimestamp(c()));
Given('the client is told a name of {int} octets', (octets: number) => tellLongName(c(), octets));
Given('the client is told a password of {int} octets', (octets: number) => tellLongPassword(c(), octets));

Given('the client is told the password {string}', (password: string) => tellPassword(c(), password));

Then('the mail is fetched, or it is advised by reading {word}', (reading: string) =>
  adviseOnly(c(), reading, () => expectFetched(c())),
);
Then('the capability list is asked for again after login', () => expectListAfterLogin(c()));
Then('the client attempts no mechanism but {string}', (names: string) =>
  expectMechanismOf(c(), names === 'none' ? [] : names.split(' ')),
);
