import { describe, expect, test } from 'vitest';
import { answer, editLines, octetsIn, type Answer } from '../server/answer.ts';
import type { Bend, Exchange } from '../server/bend.ts';
import { failToLogIn, goOnAfterFailure, logInAgain, openIn, openInTheClear } from './access.ts';
import { judgeTranscript, knowledgeOf } from './conclude.ts';
import type { Examination } from './examination.ts';
import { expectAnswer, expectInStep } from './expect.ts';
import { expectSameList } from './capabilities.ts';
import {
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
} from './sasl.ts';
import { examining, findingsOf, type Circumstances } from './sasl-testing.ts';
import { keepAs, respond, send } from './talk.ts';

const REFUSED = answer('-ERR refused\r\n');
const CHALLENGED = answer('+ \r\n');

/** A bend that answers the commands that match, as text, in the server's stead. */
function answering(pattern: RegExp, given: Answer, when: (exchange: Exchange) => boolean = () => true): Bend {
  return {
    before: (exchange) =>
      pattern.test(exchange.line.content.toString('latin1')) && when(exchange) ? { answer: given } : undefined,
  };
}

/** A bend that gives another answer to the responses of an exchange that match. */
function concluding(given: Answer, pattern = /^/): Bend {
  return {
    after: ({ isResponse, line }, correct) =>
      isResponse && pattern.test(line.content.toString('latin1')) ? given : correct,
  };
}

/** A bend that edits the answers to a keyword's commands. */
function editing(keyword: string, edit: (lines: string[], exchange: Exchange) => readonly string[]): Bend {
  return {
    after: (exchange, correct) =>
      exchange.keyword === keyword ? editLines(correct, (lines) => edit(lines, exchange)) : correct,
  };
}

/** What the last Then of a small scenario finds. */
async function judged(
  bend: Bend,
  scenario: (x: Examination) => Promise<unknown>,
  then: (x: Examination) => unknown,
  circumstances?: Circumstances,
): Promise<string[]> {
  const x = await examining(bend, circumstances);
  await openIn(x, 'AUTHORIZATION');
  await scenario(x);
  return await findingsOf(x, () => then(x));
}

/** Proves a scenario both ways: the correct server has evidence, the bent one is found out. */
function proof(
  name: string,
  scenario: (x: Examination) => Promise<unknown>,
  then: (x: Examination) => unknown,
  bends: Readonly<Record<string, Bend>>,
  found = 'fail',
): void {
  describe(`requirement ${name}`, () => {
    test('a correct server has evidence', async () => {
      expect(await judged({}, scenario, then)).toEqual(['evidence']);
    });
    test.each(Object.entries(bends))('%s', async (_, bend) => {
      expect(await judged(bend, scenario, then)).toEqual([found]);
    });
  });
}

const negative = (x: Examination): void => expectAnswer(x, 'negative');
const negativeOrAdvised = (x: Examination): void => expectOrAdvise(x, 'negative');
const positive = (x: Examination): void => expectAnswer(x, 'positive');

proof(
  '5034-3-S1',
  async (x) => {
    needSpokenMechanism(x);
    await openEntered(x, thatMechanism(x));
    await send(x, 'CAPA');
  },
  expectSaslKept,
  {
    'SASL is gone after login': editing('CAPA', (lines, { state }) =>
      state === 'TRANSACTION' ? lines.filter((line) => !line.startsWith('SASL')) : lines,
    ),
  },
);

proof('5034-4-S1', (x) => send(x, 'AUTH POP3SPEC-NONE AAAA'), negative, {
  'an unknown mechanism is begun': answering(/^AUTH POP3SPEC/, CHALLENGED),
});

proof('5034-4-S2', (x) => sendAuth(x, 'PLAIN'), expectEmptyChallenge, {
  'no SP behind the +': answering(/^AUTH PLAIN$/, answer('+\r\n')),
  'text in the challenge': answering(/^AUTH PLAIN$/, answer('+ go ahead\r\n')),
  'data in the challenge': answering(/^AUTH PLAIN$/, answer('+ AAAA\r\n')),
  'no challenge at all': answering(/^AUTH PLAIN$/, REFUSED),
});

