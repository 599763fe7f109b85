/** UTF8 and LANG: text outside ASCII, and in other languages. */

import { Given, Then, When } from '@cucumber/cucumber';
import { ILL_FORMED, type IllFormed } from '../src/examination/ill-formed.ts';
import {
  expectEachSelected,
  expectLanguageAfterLogin,
  expectLanguageKept,
  expectListingOrRefusal,
  expectSelectionOrRefusal,
  selectEach,
  selectTellingLanguage,
} from '../src/examination/languages.ts';
import {
  enterUtf8Mode,
  expectAsciiOrRefusal,
  expectIllFormedRefused,
  expectMessageInUtf8Mode,
  expectWellFormedAccepted,
  logInIllFormed,
  needNonAsciiMessage,
  needUtf8Credentials,
} from '../src/examination/utf8.ts';
import { defineChoice } from './choice.ts';
import { x } from './support.ts';

defineChoice('illFormed', ILL_FORMED);
defineChoice('credential', ['name', 'password']);

Given('a message in the maildrop that is not ASCII', () => needNonAsciiMessage(x()));
Given('the session is in UTF-8 mode', () => enterUtf8Mode(x()));
Given('the server takes names and passwords in UTF-8', () => needUtf8Credentials(x()));
Given('a language in which answers read otherwise than before', () => selectTellingLanguage(x()));

When('the client logs in with {illFormed} in the {credential}', (how: IllFormed, where: 'name' | 'password') =>
  logInIllFormed(x(), how, where),
);
When('the client selects each language that is listed', () => selectEach(x()));

Then('nothing but ASCII comes, or a refusal', () => expectAsciiOrRefusal(x()));
Then('the message comes, and is not refused for want of UTF-8 mode', () => expectMessageInUtf8Mode(x()));
Then('the login is refused', () => expectIllFormedRefused(x()));
Then('the right name and password are accepted', () => expectWellFormedAccepted(x()));
Then('a listing of languages, or a refusal', () => expectListingOrRefusal(x()));
Then('a language is selected, or a refusal', () => expectSelectionOrRefusal(x()));
Then('each of them is selected', () => expectEachSelected(x()));
Then('the answers are in the language of before', () => expectLanguageKept(x()));
Then('the answers are in the language that was selected', () => expectLanguageAfterLogin(x()));
