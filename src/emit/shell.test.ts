import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { parseScript } from '../script/parse.ts';
import type { Conversation } from '../script/syntax.ts';
import { emitForClient, emitForServer, type ShellServer } from './shell.ts';

function conversation(source: string): Conversation {
  const parsed = parseScript(source);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify(parsed));
  return parsed.script;
}

const SERVER: ShellServer = { host: 'mail.example.org', port: 110, underTls: false };

/** Runs a text in a shell whose nc, openssl, npx and sleep only note their arguments and input. */
async function runs(
  text: string,
  variables: Record<string, string>,
): Promise<{ called: string; input: string; stdout: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pop3spec-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  for (const name of ['nc', 'openssl', 'npx', 'sleep']) {
    const notes =
      name === 'sleep'
        ? 'true'
        : `printf '%s ' ${name} "$@" >>${folder}/called; ${name === 'npx' ? 'true' : `cat >${folder}/input`}`;
    await writeFile(path.join(folder, name), `#!/bin/sh\n${notes}\n`);
    await chmod(path.join(folder, name), 0o755);
  }
  await writeFile(path.join(folder, 'text.sh'), text);
  const { stdout } = await promisify(execFile)('sh', ['-eu', path.join(folder, 'text.sh')], {
    env: { PATH: `${folder}:/usr/bin:/bin`, TMPDIR: folder, ...variables },
  });
  const read = async (file: string): Promise<string> =>
    await readFile(path.join(folder, file), 'latin1').catch(() => '');
  return { called: (await read('called')).trim(), input: await read('input'), stdout };
}

const WHO = { POP3SPEC_USER: `o'neill %s`, POP3SPEC_PASSWORD: '$(exit 3)"\\n' };

function textOf(source: string, server: ShellServer = SERVER): string {
  const emitted = emitForServer(conversation(source), server);
  return emitted.ok ? emitted.text : emitted.reason;
}

it('sends every octet as it is, and who logs in', async () => {
  const octets = Array.from({ length: 256 }, (_, octet) => octet).filter((octet) => octet !== 10 && octet !== 13);
  const written = octets.map((octet) => `\\x${octet.toString(16).padStart(2, '0')}`).join('');
  const text = textOf(`S: +OK\nC: XTND ${written}\nS: -ERR\nC: USER {user}\nS: +OK\nC: PASS {password...}\nS: +OK\n`);
  const { called, input } = await runs(text, WHO);
  expect(called).toBe('nc mail.example.org 110');
  expect(input).toBe(
    `XTND ${String.fromCharCode(...octets)}\r\nUSER ${WHO.POP3SPEC_USER}\r\nPASS ${WHO.POP3SPEC_PASSWORD}\r\n`,
  );
});

it('computes the response of PLAIN, and says what it can’t compute', async () => {
  const { input } = await runs(textOf('S: +OK\nC: AUTH PLAIN {response...}\nS: +OK\n'), {
    ...WHO,
    POP3SPEC_USER: 'alice',
  });
  expect(input).toBe(`AUTH PLAIN ${Buffer.from(`\0alice\0${WHO.POP3SPEC_PASSWORD}`).toString('base64')}\r\n`);
  expect(textOf('S: +OK\nC: AUTH CRAM-MD5\nS: + eA==\nC: {response...}\nS: +OK\n')).toMatch(/^it takes a response/);
});

it('sends at once what was sent at once', () => {
  expect(textOf('S: +OK\nC: NOOP\nC: STAT\nS: +OK\nS: +OK 1 1\n')).toContain(
    String.raw`{ printf 'NOOP\r\nSTAT\r\n'; sleep 1; } |`,
  );
});

it('speaks TLS by openssl', async () => {
  const stls = 'S: +OK\nC: STLS\nS: +OK\nstart TLS\nC: QUIT\nS: +OK\n';
  expect(await runs(textOf(stls), {})).toMatchObject({
    called: 'openssl s_client -quiet -starttls pop3 -connect mail.example.org:110',
    input: 'QUIT\r\n',
  });
  const implicit = textOf('start TLS\nS: +OK\nC: QUIT\nS: +OK\n', { host: '::1', port: 995, underTls: true });
  expect((await runs(implicit, {})).called).toBe('openssl s_client -quiet -connect [::1]:995');
  expect(textOf(`S: +OK\nC: NOOP\nS: +OK\n${stls.slice(7)}`)).toMatch(/^openssl sends STLS before/);
});

it('serves a recording to a client, with its words quoted', async () => {
  const source = `S: +OK it's\nC: QUIT\nS: +OK\n`;
  const emitted = emitForClient(conversation(source), [
    'printf',
    '%s|',
    '{user}:{password}',
    `it's {{host}}`,
    '{port}',
    '',
  ]);
  if (!emitted.ok) throw new Error(emitted.reason);
  const { called, stdout } = await runs(emitted.text, WHO);
  expect(called).toMatch(/^npx pop3spec replay \S+\/bug\.pop3 --once --log --port 8110$/);
  expect(stdout).toBe(`${WHO.POP3SPEC_USER}:${WHO.POP3SPEC_PASSWORD}|it's {host}|8110||exit status 0\n`);
  expect(emitForClient(conversation(source), ['x', '{ca}'])).toMatchObject({ ok: false });
});
