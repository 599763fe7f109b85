/** A client that is told to use TLS. */

import { Given, Then, When } from '@cucumber/cucumber';
import { tellToUseTls } from '../src/examination/client/given.ts';
import {
  expectListUnderTls,
  expectNoCredentials,
  expectNotTaken,
  expectSameUnderTls,
  fetchWithCertificate,
  needClearList,
  needLoginUnderTls,
  speakNoTls,
} from '../src/examination/client/tls.ts';
import { isSoundness } from '../src/server/certificates.ts';
import { c } from './support.ts';

Given('the client is told to use TLS from the first octet', () => tellToUseTls(c(), 'implicit'));
Given('the server speaks no TLS', () => speakNoTls(c()));
Given('the client has asked for a capability list in the clear', () => needClearList(c()));
Given('the client has logged in under TLS', () => needLoginUnderTls(c()));

When('the client fetches the mail from a server whose certificate is {string}', (soundness: string) => {
  if (!isSoundness(soundness)) throw new Error(`there is no certificate that is "${soundness}"`);
  return fetchWithCertificate(c(), soundness);
});

Then('no credentials are sent under TLS', () => expectNoCredentials(c(), 'under TLS'));
Then('no credentials are sent in the clear', () => expectNoCredentials(c(), 'in the clear'));
Then('the capability list is asked for again under TLS', () => expectListUnderTls(c()));
Then('{string} makes no difference under TLS', (name: string) => expectSameUnderTls(c(), name));
Then('{string} is not taken for the capability list under TLS', (name: string) => expectNotTaken(c(), name, 'list'));
Then('{string} is not taken for an answer under TLS', (name: string) => expectNotTaken(c(), name, 'answer'));
