import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { logIn } from '../client/login.ts';
import { command, type Session } from '../client/session.ts';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import { openSession } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { Transcript } from '../wire/transcript.ts';
import { ServerShadows, shadeOf, type Shaded } from './server-shadow.ts';

const correct = await builtInConfig();

function shaded(name: string, text: string): Shaded {
  const shade = shadeOf(name, text, correct);
  if (shade === undefined) throw new Error(`${name} has no shade`);
  return shade;
}

const FAULTS = [
  shaded('refuses NOOP', 'C: NOOP\nS: -ERR\n'),
  shaded('refuses the second NOOP', 'C: NOOP\nwhen the 2nd time\nS: -ERR\n'),
  shaded('resets instead of STAT', 'C: STAT\nas RSET\n'),
  shaded('resets before LIST', 'C: LIST\nalso RSET\n'),
  shaded('greets otherwise', 'greeting\nS: +OK hello\n'),
];

const servers: Pop3Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(shadows: ServerShadows): Promise<Pop3Server> {
  const server = await Pop3Server.start({ ...correct, bend: shadows.bend });
  servers.push(server);
  return server;
}

/** What a whole session of these commands brings. */
async function session({ host, port }: Pop3Server, commands: readonly string[]): Promise<string> {
  const socket = connect(port, host);
  socket.end([...commands, 'QUIT', ''].join('\r\n'));
  let answers = '';
  for await (const octets of socket.setEncoding('latin1')) answers += String(octets);
  return answers;
}

const LOGIN = ['USER alice', 'PASS wonderland'];

describe('faults in the shadow of the correct server', () => {
  it('leave every answer to it, and are noted once they change one', async () => {
    const shadows = new ServerShadows(FAULTS.slice(0, 2));
    const server = await serve(shadows);
    await session(server, LOGIN);
    expect([...shadows.take()]).toEqual([]);
    expect(await session(server, [...LOGIN, 'NOOP'])).not.toContain('-ERR');
    expect([...shadows.take()]).toEqual(['refuses NOOP']);
  });

  it('count anew on each connection', async () => {
    const shadows = new ServerShadows(FAULTS.slice(1, 2));
    const server = await serve(shadows);
    for (let number = 0; number < 3; number += 1) await session(server, [...LOGIN, 'NOOP']);
    expect([...shadows.take()]).toEqual([]);
    await session(server, [...LOGIN, 'NOOP', 'NOOP']);
    expect([...shadows.take()]).toEqual(['refuses the second NOOP']);
  });

  it('have the correct server hear nothing but the client', async () => {
    const shadows = new ServerShadows(FAULTS.slice(2));
    const server = await serve(shadows);
    const before = server.messages('alice').length;
    const answers = await session(server, [...LOGIN, 'DELE 1', 'STAT', 'LIST']);
    expect([...shadows.take()].toSorted()).toEqual([
      'greets otherwise',
      'resets before LIST',
      'resets instead of STAT',
    ]);
    expect(answers).not.toContain('+OK hello');
    expect(server.messages('alice').length).toBe(before - 1);
  });

  it('are those of whoever opened the connection, also where they are felt later', async () => {
    const shadows = new ServerShadows(FAULTS.slice(0, 1));
    const server = await serve(shadows);
    const socket = connect(server.port, server.host);
    await new Promise((greeted) => socket.once('data', greeted));
    const opened = shadows.take();
    socket.end([...LOGIN, 'NOOP', 'QUIT', ''].join('\r\n'));
    await new Promise((ended) => socket.resume().once('end', ended));
    expect([...opened]).toEqual(['refuses NOOP']);
    expect([...shadows.take()]).toEqual([]);
  });
});

/** A session of the suite's own. */
async function open({ host, port }: Pop3Server, tls: 'none' | 'stls' = 'none'): Promise<Session> {
  const verification = { insecure: true } as const;
  const accounts: ServerTarget['accounts'] = [ALICE];
  const times = { timeoutMs: 5_000, maxWaitMs: 0 };
  const target = {
    name: 'x',
    host,
    port,
    tls,
    verification,
    accounts,
    segmentation: WHOLE,
    allowDelete: true,
    ...times,
  };
  return await openSession(target, new Transcript());
}

const ALICE = { user: 'alice', password: 'wonderland' };

function otherwise(text: string): ServerShadows {
  return new ServerShadows([shaded('x', text)]);
}

describe('a server in the shadow', () => {
  it('has settings of its own', async () => {
    const shadows = otherwise('engine: without UIDL\n');
    const server = await serve(shadows);
    await session(server, [...LOGIN, 'STAT', 'LIST', 'RETR 1', 'NOOP']);
    expect([...shadows.take()]).toEqual([]);
    await session(server, [...LOGIN, 'UIDL']);
    expect([...shadows.take()]).toEqual(['x']);
  });

  it('has maildrops of its own, and keeps them', async () => {
    const shadows = otherwise('engine: deletes-retrieved\n');
    const server = await serve(shadows);
    await session(server, [...LOGIN, 'RETR 1']);
    expect([...shadows.take()]).toEqual([]);
    await session(server, [...LOGIN, 'STAT']);
    expect([...shadows.take()]).toEqual(['x']);
  });

  it('gets the messages that are delivered', async () => {
    const shadows = otherwise('');
    const server = await serve(shadows);
    server.deliver('alice', Buffer.from('one\n'));
    shadows.deliver('alice', Buffer.from('one\n'));
    await session(server, [...LOGIN, 'STAT']);
    expect([...shadows.take()]).toEqual([]);
  });

  it('gives a lock back when the connection ends', async () => {
    const shadows = otherwise('');
    const server = await serve(shadows);
    const first = await open(server);
    await logIn(first, 'USER', ALICE);
    first.connection.destroy();
    await server.drained(5_000);
    await session(server, LOGIN);
    expect([...shadows.take()]).toEqual([]);
  });

  it('goes over to TLS', async () => {
    const shadows = otherwise('');
    const server = await serve(shadows);
    const secured = await open(server, 'stls');
    await secured.command(command('CAPA'));
    await secured.leave();
    expect([...shadows.take()]).toEqual([]);
  });

  it.each(['APOP', 'CRAM-MD5', 'SCRAM-SHA-256'] as const)('takes the proof that a client has it by %s', async (how) => {
    const shadows = otherwise('');
    const client = await open(await serve(shadows));
    expect(await logIn(client, how, ALICE)).toMatchObject({ status: '+OK' });
    await client.leave();
    expect([...shadows.take()]).toEqual([]);
  });
});

describe('a script has no shade', () => {
  it.each([
    ['that is a whole conversation', 'S: +OK\nC: QUIT\nS: +OK\n'],
    ['that waits for another time', 'engine: autologout 5s\n'],
    ['that counts on all connections', 'C: NOOP\nwhen the 2nd time ever\nS: -ERR\n'],
    ['that goes by the number of the connection', 'C: NOOP\nwhen on the 2nd connection\nS: -ERR\n'],
  ])('%s', (_what, text) => {
    expect(shadeOf('x', text, correct)).toBeUndefined();
  });
});