proof('5034-4-S2: PLAIN goes on', logInAfterChallenge, positive, { 'the response is refused': concluding(REFUSED) });

proof(
  '5034-4-S3: the second challenge',
  async (x) => {
    await beginScram(x);
    await respond(x, '*');
  },
  negative,
  { 'another challenge': concluding(CHALLENGED, /^\*$/), 'a success': concluding(answer('+OK\r\n'), /^\*$/) },
);

/** A server that takes no AUTH on a connection on which one has failed. */
function grudging(): Bend {
  return {
    before: ({ keyword, occurrence }) => (keyword === 'AUTH' && occurrence > 1 ? { answer: REFUSED } : undefined),
  };
}

proof(
  '5034-4-S3: another AUTH',
  async (x) => {
    needSpokenMechanism(x);
    await begin(x, thatMechanism(x));
    await respond(x, '*');
    goOnAfterFailure(x);
    await logInAgain(x, thatMechanism(x));
  },
  positive,
  { 'the second AUTH is refused': grudging() },
);

proof(
  '5034-4-S6',
  async (x) => {
    await openEntered(x, 'PLAIN');
    await send(x, 'AUTH PLAIN {plain}');
  },
  negative,
  { 'AUTH in TRANSACTION': answering(/^AUTH /, answer('+OK\r\n'), ({ state }) => state === 'TRANSACTION') },
);

proof('5034-4-S7', (x) => send(x, 'AUTH CRAM-MD5 ='), negative, {
  'the initial response is ignored': {
    before: ({ parameters }) => (parameters[0] === 'CRAM-MD5' ? { line: Buffer.from('AUTH CRAM-MD5\r\n') } : undefined),
  },
});

/** An AUTH fails, and the session goes on. */
const fails = async (x: Examination): Promise<void> => {
  needSpokenMechanism(x);
  await failAuth(x, 'a wrong password');
  goOnAfterFailure(x);
};

async function failsThenLogsIn(x: Examination): Promise<void> {
  await fails(x);
  await logInAgain(x, thatMechanism(x));
}

describe('5034-4-S8', () => {
  proof(
    'the list',
    async (x) => {
      await send(x, 'CAPA');
      keepAs(x, 'before');
      await fails(x);
      await send(x, 'CAPA');
    },
    (x) => expectSameList(x, 'before'),
    {
      'TOP is gone': editing('CAPA', (lines, { occurrence }) =>
        lines.filter((line) => occurrence === 1 || line !== 'TOP'),
      ),
    },
  );

  proof(
    'the state',
    async (x) => {
      await fails(x);
      await send(x, 'STAT');
    },
    negative,
    { 'STAT works': answering(/^STAT$/, answer('+OK 0 0\r\n')) },
  );

  test.each(['an unsupported mechanism', 'a response that is not base64'] as const)(
    '%s fails, and AUTH goes on',
    async (failure) => {
      const scenario = async (x: Examination): Promise<void> => {
        needSpokenMechanism(x);
        await failAuth(x, failure);
        goOnAfterFailure(x);
        await logInAgain(x, thatMechanism(x));
      };
      expect(await judged({}, scenario, positive)).toEqual(['evidence']);
      expect(await judged(grudging(), scenario, positive)).toEqual(['fail']);
    },
  );

  test('a server that closes after the failure leaves it inconclusive (R12)', async () => {
    const closing: Bend = {
      after: ({ keyword }, correct) =>
        keyword === 'AUTH' && octetsIn(correct).toString().startsWith('-ERR') ? { ...correct, next: 'close' } : correct,
    };
    expect(await judged(closing, failsThenLogsIn, positive)).toEqual(['inconclusive']);
  });

  test('an AUTH that does not fail leaves it inconclusive', async () => {
    const x = await examining(answering(/^AUTH POP3SPEC/, CHALLENGED));
    await openIn(x, 'AUTHORIZATION');
    expect(await findingsOf(x, () => failAuth(x, 'an unsupported mechanism'))).toEqual(['inconclusive']);
  });
});

