import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { octetsOf } from '../protocol/octets.ts';
import { selfSigned } from '../server/certificates.ts';
import { Connection, LONGEST_LINE } from './connection.ts';
import { ConnectionError } from './socket-waits.ts';
import { Deadline } from './deadline.ts';
import { Secret } from './secret.ts';
import { OCTET, WHOLE, type Segmentation } from './segmentation.ts';
import { listening, serving } from './listening.test.support.ts';
import { Transcript } from './transcript.ts';

/** For what does happen: no test waits for it to pass. */
const soon = (): Deadline => Deadline.after(20_000);
/** For what does not happen. */
const brief = (): Deadline => Deadline.after(20);

interface Peer {
  readonly connection: Connection;
  readonly transcript: Transcript;
  readonly port: number;
}

/** A connection to a server that does `serve` with each connection. */
async function peer(
  serve: (socket: Socket) => void,
  segmentation: Segmentation = WHOLE,
  transcript = new Transcript(),
): Promise<Peer> {
  const port = await serving(serve);
  const connection = await Connection.connect({ host: '127.0.0.1', port, segmentation, transcript }, soon());
  onTestFinished(() => connection.destroy());
  return { connection, transcript, port };
}

/** What went over the connection, as `FROM event octets`. */
const told = (transcript: Transcript): string[] =>
  transcript.entries.map(({ from, event, octets }) => `${from} ${event} ${JSON.stringify(octets.toString('latin1'))}`);

const failure = async (attempt: Promise<unknown>): Promise<ConnectionError> => {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConnectionError)) throw new Error('there was no ConnectionError', { cause: error });
  return error;
};

