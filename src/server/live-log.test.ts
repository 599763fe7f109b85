import { describe, expect, it } from 'vitest';
import { apopDigest } from '../protocol/apop.ts';
import { saslClient, type Mechanism } from '../protocol/sasl.ts';
import { parseScript } from '../script/parse.ts';
import type { ServerConfig } from './config.ts';
import { LiveLog } from './live-log.ts';
import type { Pop3Server } from './listener.ts';
import { scriptedConfig } from './scripted.ts';
import { base64, defaults, eventually, startServer, TestClient, withMessages } from './testing.ts';

const PASSWORD = 'wonderland';

interface Logged {
  readonly server: Pop3Server;
  /** The lines so far. */
  readonly lines: string[];
  /** The lines of a connection without its number, once it has ended. */
  readonly script: (connection?: number) => Promise<string>;
}

async function logged(changes: Partial<ServerConfig> = {}, secrets = [PASSWORD]): Promise<Logged> {
  const lines: string[] = [];
  const log = new LiveLog(
    (line) => lines.push(line),
    secrets.map((secret) => Buffer.from(secret)),
  );
  const server = await startServer({ ...changes, witness: (connection, peer) => log.witness(connection, peer) });
  const of = (connection: number): string[] =>
    lines.filter((line) => line.startsWith(`[${connection}] `)).map((line) => line.slice(`[${connection}] `.length));
  return {
    server,
    lines,
    script: async (connection = 1) => {
      const ended = await eventually(
        async () => of(connection),
        (its) => its.at(-1)?.startsWith('# ended') === true,
      );
      return ended.join('\n');
    },
  };
}

/** The configuration of a server with a script. */
async function following(source: string): Promise<ServerConfig> {
  const scripted = scriptedConfig(source, await defaults());
  if (!scripted.ok) throw new Error(JSON.stringify(scripted.mistakes));
  return scripted.config;
}

async function authenticate(client: TestClient, mechanism: Mechanism, initial: boolean): Promise<string> {
  const sasl = saslClient(mechanism, { user: 'alice', password: PASSWORD }, 'fyko+d2lbbFgONRv9qkxdawL');
  const encoded = sasl.initial?.toString('base64');
  let answer = await client.command(
    initial && encoded !== undefined ? `AUTH ${mechanism} ${encoded}` : `AUTH ${mechanism}`,
  );
  if (!initial && encoded !== undefined) answer = await client.command(encoded);
  while (answer.startsWith('+ ')) {
    const step = sasl.respond(Buffer.from(answer.slice(2), 'base64'));
    answer = await client.command(step.kind === 'response' ? step.octets.toString('base64') : '*');
  }
  return answer;
}

/** How a password can be told from a text. */
function tells(text: string): boolean {
  const plain = Buffer.from(PASSWORD);
  // Base64 of a longer text holds one of these three, whatever stands before the password.
  const encoded = ['', 'x', 'xx'].map((before) =>
    Buffer.concat([Buffer.from(before), plain])
      .toString('base64')
      .slice(4, -4),
  );
  return [PASSWORD, plain.toString('hex'), ...encoded].some((spelling) => text.includes(spelling));
}

describe('a log tells no secret', () => {
  it('of USER and PASS, right or wrong', async () => {
    const { server, script } = await logged();
    const client = await TestClient.open(server);
    await client.commands('USER alice', 'PASS wrong-hunter2', 'USER alice', `PASS ${PASSWORD}`, 'QUIT');
    const text = await script();
    expect(text).toContain('C: USER alice\nS: +OK Send your password\nC: PASS {password...}\nS: -ERR');
    expect(text).not.toContain('hunter2');
    expect(tells(text)).toBe(false);
  });

  it('of APOP', async () => {
    const { server, script } = await logged();
    const client = await TestClient.open(server);
    const digest = apopDigest(/<.*>/.exec(client.greeting)?.[0] ?? '', PASSWORD);
    expect(await client.command(`APOP alice ${digest}`)).toMatch(/^\+OK/);
    await client.command('QUIT');
    const text = await script();
    expect(text).toContain('C: APOP alice {digest...}\nS: +OK');
    expect(text).not.toContain(digest);
  });

  it.each([
    ['PLAIN', true],
    ['PLAIN', false],
    ['CRAM-MD5', false],
    ['SCRAM-SHA-256', true],
    ['SCRAM-SHA-256', false],
  ] as const)('of AUTH %s, with an initial response: %j', async (mechanism, initial) => {
    const config = await defaults();
    const { server, script } = await logged({ inTheClear: config.underTls });
    const client = await TestClient.open(server);
    expect(await authenticate(client, mechanism, initial)).toMatch(/^\+OK/);
    await client.command('QUIT');
    const text = await script();
    const lines = text.split('\n').filter((line) => line.startsWith('C:'));
    expect(lines[0]).toBe(initial ? `C: AUTH ${mechanism} {response...}` : `C: AUTH ${mechanism}`);
    expect(lines.slice(1, -1).every((line) => line === 'C: {response...}' || line === 'C:')).toBe(true);
    expect(tells(text)).toBe(false);
  });

  it('of a server that sends it back, whole or in a line that is cut', async () => {
    const refuses = 'C: PASS {secret...}\nnot done\nS: -ERR {secret} or {upper secret} is wrong\n';
    const cut = `C: XTND\nS: +OK ${'x'.repeat(500)}correct-horse and more\n`;
    const { server, script } = await logged(await following(`${refuses}\n${cut}`));
    const client = await TestClient.open(server);
    await client.commands('USER alice', 'PASS correct-horse', 'XTND', 'QUIT');
    const text = await script();
    expect(text).toContain('S: -ERR ************* or ************* is wrong');
    expect(text).toContain(`xxx${'*'.repeat(8)}\\\n# and 14 octets more, not shown`);
    expect(text).not.toContain('cor');
  });

  it('of a response that nobody asked for', async () => {
    const { server, script } = await logged();
    const client = await TestClient.open(server);
    client.send(`AUTH NTLM\r\n${base64(`\0alice\0${PASSWORD}`)}\r\nQUIT\r\n`);
    await client.rest();
    expect(tells(await script())).toBe(false);
  });
});

