import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cramMd5Client, cramMd5Server } from './sasl-cram-md5.ts';
import { plainMessage } from './sasl-plain.ts';
import { decoyKeys, scramClient, scramKeys, scramServer } from './sasl-scram.ts';
import { saslClient, saslServer, MECHANISMS, type Directory, type Mechanism, type ServerStep } from './sasl.ts';
import { saslprep } from './saslprep.ts';

const SALT = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');

/** A directory of one user. */
function directory(user: string, password: string, salt = SALT): Directory {
  const prepared = saslprep(password) ?? '';
  return {
    password: (name) => (name === saslprep(user) ? prepared : undefined),
    scramKeys: (name) => (name === saslprep(user) ? scramKeys(prepared, salt) : decoyKeys(name, SALT)),
  };
}

/** Runs an exchange to its end, as POP3 carries it. */
function exchange(mechanism: Mechanism, users: Directory, user: string, password: string, authzid = ''): ServerStep {
  const client = saslClient(mechanism, { user, password, authzid }, 'clientNonce');
  const server = saslServer(mechanism, users, 'serverNonce', 'localhost');
  let step: ServerStep =
    client.initial === undefined ? { kind: 'challenge', octets: server.firstChallenge } : server.step(client.initial);
  while (step.kind === 'challenge') {
    const reply = client.respond(step.octets);
    if (reply.kind === 'abort') throw new Error(reply.reason);
    step = server.step(reply.octets);
  }
  expect(client.serverProved || step.kind !== 'success').toBe(true);
  return step;
}

describe.each(MECHANISMS)('%s', (mechanism) => {
  const users = directory('tim', 'tanstaaftanstaaf');

  it('lets the right password in', () => {
    expect(exchange(mechanism, users, 'tim', 'tanstaaftanstaaf')).toEqual({
      kind: 'success',
      identity: { authcid: 'tim', authzid: 'tim' },
    });
  });

  it('denies a wrong password and an unknown user alike', () => {
    expect(exchange(mechanism, users, 'tim', 'wrong')).toEqual({ kind: 'denied' });
    expect(exchange(mechanism, users, 'nobody', 'tanstaaftanstaaf')).toEqual({ kind: 'denied' });
  });

  it('takes names and passwords of 255 octets, with every odd character', () => {
    const name = 'ü,=\u00A0'.padEnd(200, 'x');
    const password = 'p=, ß'.padEnd(254, 'y');
    expect(exchange(mechanism, directory(name, password), name, password).kind).toBe('success');
  });

  it('never throws on what a client may send', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 3 }), (responses) => {
        const server = saslServer(mechanism, users, 'n', 'localhost');
        const kinds: string[] = [];
        for (const response of responses) {
          const { kind } = server.step(Buffer.from(response));
          kinds.push(kind);
          if (kind !== 'challenge') break;
        }
        expect(kinds).not.toContain('success');
      }),
    );
  });
});

describe('PLAIN (RFC 4616)', () => {
  const users = directory('Kurt', 'xipj3plmq');
  const step = (message: string): ServerStep => saslServer('PLAIN', users, '', '').step(Buffer.from(message, 'latin1'));

  it('makes the message of section 4', () => {
    expect(plainMessage({ user: 'tim', password: 'tanstaaftanstaaf' }).toString()).toBe('\0tim\0tanstaaftanstaaf');
  });

  it('tells who wants to act as whom', () => {
    expect(step('Ursel\0Kurt\0xipj3plmq')).toEqual({
      kind: 'success',
      identity: { authcid: 'Kurt', authzid: 'Ursel' },
    });
  });

  it.each([
    '',
    '\0',
    '\0\0',
    '\0Kurt',
    '\0Kurt\0',
    '\0\0xipj3plmq',
    '\0Kurt\0xipj3plmq\0',
    'Kurt xipj3plmq',
    '\0Ku\xC3(rt\0x',
  ])('finds %j malformed', (message) => {
    expect(step(message).kind).toBe('malformed');
  });

  it('denies what the preparation prohibits', () => {
    expect(step('\0Kurt\0xipj3plmq\x07').kind).toBe('denied');
    expect(step('\x07\0Kurt\0xipj3plmq').kind).toBe('denied');
  });
});

