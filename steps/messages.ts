/** Messages and the listings of the maildrop. */

import { Given, Then, When } from '@cucumber/cucumber';
import {
  expectListedUniqueId,
  expectNotedMessage,
  expectNotListed,
  expectSameDropListing,
  expectSameUniqueIds,
  expectStuffed,
  expectTop,
  expectUnique,
  expectUniqueIdOfEach,
  expectWholeOrRefusal,
  needMessage,
  noteUniqueId,
  QUALITIES,
  type Quality,
} from '../src/examination/messages.ts';
import { defineChoice } from './choice.ts';
import { x } from './support.ts';

defineChoice('quality', QUALITIES);

Given('a message in the maildrop', () => needMessage(x(), 'any'));
Given('a message in the maildrop that {quality}', (quality: Quality) => needMessage(x(), quality));
When('the client notes the unique-id of the message', () => noteUniqueId(x()));
Then('a message with the unique-id that was noted is there', () => expectNotedMessage(x()));
Then('the message is as it was delivered, its lines stuffed', () => expectStuffed(x()));
Then('the header of the message and {int} lines of its body come', (lines: number) => expectTop(x(), lines));
Then('the whole message comes, or a refusal that is legal', () => expectWholeOrRefusal(x()));
Then('the drop listing is the same as {string}', (name: string) => expectSameDropListing(x(), name));
Then('there is a unique-id for each message of {string}', (name: string) => expectUniqueIdOfEach(x(), name));
Then('the unique-ids differ, or their messages are identical', () => expectUnique(x()));
Then('the unique-id is the one in {string}', (name: string) => expectListedUniqueId(x(), name));
Then('the unique-ids are those of {string}', (name: string) => expectSameUniqueIds(x(), name));
Then('the message is not in the list', () => expectNotListed(x()));
