/** What answers must be, in general. */

import { Then } from '@cucumber/cucumber';
import {
  expectAnswer,
  expectCode,
  expectEach,
  expectEnd,
  expectInStep,
  expectInStepAfterUser,
  expectInTurn,
  expectSameOutcome,
  EXPECTED,
  type Expected,
} from '../src/examination/expect.ts';
import { expectRuleKept } from '../src/examination/rule.ts';
import { expectNoTimestampTwice } from '../src/examination/timestamps.ts';
import { expectBothThere } from '../src/examination/patience.ts';
import { choose, defineChoice } from './choice.ts';
import { x } from './support.ts';

defineChoice('expected', EXPECTED);

Then('the answer is {expected}', (expected: Expected) => expectAnswer(x(), expected));
Then('each answer is {expected}', (expected: Expected) => expectEach(x(), expected));
Then('the answers are, in turn:', (kinds: string) =>
  expectInTurn(
    x(),
    kinds.split('\n').map((kind) => choose(EXPECTED, kind.trim())),
  ),
);
Then('the answer has the same outcome as {string}', (name: string) => expectSameOutcome(x(), name));
Then('the answer has the code {string}', (code: string) => expectCode(x(), code, true));
Then('the answer has no code {string}', (code: string) => expectCode(x(), code, false));
Then('the session is in step', () => expectInStep(x()));
Then('the session is in step after USER', () => expectInStepAfterUser(x()));
Then('the server closes the connection', () => expectEnd(x()));
Then('what the server sent keeps this rule', () => expectRuleKept(x()));
Then('no timestamp of this run came twice', () => expectNoTimestampTwice(x()));
Then('both sessions are still there', () => expectBothThere(x()));
