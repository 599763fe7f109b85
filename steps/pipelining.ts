/** Commands that are sent before the answers to earlier ones have come. */

import { Then, When } from '@cucumber/cucumber';
import {
  askAndNotRead,
  expectEveryMessage,
  expectInOrder,
  expectInOrderWhole,
  expectLoginFailedInPipeline,
  readAgain,
  sendWhileArriving,
  sendWholeSession,
  serveAnother,
} from '../src/examination/pipelining.ts';
import { OCTET, WHOLE } from '../src/wire/segmentation.ts';
import { x } from './support.ts';

When('the client sends a whole session in one write', () => sendWholeSession(x(), WHOLE));
When('the client sends a whole session one octet a segment', () => sendWholeSession(x(), OCTET));
When('the client sends RETR and, while the message arrives, STAT and NOOP', () => sendWhileArriving(x()));
When('the client asks for more than both windows hold, and does not read', () => askAndNotRead(x()));
When('another session is served meanwhile', () => serveAnother(x()));
When('the client reads again', () => readAgain(x()));
Then('the answers to the whole session come in order', () => expectInOrder(x()));
Then('the answers are those of STAT, CAPA, LIST and STAT', () => expectInOrder(x()));
Then('the answers come in order, the message whole', () => expectInOrderWhole(x()));
Then('the login failed and what stood behind it was refused, or the connection closed', () =>
  expectLoginFailedInPipeline(x()),
);
Then('every answer comes, in order and whole', () => expectEveryMessage(x()));
