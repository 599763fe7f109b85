import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../server/certificates.ts';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import { parseScript } from '../script/parse.ts';
import { serving } from '../wire/listening.test.support.ts';
import { RecordingProxy, type ProxyOptions } from './proxy.ts';
import { Recorder } from './recorder.ts';

interface Recording {
  readonly port: number;
  readonly texts: string[];
  readonly failures: string[];
  /** Resolves with the first recording, once it has ended. */
  readonly recorded: Promise<string>;
  readonly close: () => Promise<void>;
}

type Upstream = Partial<ProxyOptions['upstream']> & { readonly port: number };

async function recording(upstream: Upstream, tls: ProxyOptions['tls'] = 'stls', isFull = false): Promise<Recording> {
  const texts: string[] = [];
  const failures: string[] = [];
  const ended = new EventEmitter();
  const recorded = once(ended, 'first').then(([text]) => String(text));
  const proxy = await RecordingProxy.start({
    host: '127.0.0.1',
    port: 0,
    tls,
    certificate: await selfSigned(),
    upstream: { host: '127.0.0.1', tls: 'none', verification: { insecure: true }, ...upstream },
    tape: (number) => {
      texts[number - 1] = '';
      const write = (text: string): void => {
        texts[number - 1] += text;
      };
      return {
        recorder: new Recorder({ write, secrets: new Set(), redactMail: false, underTls: tls === 'implicit' }),
        isFull,
        drained: async () => await new Promise((resolve) => setImmediate(resolve)),
        finish: async (reason) => {
          if (reason !== undefined) write(`# ${reason}\n`);
        },
      };
    },
    on: { failed: (why) => failures.push(why), ended: (number) => ended.emit('first', texts[number - 1]) },
  });
  onTestFinished(async () => await proxy.close());
  return { port: proxy.port, texts, failures, recorded, close: async () => await proxy.close() };
}

function client(port: number): Socket {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  socket.on('error', () => undefined);
  return socket;
}

/** Everything that comes until the other side has ended. */
async function all(socket: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  await new Promise<void>((resolve) => {
    socket.once('end', resolve);
    socket.once('close', () => resolve());
  });
  return Buffer.concat(pieces).toString('latin1');
}

/** Sends lines one by one, each when something has come for the one before it. */
async function talk(socket: Socket, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write(line);
  }
}

/** A recording without its pauses: those depend on the machine. */
const timeless = (text: string): string => text.replace(/^(client )?wait \d+m?s\n/gm, '').replace(/^S: \\\n/, '');

async function builtIn(mode: 'stls' | 'implicit'): Promise<number> {
  const { tls, ...config } = await builtInConfig();
  const started = await Pop3Server.start({ ...config, ...(tls === undefined ? {} : { tls: { ...tls, mode } }) });
  onTestFinished(async () => await started.close());
  return started.port;
}