async function listInTheClear(x: Examination): Promise<void> {
  needAnyMechanism(x);
  await openInTheClear(x);
  await send(x, 'CAPA');
}

describe('5034-4-S10', () => {
  const secure = { changes: { inTheClear: { mechanisms: ['CRAM-MD5' as const], password: true } } };

  test('PLAIN in the clear is advised against, and a list without it is evidence', async () => {
    expect(await judged({}, listInTheClear, expectNoPlaintext)).toEqual(['advice']);
    expect(await judged({}, listInTheClear, expectNoPlaintext, secure)).toEqual(['evidence']);
  });

  test('AUTH PLAIN in the clear is advised against, and its refusal is evidence', async () => {
    expect(await judged({}, (x) => send(x, 'AUTH PLAIN'), negativeOrAdvised)).toEqual(['advice']);
    expect(await judged({}, (x) => send(x, 'AUTH PLAIN'), negativeOrAdvised, secure)).toEqual(['evidence']);
  });
});

const sensitive: Bend = {
  before: ({ keyword, parameters: [name = ''] }) =>
    keyword === 'AUTH' && name !== name.toUpperCase() ? { answer: REFUSED } : undefined,
};

proof(
  '5034-5-S1',
  (x) => send(x, 'AUTH scram-sha-256'),
  (x) => expectAnswer(x, 'a challenge'),
  {
    'only upper case is known': sensitive,
  },
);
proof('5034-5-S1: a login', (x) => logInSpelt(x, 'pLaiN'), positive, { 'only upper case is known': sensitive });

describe('the mechanisms at hand', () => {
  test('one that only TLS offers is used under TLS', async () => {
    const x = await examining({}, { changes: { inTheClear: { mechanisms: [], password: true } } });
    needSpokenMechanism(x);
    await openEntered(x, thatMechanism(x));
    expect([thatMechanism(x), x.session.connection.secured]).toEqual(['PLAIN', true]);
  });

  test('without SASL nothing applies; with mechanisms that we do not speak it is inconclusive', async () => {
    const none = editing('CAPA', (lines) => lines.filter((line) => !line.startsWith('SASL')));
    const foreign = editing('CAPA', (lines) => lines.map((line) => (line.startsWith('SASL') ? 'SASL GSSAPI' : line)));
    const without = await examining(none, { fromTheStart: true });
    const unspoken = await examining(foreign, { fromTheStart: true });
    expect(await findingsOf(without, () => needSpokenMechanism(without))).toEqual(['not-applicable']);
    expect(await findingsOf(unspoken, () => needSpokenMechanism(unspoken))).toEqual(['inconclusive']);
  });

  test('a method by which the account cannot log in leaves the scenario inconclusive; APOP need not work for all', async () => {
    const x = await examining({
      before: ({ keyword }) => (/AUTH|APOP/.test(keyword) ? { answer: REFUSED } : undefined),
    });
    expect(await findingsOf(x, () => needLogin(x, 'PLAIN'))).toEqual(['inconclusive']);
    expect(await findingsOf(x, () => needApop(x))).toEqual(['not-applicable']);
    expect(await findingsOf(x, () => needLogin(x, 'USER'))).toEqual([]);
  });

  test('a login that was seen is not looked for again in the run', async () => {
    const x = await examining();
    await needLogin(x, 'PLAIN');
    await needLogin(x, 'PLAIN');
    await needLogin(x, x.survey.method);
    expect(x.sessions.length).toBe(1);
  });
});

