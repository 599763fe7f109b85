/** AUTH and what its mechanisms say (RFC 5034, RFC 4616), and the code that blames the credentials (RFC 3206). */

import { Given, Then, When } from '@cucumber/cucumber';
import type { LoginMethod } from '../src/client/login.ts';
import { failToLogIn, logInAgain, type Spoiling } from '../src/examination/access.ts';
import type { Expected } from '../src/examination/expect.ts';
import { expectNotOwnMaildrop, logInAs, ROLES, type Role } from '../src/examination/sasl-identity.ts';
import {
  answerDamaged,
  answerUnpadded,
  answerUrlSafe,
  answerWithBase64Of,
  answerWithFieldsOf,
  DAMAGES,
  expectTakenWhole,
  sendDamaged,
  sendPlainOf,
  type Damage,
} from '../src/examination/sasl-octets.ts';
import {
  AUTH_FAILURES,
  begin,
  beginEach,
  beginScram,
  expectBlamed,
  expectEachSupported,
  expectEmptyChallenge,
  expectNoPlaintext,
  expectOrAdvise,
  expectPipelinedPlain,
  expectSaslKept,
  failAuth,
  logInAfterChallenge,
  logInSpelt,
  needAnyMechanism,
  needApop,
  needLogin,
  needSpokenMechanism,
  openEntered,
  pipelinePlain,
  sendAuth,
  thatMechanism,
  type AuthFailure,
} from '../src/examination/sasl.ts';
import { defineChoice } from './choice.ts';
import { x } from './support.ts';

defineChoice('damage', DAMAGES);
defineChoice('authFailure', AUTH_FAILURES);
defineChoice('role', ROLES);

Given('the server announces a mechanism', () => needAnyMechanism(x()));
Given('the server announces a mechanism that the suite speaks', () => needSpokenMechanism(x()));
Given('the client can log in by {method}', (method: LoginMethod) => needLogin(x(), method));
Given('the client can log in by that mechanism', () => needLogin(x(), thatMechanism(x())));
Given('APOP is set up for the main account', () => needApop(x()));
Given('a session that has logged in by that mechanism', () => openEntered(x(), thatMechanism(x())));
Given('a session that has logged in by {method}', (method: LoginMethod) => openEntered(x(), method));

When('the client begins {method}', (method: LoginMethod) => begin(x(), method));
When('the client begins that mechanism', () => begin(x(), thatMechanism(x())));
When('the client begins SCRAM-SHA-256 and goes on to its second challenge', () => beginScram(x()));
When('the client sends AUTH with that mechanism', () => sendAuth(x(), thatMechanism(x())));
When('the client logs in by that mechanism', () => logInAgain(x(), thatMechanism(x())));
When('the client logs in by that mechanism with {spoiling}', (spoiling: Spoiling) =>
  failToLogIn(x(), spoiling, thatMechanism(x())),
);
When('the client logs in by PLAIN after the empty challenge', () => logInAfterChallenge(x()));
When('the client logs in by AUTH with the name {string} for PLAIN', (spelling: string) => logInSpelt(x(), spelling));
When('an AUTH fails for {authFailure}', (failure: AuthFailure) => failAuth(x(), failure));
When('each announced mechanism, and one that cannot exist, is begun in a session of its own', () => beginEach(x()));
When('the client sends AUTH PLAIN and its response in one write', () => pipelinePlain(x()));
When('the client sends AUTH PLAIN of {int} octets with a wrong password', (length: number) => sendPlainOf(x(), length));
When('the client sends AUTH PLAIN with right credentials that have {damage}', (damage: Damage) =>
  sendDamaged(x(), damage),
);
When('the client answers the challenge of PLAIN with right credentials that have {damage}', (damage: Damage) =>
  answerDamaged(x(), damage),
);
When('the client answers the challenge of PLAIN with right credentials without their padding', () =>
  answerUnpadded(x()),
);
When('the client answers a challenge in the URL-safe alphabet', () => answerUrlSafe(x()));
When('the client answers the challenge of PLAIN with three fields of {int} octets', (length: number) =>
  answerWithFieldsOf(x(), length),
);
When('the client answers the challenge of PLAIN with {int} octets of base64', (length: number) =>
  answerWithBase64Of(x(), length),
);
When('the client logs in by PLAIN to act as {role}', (role: Role) => logInAs(x(), role));

Then('the answer is the empty challenge', () => expectEmptyChallenge(x()));
Then('the answer is {expected}, or another that is advised against', (expected: Expected) =>
  expectOrAdvise(x(), expected),
);
Then('SASL is still announced', () => expectSaslKept(x()));
Then('no announced mechanism is answered as the one that cannot exist', () => expectEachSupported(x()));
Then('the login succeeds, or a failure that is advised against', () => expectPipelinedPlain(x()));
Then('the response is taken as a whole, or an end of the connection is advised against', () => expectTakenWhole(x()));
Then('no plaintext mechanism is announced, or it is advised against', () => expectNoPlaintext(x()));
Then('the login is refused, or does not open the maildrop of the main account', () => expectNotOwnMaildrop(x()));
Then('the failure has the code AUTH, or another cause', () => expectBlamed(x()));