describe('connecting', () => {
  test('is recorded with its number', async () => {
    const { connection, transcript, port } = await peer(() => undefined);
    const other = await Connection.connect({ host: '127.0.0.1', port, segmentation: WHOLE, transcript }, soon());
    other.destroy();
    expect([connection.number, other.number]).toEqual([1, 2]);
    expect(transcript.entries.map(({ connection: number, event }) => [number, event])).toEqual([
      [1, 'connect'],
      [2, 'connect'],
      [2, 'close'],
    ]);
  });

  test('says why it failed', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => {
      server.close(resolve);
    });
    const error = await failure(
      Connection.connect({ host: '127.0.0.1', port, segmentation: WHOLE, transcript: new Transcript() }, soon()),
    );
    expect([error.code, error.message]).toEqual([
      'ECONNREFUSED',
      expect.stringContaining(`no connection to 127.0.0.1:${port}`),
    ]);
  });

  test('ends at its deadline where nobody accepts', async () => {
    // A listener whose thread is blocked: the system accepts as many as its backlog holds, and no more.
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads');
       const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
         parentPort.postMessage(server.address().port);
         setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
       });`,
      { eval: true },
    );
    onTestFinished(async () => void (await worker.terminate()));
    const port = await new Promise<number>((resolve) => {
      worker.once('message', resolve);
    });
    let error: ConnectionError | undefined;
    for (let attempt = 0; attempt < 20 && error === undefined; attempt++) {
      try {
        const connection = await Connection.connect(
          { host: '127.0.0.1', port, segmentation: WHOLE, transcript: new Transcript() },
          Deadline.after(100),
        );
        onTestFinished(() => connection.destroy());
      } catch (thrown) {
        if (thrown instanceof ConnectionError) error = thrown;
      }
    }
    expect(error?.code).toBe('ETIMEDOUT');
  });
});

describe('reading', () => {
  test('lines as they come, with their offsets, and the end', async () => {
    const { connection } = await peer((socket) => socket.end('+OK\r\na\nb\r\r\nrest'));
    const lines = [];
    for (
      let line = await connection.readLine(soon());
      typeof line !== 'string';
      line = await connection.readLine(soon())
    )
      lines.push(line);
    expect(lines.map(({ content, terminator, offset }) => [content.toString(), terminator, offset])).toEqual([
      ['+OK', 'CRLF', 0],
      ['a', 'LF', 5],
      ['b\r', 'CRLF', 7],
    ]);
    expect([connection.ended, connection.offset, connection.pending.toString()]).toEqual([undefined, 11, 'rest']);
    expect(connection.takeRest()).toMatchObject({ terminator: 'none', offset: 11 });
    expect([connection.ended, connection.takeRest(), await connection.readLine(soon())]).toEqual([
      'closed',
      undefined,
      'closed',
    ]);
  });

  test('ends at its deadline where no greeting comes, or one without end', async () => {
    const { connection } = await peer((socket) => socket.write('+OK and so'));
    expect(await connection.readEnd(soon())).toBe('data');
    expect(await connection.readLine(brief())).toBe('timeout');
    expect(await connection.readLine(Deadline.after(0))).toBe('timeout');
    connection.discard();
    expect(await connection.readEnd(brief())).toBe('timeout');
  });

  test('a line of one octet a segment', async () => {
    const { connection } = await peer((socket) => {
      const next = (rest: string): void =>
        void (rest !== '' && socket.write(rest.slice(0, 1), () => setImmediate(next, rest.slice(1))));
      next('+OK ready\r\n');
    });
    expect(await connection.readLine(soon())).toMatchObject({ offset: 0, content: octetsOf('+OK ready') });
  });

  test('gives up a line without end, and keeps little of it', async () => {
    const { connection } = await peer((socket) => endless(socket, Buffer.alloc(64 * 1024, 'x')));
    expect(await connection.readLine(soon())).toBe('overlong');
    expect(connection.pending.length).toBeGreaterThan(LONGEST_LINE);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    expect(connection.pending.length).toBeLessThan(1024 * 1024);
    expect(await connection.readLine(soon())).toBe('overlong');
  });

  test('gives up lines without end, once the transcript is full', async () => {
    const most = 2 * 1024 * 1024;
    const transcript = new Transcript(most);
    const { connection } = await peer(
      (socket) => endless(socket, octetsOf('a line\r\n'.repeat(1024))),
      WHOLE,
      transcript,
    );
    let lines = 0;
    while (typeof (await connection.readLine(soon())) !== 'string') lines += 1;
    expect(await connection.readLine(soon())).toBe('overlong');
    expect([lines > 1_000, transcript.full]).toEqual([true, true]);
    expect(transcript.entries.reduce((sum, { octets }) => sum + octets.length, 0)).toBeLessThan(most + 1024 * 1024);
  });

  test('a reset is told apart from an end', async () => {
    const { connection, transcript } = await peer((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    await connection.write([octetsOf('QUIT\r\n')], soon());
    expect(await connection.readLine(soon())).toBe('reset');
    expect([await connection.readEnd(soon()), connection.ended, connection.writable]).toEqual([
      'reset',
      'reset',
      false,
    ]);
    expect(told(transcript)).toEqual(['C connect ""', 'C data "QUIT\\r\\n"', 'S reset ""']);
  });

  test("the end of the peer's side alone is the end", async () => {
    const { connection, transcript } = await peer((socket) => socket.end('+OK\r\n'));
    expect(await connection.readLine(soon())).toMatchObject({ terminator: 'CRLF' });
    expect([await connection.readEnd(soon()), connection.ended]).toEqual(['closed', 'closed']);
    connection.destroy();
    expect(told(transcript)).toEqual(['C connect ""', 'S data "+OK\\r\\n"', 'S close ""']);
  });

  test('whoever waits sees our own end', async () => {
    const { connection, transcript } = await peer(() => undefined);
    const waiting = connection.readLine(soon());
    connection.destroy();
    expect(await waiting).toBe('closed');
    connection.destroy();
    expect(told(transcript)).toEqual(['C connect ""', 'C close ""']);
  });

  test('nothing is read while it is held, and all of it after', async () => {
    const { connection, transcript } = await peer((socket) => {
      socket.once('data', () => socket.write(octetsOf('line\r\n'.repeat(200_000)), () => undefined));
    });
    connection.hold();
    await connection.write([octetsOf('GO\r\n')], soon());
    expect(await connection.readLine(brief())).toBe('timeout');
    const before = transcript.entries.length;
    connection.release();
    for (let count = 0; count < 200_000; count++) expect(typeof (await connection.readLine(soon()))).toBe('object');
    expect([before, connection.pending.length]).toEqual([2, 0]);
  });
});

/** Sends the same octets for ever, as fast as the peer takes them. */
function endless(socket: Socket, octets: Buffer): void {
  const more = (): void => {
    if (!socket.destroyed) socket.write(octets, () => setImmediate(more));
  };
  more();
}

/** Sends a command in some segmentation: the segments of the transcript, and all that the server got. */
async function sent(
  segmentation: Segmentation,
  override?: Segmentation,
): Promise<{ segments: string[]; received: string; reads: number }> {
  const reads: Buffer[] = [];
  const { connection, transcript } = await peer((socket) => {
    socket.on('data', (octets: Buffer) => {
      reads.push(octets);
      if (octets.includes('QUIT')) socket.end();
      else if (Buffer.concat(reads).includes('QUIT\r\n')) socket.end();
    });
  }, segmentation);
  await connection.write(
    [octetsOf('PASS '), new Secret(octetsOf('tarts'), 'password'), octetsOf('\r\nQUIT\r\n')],
    soon(),
    override,
  );
  await connection.readEnd(soon());
  const segments = transcript.entries
    .filter(({ event, from }) => event === 'data' && from === 'C')
    .map(({ octets }) => octets.toString());
  return { segments, received: Buffer.concat(reads).toString(), reads: reads.length };
}

describe('writing', () => {
  const TEXT = 'PASS tarts\r\nQUIT\r\n';

  test.each([
    ['whole', { kind: 'whole' }, [TEXT]],
    ['octet', { kind: 'octet' }, TEXT.split('')],
    ['crlf', { kind: 'crlf' }, ['PASS tarts\r', '\nQUIT\r', '\n']],
  ] as const)('is cut as %s says, on the wire and in the transcript', async (_name, segmentation, segments) => {
    const written = await sent(segmentation);
    expect([written.segments, written.received]).toEqual([segments, TEXT]);
    expect(written.reads).toBeLessThanOrEqual(segments.length);
  });

  test('is cut at random, alike for the same seed', async () => {
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => sent({ kind: 'random', seed })));
    expect([one?.segments.join(''), one?.segments]).toEqual([TEXT, same?.segments]);
    expect(one?.segments).not.toEqual(other?.segments);
  });

  test('one write may be cut otherwise', async () => {
    expect((await sent(WHOLE, OCTET)).segments).toEqual(TEXT.split(''));
  });

  test('each octet in a segment of its own also arrives so, where the peer answers each', async () => {
    const reads: number[] = [];
    const { connection } = await peer((socket) =>
      socket.on('data', (octets) => void (reads.push(octets.length), socket.write('+\n'))),
    );
    for (const octet of 'CAPA\r\n') {
      await connection.write([octetsOf(octet)], soon(), OCTET);
      await connection.readLine(soon());
    }
    expect(reads).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('ends at its deadline where the peer does not read', async () => {
    const { connection } = await peer((socket) => socket.pause());
    expect(await connection.write([Buffer.alloc(48 * 1024 * 1024)], Deadline.after(50))).toBe(false);
  });

  test('says that a connection is closed', async () => {
    const { connection } = await peer((socket) => socket.end());
    await connection.readEnd(soon());
    expect([connection.writable, await connection.write([octetsOf('NOOP\r\n')], soon())]).toEqual([false, false]);
  });
});

describe('TLS', () => {
  let credentials: TlsOptions & { cert: string };
  beforeAll(async () => {
    credentials = await selfSigned();
  });

  async function implicit(): Promise<Peer> {
    const port = await listening(
      createTlsServer(credentials, (socket) => {
        socket.on('error', () => undefined);
        socket.write('+OK secure\r\n');
        socket.on('data', (octets) => void socket.end(octets));
      }),
    );
    const transcript = new Transcript();
    const connection = await Connection.connect({ host: '127.0.0.1', port, segmentation: OCTET, transcript }, soon());
    onTestFinished(() => connection.destroy());
    return { connection, transcript, port };
  }

  test('from the first octet on, what goes over it stands in the transcript', async () => {
    const { connection, transcript } = await implicit();
    await connection.startTls({ ca: credentials.cert }, soon());
    expect([connection.secured, await connection.readLine(soon())]).toMatchObject([
      true,
      { content: octetsOf('+OK secure') },
    ]);
    await connection.write([octetsOf('A\n')], soon());
    await connection.readEnd(soon());
    expect(told(transcript).slice(0, 5)).toEqual([
      'C connect ""',
      'S tls ""',
      'S data "+OK secure\\r\\n"',
      'C data "A"',
      'C data "\\n"',
    ]);
  });

  test.each(['nobody', 'another authority'])('a certificate that %s vouches for is refused', async (who) => {
    const { connection } = await implicit();
    const verification = who === 'nobody' ? {} : { ca: (await selfSigned()).cert };
    expect((await failure(connection.startTls(verification, soon()))).code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect([connection.secured, connection.ended]).toEqual([false, 'closed']);
  });

  test('a server that speaks none, or says nothing, fails in time', async () => {
    const plain = await peer((socket) => socket.write('+OK I know no TLS\r\n'));
    expect((await failure(plain.connection.startTls({ insecure: true }, soon()))).code).toMatch(/SSL/);
    const mute = await peer(() => undefined);
    expect((await failure(mute.connection.startTls({ insecure: true }, brief()))).code).toBe('ETIMEDOUT');
    expect(await mute.connection.readLine(soon())).toBe('closed');
    const gone = await peer((socket) => socket.end());
    expect((await failure(gone.connection.startTls({ insecure: true }, soon()))).message).toMatch(
      /^the TLS handshake failed: /,
    );
  });

  test('in the middle, the octets behind +OK stay visible until they are discarded', async () => {
    const { connection, transcript } = await peer((socket) => {
      socket.once('data', () => {
        socket.write('+OK begin\r\n+OK injected\r\n');
        socket.removeAllListeners('data');
        const secure = new TLSSocket(socket, { isServer: true, ...credentials });
        secure.on('error', () => undefined);
        secure.on('data', () => secure.write('+OK under TLS\r\n'));
      });
    });
    await connection.write([octetsOf('STLS\r\n')], soon());
    expect(await connection.readLine(soon())).toMatchObject({ content: octetsOf('+OK begin') });
    expect(connection.pending.toString()).toBe('+OK injected\r\n');
    await connection.startTls({ insecure: true }, soon());
    expect(connection.pending.toString()).toBe('+OK injected\r\n');
    connection.discard();
    await connection.write([octetsOf('NOOP\r\n')], soon());
    expect(await connection.readLine(soon())).toMatchObject({ content: octetsOf('+OK under TLS'), offset: 25 });
    expect(told(transcript).slice(2)).toEqual([
      'S data "+OK begin\\r\\n+OK injected\\r\\n"',
      'S tls ""',
      'C data "NOOP\\r\\n"',
      'S data "+OK under TLS\\r\\n"',
    ]);
  });
});