describe('2449-6.3-S2', () => {
  const UNKNOWN = answer('-ERR Mechanism not supported\r\n');

  test.each([
    ['a correct server', {}, ['evidence', 'evidence', 'evidence']],
    ['one is refused as unknown', answering(/^AUTH CRAM-MD5/, UNKNOWN), ['fail']],
    [
      'one is refused for another reason',
      answering(/^AUTH PLAIN/, answer('-ERR TLS first\r\n')),
      ['evidence', 'evidence', 'evidence'],
    ],
    ['all are refused as unknown', answering(/^AUTH /, UNKNOWN), ['inconclusive']],
    ['all are challenged, the impossible too', answering(/^AUTH /, CHALLENGED), ['inconclusive']],
    ['one is not answered', answering(/^AUTH CRAM-MD5/, answer('', 'close')), ['fail']],
    ['the impossible is not answered', answering(/^AUTH POP3SPEC/, answer('', 'close')), ['inconclusive']],
  ] as const)('%s', async (_, bend, found) => {
    expect(await judged(bend, beginEach, expectEachSupported)).toEqual(found);
  });
});

describe('2449-6.6-S1: a response in the same write', () => {
  test('a login is evidence, and leaves the session in step', async () => {
    const x = await examining();
    await openIn(x, 'AUTHORIZATION');
    await pipelinePlain(x);
    expect(await findingsOf(x, () => expectPipelinedPlain(x))).toEqual(['evidence']);
    expect(await findingsOf(x, () => expectInStep(x))).toEqual(['evidence']);
  });

  test('a server that forgets what stood behind the command is advised', async () => {
    const forgetting: Bend = {
      after: ({ keyword }, correct) => (keyword === 'AUTH' ? { ...correct, discardInput: true } : correct),
    };
    expect(await judged(forgetting, pipelinePlain, expectPipelinedPlain, { timeoutMs: 500 })).toEqual(['advice']);
  });

  test.each([
    ['refuses the response', concluding(REFUSED)],
    ['closes behind the challenge', answering(/^AUTH PLAIN$/, answer('+ \r\n', 'close'))],
  ])('a server that %s is advised', async (_, bend) => {
    expect(await judged(bend, pipelinePlain, expectPipelinedPlain)).toEqual(['advice']);
  });
});

const wrongPassword = (x: Examination): Promise<void> => failToLogIn(x, 'a wrong password', 'USER');

describe('3206-6-S1', () => {
  const codeless = editing('PASS', (lines) => lines.map((line) => line.replace('[AUTH] ', '')));
  const other = (code: string): Bend => editing('PASS', (lines) => lines.map((line) => line.replace('AUTH', code)));

  test.each([
    ['the code', {}, 'evidence'],
    ['no code', codeless, 'fail'],
    ['a code that does not blame the credentials', other('IN-USE'), 'fail'],
    ['a system error', other('SYS/TEMP'), 'inconclusive'],
    ['a login', answering(/^PASS /, answer('+OK\r\n')), 'inconclusive'],
    ['a refusal of USER without a code', answering(/^USER /, REFUSED), 'not-applicable'],
  ] as const)('%s', async (_, bend, found) => {
    expect(await judged(bend, wrongPassword, expectBlamed)).toEqual([found]);
  });

  test.each(['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256', 'APOP'] as const)(
    '%s blames a user who does not exist',
    async (method) => {
      expect(await judged({}, (x) => failToLogIn(x, 'an unknown user', method), expectBlamed)).toEqual(['evidence']);
    },
  );
});

test('a response is never taken for a command, nor the answer to a later command for that to another', async () => {
  const x = await examining();
  await openIn(x, 'AUTHORIZATION');
  await logInAgain(x, 'SCRAM-SHA-256');
  await send(x, 'CAPA');
  const { sightings, judged: places } = judgeTranscript(x.transcript.entries, knowledgeOf(x.survey, x.target));
  expect(sightings).toEqual([]);
  expect(places.get('5034-4-S2')).toBe(3);
});
