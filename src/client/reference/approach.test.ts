/** The way to the login: greetings, capability lists, TLS, UTF-8 mode. */

import { describe, expect, test } from 'vitest';
import { certificates, type Soundness } from '../../server/certificates.ts';
import type { ServerConfig } from '../../server/config.ts';
import { octetsOf } from '../../protocol/octets.ts';
import { lineOf } from '../../protocol/line.ts';
import { serving } from '../../wire/listening.test.support.ts';
import type { Manner } from './manner.ts';
import { fetched, keywords, type Setting } from './reference.test.support.ts';

const FETCHED = { status: 0, stdout: '4 messages fetched\n' };
/** The fourth message is not ASCII, so it comes only in UTF-8 mode (RFC 6856 section 2.1). */
const FETCHED_WITHOUT_UTF8 = { status: 0, stdout: '3 messages fetched\n' };

/** A server whose certificate is such, and a client that is told to use TLS and trusts our authority. */
async function showing(soundness: Soundness, mode: 'stls' | 'implicit' = 'stls'): Promise<Setting> {
  const { ca, identities } = await certificates();
  const config: Partial<ServerConfig> = { tls: { ...identities[soundness], mode } };
  return { config, errand: { tls: mode, ca } };
}

describe('the greeting', () => {
  test.each([
    ['bare', '+OK'],
    ['with a code', '+OK [X-NOTE] ready'],
    ['with a code and no SP', '+OK[X-NOTE]ready'],
    ['with no SP before the text', '+OKready'],
    ['with a timestamp in the middle', '+OK ready <1.2@example.org> and more'],
    ['of 512 octets', '+OK {pad 512}'],
  ])('%s is accepted (2449-3-C2, 2449-4-C2)', async (_name, greeting) => {
    const { ending } = await fetched({ script: `engine: without APOP\n\ngreeting\nS: ${greeting}` });
    expect(ending).toMatchObject(FETCHED);
  });

  test.each(['-ERR [IN-USE] too many', 'hello', '* OK'])('%s is none', async (greeting) => {
    const { ending, lines } = await fetched({ script: `greeting\nS: ${greeting}` });
    expect(ending.status).toBe(1);
    expect(lines).toEqual([]);
  });
});

describe('the capability list', () => {
  test('is asked for after the greeting, after TLS and after the login, without an argument', async () => {
    const { lines } = await fetched(await showing('good'));
    expect(keywords(lines)).toBe('CAPA STLS CAPA UTF8 AUTH CAPA STAT LIST UIDL RETR RETR RETR RETR QUIT');
    expect(lines.filter((line) => line.startsWith('CAPA'))).toEqual(['CAPA', 'CAPA', 'CAPA']);
  });

  test('may be refused: then USER and PASS are tried (2449-5-C1)', async () => {
    const { ending, lines } = await fetched({ script: 'engine: without CAPA APOP' });
    expect(ending).toMatchObject(FETCHED_WITHOUT_UTF8);
    expect(keywords(lines)).toMatch(/^CAPA USER PASS CAPA STAT LIST UIDL /);
  });

  test('may be refused: APOP is tried where the greeting offers it', async () => {
    const { ending, lines } = await fetched({ script: 'engine: without CAPA' });
    expect(ending).toMatchObject(FETCHED_WITHOUT_UTF8);
    expect(keywords(lines)).toMatch(/^CAPA APOP CAPA STAT /);
  });

  test('may be empty (2449-5-C7)', async () => {
    const script = 'engine: without APOP\n\nC: CAPA\nS: +OK\nS: .';
    const { ending, lines, pipelined } = await fetched({ script });
    expect(ending).toMatchObject(FETCHED_WITHOUT_UTF8);
    expect(keywords(lines)).toBe('CAPA USER PASS CAPA STAT LIST RETR RETR RETR RETR QUIT');
    expect(pipelined).toEqual([]);
  });

  test.each([
    'CAPA\neach body line: {lower line}',
    'CAPA\nfirst line: +OK',
    'CAPA\ncut every octet',
    'CAPA\ncut every line',
  ])('is read however it is spelt and cut: %s (2449-5-C2, 2449-5-C4)', async (script) => {
    const base = await fetched();
    // The mechanism names in lower case are no change for a tag's sake, but a client may take them so.
    const { ending, lines } = await fetched({ script: `C: ${script}` });
    expect(ending).toMatchObject(FETCHED);
    expect(keywords(lines)).toBe(keywords(base.lines));
  });

  test.each([
    'before dot line: X-NOISE a b c',
    'before dot line: FUTURE-THING',
    'before dot line: X-{x*508}',
    'before dot line: {X-NOISE a b\\r\\n*500}\\',
    'body line like "PIPELINING": PIPELINING now',
    'body line like "UIDL": UIDL 3',
    'body line like "SASL {m...}": SASL X-NEW {m}',
  ])('may say more: %s (2449-5-C3)', async (edit) => {
    const base = await fetched();
    const { ending, lines } = await fetched({ script: `C: CAPA\n${edit}` });
    expect(ending).toMatchObject(FETCHED);
    expect(keywords(lines)).toBe(keywords(base.lines));
  });

  test.each(['PIPELININGX', 'UIDLX', 'X-NOTE STLS PIPELINING UIDL', 'SASLX PLAIN', 'UTF8X'])(
    'has whole tags: %s is nothing (2449-5-C8)',
    async (line) => {
      const script = `engine: without PIPELINING UIDL SASL UTF8 APOP\n\nC: CAPA\nbefore dot line: ${line}`;
      const { ending, lines, pipelined } = await fetched({ script });
      expect(ending.status).toBe(0);
      expect(keywords(lines)).toBe('CAPA USER PASS CAPA STAT LIST RETR RETR RETR QUIT'.replace('RETR ', 'RETR RETR '));
      expect(pipelined).toEqual([]);
    },
  );

  test('says nothing by IMPLEMENTATION, nor by words in the greeting (2449-6.9-C1)', async () => {
    const base = await fetched();
    const words = 'STLS CRAM-MD5 PIPELINING Dovecot';
    const script = `greeting\nfirst line: {line} ${words}\n\nC: CAPA\nbody line like "IMPLEMENTATION ...": IMPLEMENTATION ${words}`;
    const { lines, pipelined } = await fetched({ script });
    expect(keywords(lines)).toBe(keywords(base.lines));
    expect(pipelined).toEqual(base.pipelined);
  });

  test.each(['0', 'NEVER', '30', '5 USER'])('may have EXPIRE %s (2449-6.7-C1)', async (expire) => {
    const { ending } = await fetched({ script: `C: CAPA\nbody line like "EXPIRE ...": EXPIRE ${expire}` });
    expect(ending).toMatchObject(FETCHED);
  });
});

