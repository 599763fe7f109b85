/** What a client finds in the maildrop, and what it keeps of it. */

import { Given, Then } from '@cucumber/cucumber';
import { needStored } from '../src/examination/client/given.ts';
import {
  emptyMaildrop,
  expectNoRefusedDeleted,
  expectStoredAsSent,
  fillMaildrop,
  needNotGivenUp,
  putIntoMaildrop,
} from '../src/examination/client/maildrop.ts';
import { c } from './support.ts';

Given('what the client keeps of its mail can be seen', () => needStored(c()));
Given('the maildrop holds the message {string}:', (name: string, text: string) => putIntoMaildrop(c(), name, text));
Given('the maildrop holds {int} messages', (count: number) => fillMaildrop(c(), count));
Given('the maildrop is empty', () => emptyMaildrop(c()));
Given('the client has not given up before the message {string}', (name: string) => needNotGivenUp(c(), name));

Then('the message {string} is kept as it was sent', (name: string) => expectStoredAsSent(c(), name));
Then('no message is deleted whose retrieval was refused', () => expectNoRefusedDeleted(c()));