describe('CRAM-MD5 (RFC 2195 section 2)', () => {
  const challenge = '<1896.697170952@postoffice.reston.mci.net>';
  const vector = 'tim b913a602c7eda7a495b4e6e7334d3890';

  it('answers the challenge of the example, once', () => {
    const client = cramMd5Client({ user: 'tim', password: 'tanstaaftanstaaf' });
    expect(client.respond(Buffer.from(challenge))).toEqual({ kind: 'response', octets: Buffer.from(vector) });
    expect(client.respond(Buffer.from(challenge)).kind).toBe('abort');
  });

  const step = (response: string): string =>
    cramMd5Server(directory('tim', 'tanstaaftanstaaf'), challenge).step(Buffer.from(response)).kind;

  it('accepts the response of the example, and no other digest', () => {
    expect(step(vector)).toBe('success');
    expect(step(vector.toUpperCase().replace('TIM', 'tim'))).toBe('denied');
    expect(step('tim 00000000000000000000000000000000')).toBe('denied');
    expect(step('tim')).toBe('malformed');
    expect(step('')).toBe('malformed');
  });
});

describe('SCRAM-SHA-256 (RFC 7677 section 3)', () => {
  const clientNonce = 'rOprNGfwEbeRWgbNEkqO';
  const serverNonce = '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const first = `n,,n=user,r=${clientNonce}`;
  const serverFirst = `r=${clientNonce}${serverNonce},s=${SALT.toString('base64')},i=4096`;
  const final = `c=biws,r=${clientNonce}${serverNonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`;
  const serverFinal = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';
  const users = directory('user', 'pencil');

  it('says what the client of the example says, and believes its server', () => {
    const client = scramClient({ user: 'user', password: 'pencil' }, clientNonce);
    expect(client.initial?.toString()).toBe(first);
    expect(client.respond(Buffer.from(serverFirst))).toEqual({ kind: 'response', octets: Buffer.from(final) });
    expect(client.serverProved).toBe(false);
    expect(client.respond(Buffer.from(serverFinal))).toEqual({ kind: 'response', octets: Buffer.alloc(0) });
    expect(client.serverProved).toBe(true);
  });

  it('says what the server of the example says', () => {
    const server = scramServer(users, serverNonce);
    expect(server.step(Buffer.from(first))).toEqual({ kind: 'challenge', octets: Buffer.from(serverFirst) });
    expect(server.step(Buffer.from(final))).toEqual({ kind: 'challenge', octets: Buffer.from(serverFinal) });
    expect(server.step(Buffer.alloc(0))).toEqual({ kind: 'success', identity: { authcid: 'user', authzid: 'user' } });
  });

  it('carries an authorization identity', () => {
    expect(exchange('SCRAM-SHA-256', users, 'user', 'pencil', 'o=ther,')).toEqual({
      kind: 'success',
      identity: { authcid: 'user', authzid: 'o=ther,' },
    });
  });

  it.each([
    `p=tls-unique,,n=user,r=${clientNonce}`,
    `n,,m=ext,n=user,r=${clientNonce}`,
    'n,,n=user',
    'n,,n=us=2Fer,r=abc',
    'n=user,r=abc',
    '',
  ])('finds the client-first-message %j malformed', (message) => {
    expect(scramServer(users, serverNonce).step(Buffer.from(message)).kind).toBe('malformed');
  });

  it.each([
    final.replace('biws', 'eSws'),
    final.replace('$k0', '$k1'),
    final.replace('dHzb', 'dH!b'),
    final.replace(/p=.*/, 'p=AAAA'),
    '',
  ])('finds the client-final-message %j malformed', (message) => {
    const server = scramServer(users, serverNonce);
    server.step(Buffer.from(first));
    expect(server.step(Buffer.from(message)).kind).toBe('malformed');
  });

  it.each([
    'e=other-error',
    serverFirst.replace(clientNonce, 'somebodyElse'),
    `r=${clientNonce},s=AAAA,i=4096`,
    serverFirst.replace('4096', '0'),
    serverFirst.replace('4096', '999999999'),
    serverFirst.replace('s=W22Z', 's=!!!!'),
  ])('aborts at the server-first-message %j', (message) => {
    expect(scramClient({ user: 'user', password: 'pencil' }, clientNonce).respond(Buffer.from(message)).kind).toBe(
      'abort',
    );
  });

  it('aborts where the server does not know the password', () => {
    const client = scramClient({ user: 'user', password: 'pencil' }, clientNonce);
    client.respond(Buffer.from(serverFirst));
    expect(client.respond(Buffer.from(serverFinal.replace('6rri', '7rri'))).kind).toBe('abort');
    expect(client.serverProved).toBe(false);
  });

  it('gives a user who does not exist the same salt each time', () => {
    const [once, again] = [1, 2].map(() => scramServer(users, 'x').step(Buffer.from('n,,n=nobody,r=abc')));
    expect(once?.kind === 'challenge' && once.octets.toString()).toMatch(/^r=abcx,s=[A-Za-z0-9+/]{22}==,i=4096$/);
    expect(again).toEqual(once);
  });
});