describe('a log shows', () => {
  it('several connections, each with its number', async () => {
    const { server, lines, script } = await logged();
    const [first, second] = [await TestClient.open(server), await TestClient.open(server)];
    await second.command('NOOP');
    await first.command('QUIT');
    await second.command('QUIT');
    await script(1);
    await script(2);
    expect(lines[0]).toMatch(/^\[1\] # connected from 127\.0\.0\.1:\d+$/);
    expect(lines).toContain('[2] C: NOOP');
    expect(lines).not.toContain('[1] C: NOOP');
  });

  it('every octet, in printable ASCII', async () => {
    const { server, script, lines } = await logged(await withMessages('Subject: \u{1B}[31mred\u{202E}\n\nx\n'));
    const client = await TestClient.open(server);
    await client.logIn();
    client.send('UTF8 \x1B]0;title\x07\r\nRETR 1\r\nNOOP\n\r\r\n...\r\n');
    client.send('QUIT\r\n');
    await client.rest();
    const text = await script();
    expect(text).toContain(String.raw`C: UTF8 \x1B]0;title\x07`);
    expect(text).toContain(`C: NOOP\n# ended by a bare LF\n`);
    expect(text).toContain(String.raw`C: \r` + '\n');
    expect(text).toContain(String.raw`C: ..\x2E` + '\n');
    expect(lines.join('')).toMatch(/^[ -~]*$/);
  });

  it('what was pipelined, and in how many segments a line came', async () => {
    const { server, script } = await logged();
    const client = await TestClient.open(server);
    client.send('NOOP\r\nCAPA\r\n');
    await client.line();
    await client.lines();
    await client.sendByOctet('QUIT\r\n');
    await client.rest();
    const text = await script();
    expect(text).toContain(
      'S: -ERR Command not valid in this state\n# sent before the answer to the line before it:\nC: CAPA\n',
    );
    expect(text).toMatch(/# sent in [2-6] segments:\nC: QUIT\n/);
  });

  it('the beginning and the end of what is long', async () => {
    const { server, script } = await logged(
      await withMessages(`Subject: x\n\n${'line\n'.repeat(100)}${'y'.repeat(600)}\n`),
    );
    const client = await TestClient.open(server);
    await client.logIn();
    await client.listing('RETR 1');
    await client.command(`NOOP ${'z'.repeat(600)}`);
    await client.command(`NOOP ${'z'.repeat(100_000)}`);
    await client.command('QUIT');
    const text = await script();
    expect(text).toContain('\n# and 64 lines more, not shown\nS: .\n');
    expect(text).toContain(`C: NOOP ${'z'.repeat(507)}\n# and 93 octets more, not shown\nS: -ERR`);
    expect(text).toContain('# and 99495 octets more, not shown\nS: -ERR');
    expect(text.length).toBeLessThan(4_000);
  });

  it('TLS, and why there is none', async () => {
    const { server, script } = await logged();
    const client = await TestClient.open(server);
    await client.command('STLS');
    await client.startTls();
    await client.command('QUIT');
    expect(await script(1)).toMatch(/C: STLS\nS: \+OK Begin TLS negotiation\nstart TLS\n# TLSv1\.\d\nC: QUIT\n/);
    const other = await TestClient.open(server);
    await other.command('STLS');
    other.send('this is no handshake\r\n');
    await other.rest();
    expect(await script(2)).toMatch(/\nstart TLS\n# no TLS: \S.*\n# ended/);
  });

  it('what was sent and never answered', async () => {
    const { server, script } = await logged(await following('C: NOOP\nclose\n'));
    const client = await TestClient.open(server);
    client.send('NOOP\r\nUSER alice\r\nPASS hunter2\r\nQU');
    await client.rest();
    client.destroy();
    const text = await script();
    expect(text).toContain(
      'close\n# sent, and not answered:\nC: USER alice\nC: PASS {password...}\nC: QU\n# ended by nothing\n# ended',
    );
  });
});

it('is a script: a server plays it again', async () => {
  const { server, script } = await logged(await withMessages('Subject: {x} \\ dots\n\n.\n..\nend \n'));
  const lines = ['CAPA', 'USER alice', `PASS ${PASSWORD}`, 'RETR 1', 'NOPE {x} ...', 'QUIT'];
  const client = await TestClient.open(server);
  client.send(lines.map((line) => `${line}\r\n`).join(''));
  const heard = client.greeting + (await client.rest());
  const source = await script();
  expect(parseScript(source)).toMatchObject({ ok: true, script: { kind: 'conversation' } });
  const again = await TestClient.open(await startServer(await following(source)));
  again.send(lines.map((line) => `${line}\r\n`).join(''));
  expect(again.greeting + (await again.rest())).toBe(heard);
});
