import { describe, expect, test } from 'vitest';
import type { Manner } from '../../client/reference/manner.ts';
import { kinds, stopOf } from '../bent.test.support.ts';
import type { ClientExamination } from './client-examination.ts';
import { brokenBy, examineClient } from './client.test.support.ts';
import { answerOtherwise, holdAnswers, tellToUseTls } from './given.ts';
import { fetchWith } from './pairs.ts';
import {
  expectListUnderTls,
  expectNoCredentials,
  expectNotTaken,
  expectSameUnderTls,
  fetchWithCertificate,
  needClearList,
  needLoginUnderTls,
  speakNoTls,
} from './tls.ts';

async function wantingTls(
  manner: Partial<Manner> = {},
  mode: 'stls' | 'implicit' = 'stls',
): Promise<ClientExamination> {
  const c = await examineClient({ manner });
  tellToUseTls(c, mode);
  return c;
}

describe('a certificate that does not hold', () => {
  test.each([['expired'], ['not yet valid'], ['wrong name'], ['self-signed'], ['unknown authority']] as const)(
    '%s',
    async (soundness) => {
      const c = await wantingTls();
      await c.fetch('');
      needLoginUnderTls(c);
      await fetchWithCertificate(c, soundness);
      expectNoCredentials(c, 'under TLS');
      expect(kinds(c)).toEqual(['evidence']);
      // The next launch sees the good one again.
      const { deeds } = await c.fetch('again');
      expect(deeds.logins).not.toEqual([]);
    },
  );

  test.each([['stls'], ['implicit']] as const)('is borne by a client that looks at none, %s', async (mode) => {
    const c = await wantingTls({ acceptsCertificate: () => true }, mode);
    answerOtherwise(c, 'engine: without APOP\nengine: mechanisms PLAIN');
    await fetchWithCertificate(c, 'wrong name');
    const finding = await stopOf(() => expectNoCredentials(c, 'under TLS'));
    expect(finding.message).toBe('with a certificate that is: wrong name, the client sent credentials under TLS: AUTH');
  });

  test('is not borne by a client that goes on in the clear then: that is another fault', async () => {
    const c = await wantingTls({ goesOnInTheClear: () => true });
    await fetchWithCertificate(c, 'expired');
    expectNoCredentials(c, 'under TLS');
    expect((await stopOf(() => expectNoCredentials(c, 'in the clear'))).kind).toBe('fail');
  });

  test('nothing is supposed of a client that does not log in with a good one', async () => {
    const c = await wantingTls();
    answerOtherwise(c, 'C: STLS\nS: -ERR');
    await c.fetch('');
    expect((await stopOf(() => needLoginUnderTls(c))).kind).toBe('inconclusive');
  });
});

describe('no TLS where it was asked for', () => {
  test.each([
    ['STLS is refused', 'C: STLS\nS: -ERR no'],
    ['STLS is not announced', 'engine: without STLS'],
    ['the connection ends', 'C: STLS\nS: +OK\nclose'],
    [
      'no TLS begins',
      String.raw`C: STLS` + '\n' + String.raw`S: +OK\r\n+OK go on` + '\nwait up to 200ms for more\nclose',
    ],
  ])('%s', async (_what, script) => {
    const right = await wantingTls();
    answerOtherwise(right, script);
    await right.fetch('');
    expectNoCredentials(right, 'in the clear');
    expect(brokenBy(right)).toEqual([]);
    const wrong = await wantingTls({ goesOnInTheClear: () => true });
    answerOtherwise(wrong, script);
    await wrong.fetch('');
    expect((await stopOf(() => expectNoCredentials(wrong, 'in the clear'))).kind).toBe('fail');
    expect(brokenBy(wrong)).toEqual(['2595-2.5-C1']);
  });

  test('a server that speaks none: the handshake is no command', async () => {
    const c = await wantingTls({}, 'implicit');
    speakNoTls(c);
    await c.fetch('');
    expectNoCredentials(c, 'in the clear');
    expect(brokenBy(c)).toEqual([]);
  });
});

describe('the list from before TLS', () => {
  const little = 'C: CAPA\nwhen in the clear\nno body line like "PIPELINING"\nno body line like "SASL ..."';

  async function told(manner: Partial<Manner>): Promise<ClientExamination> {
    const c = await wantingTls(manner);
    answerOtherwise(c, 'C: CAPA\nwhen under TLS\nS: -ERR Not now');
    await c.fetch('');
    needClearList(c);
    await fetchWith(c, 'little', little);
    return c;
  }

  test('is forgotten', async () => {
    const c = await told({});
    await expectSameUnderTls(c, 'little');
    expect(kinds(c)).toEqual(['evidence']);
  });

  test('is kept', async () => {
    const c = await told({ keepsAcrossTls: (list) => list });
    expect((await stopOf(async () => await expectSameUnderTls(c, 'little'))).kind).toBe('fail');
  });

  test('is asked for again', async () => {
    const c = await wantingTls();
    await c.fetch('');
    expectListUnderTls(c);
    const once = await wantingTls({ asksCapa: (moment) => moment === 'greeting' });
    await once.fetch('');
    expect((await stopOf(() => expectListUnderTls(once))).message).toBe(
      'the client did not send CAPA again behind STLS',
    );
    const never = await wantingTls({ asksCapa: () => false });
    await never.fetch('');
    expect((await stopOf(() => expectListUnderTls(never))).kind).toBe('not-applicable');
  });
});

describe('what comes in the clear behind the +OK of STLS', () => {
  const list = String.raw`C: STLS` + '\n' + String.raw`after first line: +OK\r\nUSER\r\nSASL PLAIN\r\n.`;

  async function injected(manner: Partial<Manner>): Promise<ClientExamination> {
    const c = await wantingTls(manner);
    holdAnswers(c);
    answerOtherwise(c, 'engine: tls-mechanisms\nengine: without PIPELINING UTF8');
    await c.fetch('');
    await fetchWith(c, 'a list', list);
    return c;
  }

  test('makes a client give up, or is dropped', async () => {
    const careful = await injected({});
    await expectNotTaken(careful, 'a list', 'list');
    expect(careful.findings.at(-1)?.message).toBe('with a list the client gave up');
    const deaf = await injected({ clearOctets: () => 'drop' });
    await expectNotTaken(deaf, 'a list', 'list');
    expect(deaf.findings.at(-1)?.message).toContain('did the same under TLS');
  });

  test('is a breach as a list, and advised against as another answer', async () => {
    const c = await injected({ clearOctets: () => 'hear' });
    const finding = await stopOf(async () => await expectNotTaken(c, 'a list', 'list'));
    expect(finding.message).toContain('took what came in the clear for an answer under TLS');
    await expectNotTaken(c, 'a list', 'answer');
    expect(c.findings.at(-1)).toMatchObject({ kind: 'advice', reading: 'R14' });
  });
});