describe('the proxy', () => {
  it('changes nothing, and keeps a side open whose other side has ended', async () => {
    const port = await serving((socket) => {
      socket.write('+OK\r\n');
      socket.once('end', () => socket.end('late\r\n'));
      socket.resume();
    });
    const { port: there, recorded } = await recording({ port });
    const socket = client(there);
    const came = all(socket);
    await talk(socket, ['CAPA\r\n']);
    socket.end('QU');
    expect(await came).toBe('+OK\r\nlate\r\n');
    expect(timeless(await recorded)).toMatch(
      /^S: \+OK\nC: CAPA\n(client cut\n)?C: QU\\\nclient close\n(cut\n)?S: late\nclose\n$/,
    );
  });

  it('loses nothing where one side does not read, and waits for a tape that is full', async () => {
    const line = `${'x'.repeat(997)}\r\n`;
    const body = line.repeat(5000);
    const port = await serving((socket) => {
      socket.write('+OK\r\n');
      socket.once('data', () => socket.end(`+OK\r\n${body}.\r\n`));
    });
    const { port: there, recorded } = await recording({ port }, 'stls', true);
    const socket = client(there);
    await talk(socket, ['RETR 1\r\n']);
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const came = all(socket);
    socket.resume();
    expect((await came).length).toBe(body.length + 8);
    socket.end();
    const parsed = parseScript(await recorded);
    expect(parsed.ok && parsed.script.kind === 'conversation' && parsed.script.turns[0]?.acts.length).toBeGreaterThan(
      5000,
    );
  });

  it('hands a reset on, behind everything that came before it', async () => {
    const port = await serving((socket) => {
      socket.write('+OK\r\n+OK again\r\n', () => setTimeout(() => socket.resetAndDestroy(), 20));
    });
    const { port: there, recorded } = await recording({ port });
    const socket = client(there);
    const reset = new Promise<Error>((resolve) => socket.once('error', resolve));
    socket.resume();
    expect(await reset).toMatchObject({ code: 'ECONNRESET' });
    expect(timeless(await recorded)).toBe('S: +OK\nS: +OK again\nreset\n');
  });

  it('says of a client that resets that it did', async () => {
    const port = await serving((socket) => void socket.write('+OK\r\n'));
    const { port: there, recorded } = await recording({ port });
    const socket = client(there);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
    expect(timeless(await recorded)).toBe('S: +OK\nclient reset\n');
  });

  it('follows STLS', async () => {
    const { port: there, recorded } = await recording({ port: await builtIn('stls') });
    const socket = client(there);
    await talk(socket, ['STLS\r\n']);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.removeAllListeners('data');
    const secured = connectTls({ socket, rejectUnauthorized: false });
    secured.write('NOOP\r\n');
    await talk(secured, ['QUIT\r\n']);
    expect(await all(secured)).toContain('+OK');
    secured.end();
    expect(timeless(await recorded)).toMatch(
      /^S: \+OK .*\nC: STLS\nS: \+OK .*\nstart TLS\nC: NOOP\nS: -ERR .*\nC: QUIT\nS: \+OK .*\nclose\nclient close\n$/,
    );
  });

  it.each<[ProxyOptions['tls'], 'stls' | 'implicit']>([
    ['implicit', 'implicit'],
    ['none', 'implicit'],
    ['implicit', 'stls'],
    ['none', 'stls'],
  ])('has TLS towards the client %s and towards the server %s', async (tls, upstream) => {
    const { port: there, recorded } = await recording({ port: await builtIn(upstream), tls: upstream }, tls);
    const options = { host: '127.0.0.1', port: there, rejectUnauthorized: false };
    const socket: Socket | TLSSocket = tls === 'implicit' ? connectTls(options) : client(there);
    await talk(socket, ['QUIT\r\n']);
    expect(await all(socket)).toContain('+OK');
    socket.end();
    const text = timeless(await recorded);
    expect(text.startsWith('start TLS\n')).toBe(tls === 'implicit');
    expect(text).toMatch(/S: \+OK POP3 server ready.*\nC: QUIT\nS: \+OK .*\nclose\nclient close\n$/);
  });

  it('lets TLS pass unread where it is not to follow it', async () => {
    const { port: there, recorded } = await recording({ port: await builtIn('stls') }, 'none');
    const socket = client(there);
    await talk(socket, ['STLS\r\n']);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.removeAllListeners('data');
    const secured = connectTls({ socket, rejectUnauthorized: false });
    secured.write('QUIT\r\n');
    expect(await all(secured)).toContain('+OK');
    secured.end();
    expect(timeless(await recorded)).toMatch(
      /^S: \+OK .*\nC: STLS\nS: \+OK .*\n# TLS begins here: what came under it was passed on unread\n$/,
    );
  });

  it('tells of a server that is not there, and of one without TLS', async () => {
    const { port: nowhere, failures } = await recording({ port: 1 });
    await all(client(nowhere));
    expect(failures).toEqual(['no connection to 127.0.0.1:1: nothing listens there (connection refused)']);
    const port = await serving((socket) => {
      socket.write('+OK\r\n');
      socket.once('data', () => socket.write('-ERR what?\r\n'));
    });
    const refused = await recording({ port, tls: 'stls' }, 'none');
    await all(client(refused.port));
    expect(refused.failures).toEqual([String.raw`towards the server: the server answers STLS with -ERR what?\r\n`]);
  });

  it('brings its tapes to an end when it is ended', async () => {
    const port = await serving((socket) => void socket.write('+OK\r\n'));
    const { port: there, recorded, close } = await recording({ port });
    const socket = client(there);
    await new Promise((resolve) => socket.once('data', resolve));
    await close();
    expect(timeless(await recorded)).toBe('S: +OK\n# the recorder was ended here\n');
  });
});
