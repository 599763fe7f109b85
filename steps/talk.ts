/** Sending commands. */

import { When } from '@cucumber/cucumber';
import { keepAs, respond, send, sendFilled, sendTimes, sendTogether } from '../src/examination/talk.ts';
import { OCTET, WHOLE } from '../src/wire/segmentation.ts';
import { x } from './support.ts';

When('the client sends {string}', (text: string) => send(x(), text));
When('the client sends {string} of {int} octets', (text: string, length: number) => sendFilled(x(), text, length));
When('the client sends {string} of {int} octets one octet a segment', (text: string, length: number) =>
  sendFilled(x(), text, length, OCTET),
);
When('the client sends in one write:', (text: string) => sendTogether(x(), text, WHOLE));
When('the client sends one octet a segment:', (text: string) => sendTogether(x(), text, OCTET));
When('the client sends {string} {int} times in one write', (text: string, times: number) =>
  sendTimes(x(), text, times),
);
When('the client answers the challenge with {string}', (text: string) => respond(x(), text));
When('the answer is kept as {string}', (name: string) => keepAs(x(), name));