describe('TLS', () => {
  test.each(['stls', 'implicit'] as const)('is used as told: %s', async (mode) => {
    const { ending, lines } = await fetched(await showing('good', mode));
    expect(ending).toMatchObject(FETCHED);
    expect(keywords(lines)).toMatch(mode === 'stls' ? /^CAPA STLS CAPA UTF8 AUTH/ : /^CAPA UTF8 AUTH/);
  });

  test('is had by name too', async () => {
    const setting = await showing('good');
    const { ending } = await fetched({ ...setting, errand: { ...setting.errand, host: 'localhost' } });
    expect(ending).toMatchObject(FETCHED);
  });

  test.each<[Soundness, string]>([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not yet valid', 'CERT_NOT_YET_VALID'],
    ['wrong name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['unknown authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('is given up where the certificate is no good: %s (5034-4-C4)', async (soundness, code) => {
    for (const mode of ['stls', 'implicit'] as const) {
      const { ending, lines } = await fetched(await showing(soundness, mode));
      expect(ending.status).toBe(3);
      expect(ending.stderr).toContain(code);
      expect(keywords(lines)).toBe(mode === 'stls' ? 'CAPA STLS' : '');
    }
  });

  test.each<[string, string]>([
    ['is not announced', 'engine: without STLS'],
    ['is refused', 'C: STLS\nS: -ERR [SYS/TEMP] not now'],
    ['brings no handshake', 'C: STLS\nS: +OK\nclose'],
    ['is answered by something else', 'C: STLS\nS: maybe'],
  ])('leaves nobody in the clear where STLS %s (2595-2.5-C1)', async (_name, script) => {
    const setting = await showing('good');
    const { ending, lines, connections } = await fetched({ ...setting, script });
    expect([1, 3]).toContain(ending.status);
    expect(keywords(lines)).not.toMatch(/USER|PASS|APOP|AUTH/);
    expect(connections()).toBe(1);
  });

  test('is tried where CAPA is refused', async () => {
    const script = 'C: CAPA\nwhen in the clear\nS: -ERR what?';
    const { ending, lines } = await fetched({ ...(await showing('good')), script });
    expect(ending).toMatchObject(FETCHED);
    expect(keywords(lines)).toMatch(/^CAPA STLS CAPA UTF8 AUTH/);
  });

  test('makes the list from before forgotten (2595-4-C1)', async () => {
    // No SASL any more, and the second CAPA refused: nothing of the first list is used.
    const script = 'engine: without APOP\n\nC: CAPA\nwhen under TLS\nS: -ERR what?';
    const { ending, lines, pipelined } = await fetched({ ...(await showing('good')), script });
    expect(ending).toMatchObject(FETCHED_WITHOUT_UTF8);
    expect(keywords(lines)).toMatch(/^CAPA STLS CAPA USER PASS CAPA STAT/);
    expect(pipelined).toEqual([]);
  });

  const INJECTED = 'C: STLS\nfirst line: {line}\\r\\n+OK\\r\\nSASL PLAIN\\r\\n.';

  test('is given up where octets in the clear stand behind the +OK (2595-4-C3)', async () => {
    const { ending, lines } = await fetched({ ...(await showing('good')), script: INJECTED });
    expect(ending).toMatchObject({ status: 3, stderr: expect.stringContaining('octets in the clear') });
    expect(keywords(lines)).toBe('CAPA STLS');
  });

  test.each<[string, Partial<Manner>, RegExp]>([
    ['dropped', { clearOctets: () => 'drop' }, /^CAPA STLS CAPA UTF8 AUTH SCRAM/],
    ['heard', { clearOctets: () => 'hear' }, /^CAPA STLS CAPA AUTH PLAIN/],
  ])('can be bent: octets in the clear are %s', async (_name, manner, sent) => {
    const setting = await showing('good');
    const { lines } = await fetched({ ...setting, script: INJECTED, client: { manner: () => manner } });
    expect(keywords(lines, 2)).toMatch(sent);
  });

  test.each<[string, Partial<Manner>, Soundness]>([
    ['dates', { acceptsCertificate: (problem) => /EXPIRED|YET_VALID/.test(problem) }, 'expired'],
    ['names', { acceptsCertificate: (problem) => problem === 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'wrong name'],
    ['anything', { acceptsCertificate: () => true }, 'self-signed'],
  ])('can be bent: %s of certificates not looked at', async (_name, manner, soundness) => {
    const { ending } = await fetched({ ...(await showing(soundness)), client: { manner: () => manner } });
    expect(ending).toMatchObject(FETCHED);
  });

  test.each<[string, string]>([
    ['not announced', 'engine: without STLS'],
    ['refused', 'C: STLS\nS: -ERR'],
    ['no handshake', 'C: STLS\nS: +OK\nclose'],
  ])('can be bent: on in the clear where it is %s', async (_name, script) => {
    const manner = { goesOnInTheClear: () => true };
    const { ending, connections } = await fetched({
      ...(await showing('good')),
      script,
      client: { manner: () => manner },
    });
    expect(ending).toMatchObject(FETCHED);
    expect(connections()).toBe(script.includes('close') ? 2 : 1);
  });

  test('is no TLS where the server does not speak it', async () => {
    const { ending } = await fetched({ errand: { tls: 'implicit' } });
    expect(ending).toMatchObject({ status: 3, stderr: expect.stringContaining('the TLS handshake failed') });
  });
});

describe('UTF8', () => {
  test('comes behind STLS and before the login (6856-2-C2)', async () => {
    const { lines } = await fetched(await showing('good'));
    expect(keywords(lines)).toMatch(/STLS CAPA UTF8 AUTH/);
  });

  test('may be refused', async () => {
    const { ending } = await fetched({ script: 'C: UTF8\nS: -ERR' });
    expect(ending).toMatchObject(FETCHED_WITHOUT_UTF8);
  });

  test('is not sent where it is not announced', async () => {
    const { lines, ending } = await fetched({ script: 'C: CAPA\nno body line like "UTF8 ..."' });
    expect(keywords(lines)).not.toContain('UTF8');
    expect(ending).toMatchObject({ status: 0, stderr: expect.stringMatching(/^message 4 did not come: -ERR/) });
  });
});

test('a manner may hear one line as several', async () => {
  const cut: Partial<Manner> = {
    hears: (line, { part }) =>
      part === 'first line' && line.octets.length > 511
        ? [lineOf(line.octets.subarray(0, 511)), lineOf(line.octets.subarray(511))]
        : line,
  };
  const script = 'greeting\nS: +OK {pad 512}';
  expect((await fetched({ script, client: { manner: () => cut } })).ending.status).toBe(1);
});

test('what a server says is shown without control characters, and without what it was told', async () => {
  const port = await serving((socket) => {
    socket.write(octetsOf('+OK\r\n'));
    socket.on('data', (octets: Buffer) => socket.write(Buffer.concat([octetsOf('-ERR \x1b[31m '), octets])));
  });
  const { ending } = await fetched({ errand: { port } });
  expect(ending.stderr).toContain('\\x1B[31m');
  expect(ending.stderr).not.toContain('wonderland');
});
