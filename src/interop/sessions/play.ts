/** One session: recorded, replayed on both sides, judged, and imported from every log of it that there is. */

import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { accountSecrets } from '../../client/account-secrets.ts';
import { differs, GAPS, type LoggedFormat } from '../../import/gaps.ts';
import { saidIn, type Said } from '../../replay/said.ts';
import { parseScript } from '../../script/parse.ts';
import type { Identity } from '../../server/certificates.ts';
import { CommandLauncher } from '../../target/launch/command-launcher.ts';
import { readResult } from '../../verdict/read-result.ts';
import type { Role, RunResult } from '../../verdict/result.ts';
import type { RunningPeer } from '../peer-process.ts';
import { agreementOf } from './agreement.ts';
import { capturing } from './packets.ts';
import { pop3spec, portOf, type Running } from './running.ts';
import type { Session } from './sessions.ts';

/** How long a client may take, in milliseconds. */
const CLIENT_MS = 60_000;

/** What a replay of a recording may keep in memory, in megabytes: a message of 20 MB must not need many times its size. */
const HEAP_MB = 160;

export interface Stage {
  readonly root: string;
  /** A folder of the session's own. */
  readonly folder: string;
  readonly peer: RunningPeer;
  /** What the recorder and the replayed server show the client; it is told to trust it. */
  readonly identity: Identity;
  /** The results of live runs of the same peers. */
  readonly live: Readonly<Record<Role, readonly RunResult[]>>;
  readonly signal: AbortSignal;
}

/** What has come of a session. */
export interface Played {
  readonly session: Session;
  /** The recording. */
  readonly file: string;
  readonly octets: number;
  readonly exchanges: number;
  /** The counts of the verdicts, such as `9 passed`. */
  readonly judged: Readonly<Record<Role, string>>;
  /** The formats from which it was imported. */
  readonly imported: readonly string[];
  readonly failures: readonly string[];
  readonly notes: readonly string[];
}

/** How a launch of the client ended: its exit status, the mail that it has fetched, and its log. */
interface Outcome {
  readonly status: number | undefined;
  readonly mail: Buffer;
  readonly printed: Buffer;
}

/** Plays a session. @throws {Error} where something can't be started, or does not come to its end */
export async function play(session: Session, stage: Stage): Promise<Played> {
  return await new Player(session, stage).play();
}

class Player {
  readonly #session: Session;
  readonly #stage: Stage;
  readonly #failures: string[] = [];
  readonly #notes: string[] = [];

  constructor(session: Session, stage: Stage) {
    this.#session = session;
    this.#stage = stage;
  }

  async play(): Promise<Played> {
    const { folder, identity, peer } = this.#stage;
    await mkdir(folder, { recursive: true });
    await writeFile(this.#path('cert.pem'), identity.cert);
    await writeFile(this.#path('key.pem'), identity.key);
    if (peer.ca !== undefined) await writeFile(this.#path('ca.pem'), peer.ca);
    const { outcome, formats } = await this.#record();
    const recorded = await this.#said('session.pop3');
    await this.#replayAsServer(outcome, recorded);
    await this.#replayAsClient();
    const judged = { server: await this.#judge('server'), client: await this.#judge('client') };
    for (const format of formats) await this.#import(format, recorded);
    await this.#seek();
    return {
      session: this.#session,
      file: this.#path('session.pop3'),
      octets: (await stat(this.#path('session.pop3'))).size,
      exchanges: recorded.answers.length,
      judged,
      imported: formats,
      failures: this.#failures.map((each) => `${this.#session.name}: ${each}`),
      notes: this.#notes.map((each) => `${this.#session.name}: ${each}`),
    };
  }

  #path(name: string): string {
    return path.join(this.#stage.folder, name);
  }

  #pop3spec(words: readonly string[], variables?: Readonly<Record<string, string>>): Running {
    const { root, folder, signal } = this.#stage;
    return pop3spec(root, words, folder, signal, variables);
  }

  /** Waits for the end of a command. @param status how it has to end */
  async #ends(what: string, running: Running, status: readonly (number | null)[] = [0]): Promise<string> {
    const ended = await running.ended;
    if (!status.includes(ended.status))
      this.#failures.push(`${what} ended with ${ended.status}: ${ended.stdout}${ended.stderr}`.trim());
    return ended.stdout;
  }

  /** The recorder. @param ca the file with what it trusts, under STLS */
  #recorder(port: number, file: string, ca: string): Running {
    const tls = this.#session.tls === 'stls' ? ['--cert', 'cert.pem', '--key', 'key.pem', '--ca', ca] : [];
    return this.#pop3spec(['record', '--upstream', `localhost:${port}`, '--once', ...tls, '-o', file]);
  }

  /** The client at the server through the recorder, with every log of it. */
  async #record(): Promise<{ outcome: Outcome; formats: LoggedFormat[] }> {
    const { log, isSmall, tls } = this.#session;
    const rawlog = path.join(this.#stage.peer.state, 'rawlog');
    const known = new Set(await readdir(rawlog));
    const recorder = this.#recorder(this.#stage.peer.port, 'session.pop3', 'ca.pem');
    const port = await portOf(recorder);
    const isCaptured = isSmall && tls === 'none';
    const packets = isCaptured ? await capturing(port, this.#path('log.pcap'), this.#stage.signal) : undefined;
    const outcome = await this.#launch(port, 'mail');
    await this.#ends('the recorder', recorder);
    await packets?.stop();
    if (outcome.status !== 0)
      this.#failures.push(`the client ended with ${outcome.status}: ${outcome.printed.toString('latin1')}`);
    const formats: LoggedFormat[] = packets === undefined ? [] : ['pcap'];
    if (log !== undefined) {
      await writeFile(this.#path(`log.${log}`), outcome.printed);
      formats.push(log);
    }
    if (isSmall) {
      for (const name of await readdir(rawlog)) {
        if (!known.has(name))
          await writeFile(this.#path(`log${path.extname(name)}`), await readFile(path.join(rawlog, name)));
      }
      formats.push('rawlog');
    }
    return { outcome, formats };
  }

  async #launch(port: number, mail: string): Promise<Outcome> {
    const { command, tls, account, name } = this.#session;
    const { root, identity, signal } = this.#stage;
    const file = this.#path(mail);
    await writeFile(file, '');
    const launcher = new CommandLauncher({
      name,
      command: command(file),
      tls,
      limitMs: CLIENT_MS,
      cwd: path.join(root, 'src/interop/clients'),
      path: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    });
    const client = await launcher.launch({ ...account, host: 'localhost', port, tls, ca: identity.cert, signal });
    const { status, stored } = await client.ended;
    return { status, mail: await readFile(file), printed: stored[0] ?? Buffer.alloc(0) };
  }

  /** The same client at the recording has to end as it did, with the same mail, and to say the same. */
  async #replayAsServer({ status, mail, printed }: Outcome, recorded: Said): Promise<void> {
    const { tls, log } = this.#session;
    const certificate = tls === 'stls' ? ['--cert', 'cert.pem', '--key', 'key.pem'] : [];
    const server = this.#pop3spec(['replay', 'session.pop3', '--once', ...certificate], {
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
    });
    const recorder = this.#recorder(await portOf(server), 'again.pop3', 'cert.pem');
    const again = await this.#launch(await portOf(recorder), 'mail-again');
    await this.#ends('the recorder of the replay', recorder);
    await this.#ends('the replay as the server', server);
    if (again.status !== status) this.#failures.push(`replayed, the client ends with ${again.status}, not ${status}`);
    const isSameMail = log === 'poplib' ? again.printed.equals(printed) : mail.length > 0 && again.mail.equals(mail);
    if (!isSameMail) this.#failures.push('replayed, the client fetches other mail');
    const { client } = await this.#said('again.pop3');
    if (client.join('\n') !== recorded.client.join('\n'))
      this.#failures.push(`replayed, the client says ${client.join(' / ')}, not ${recorded.client.join(' / ')}`);
  }

  /** The same server has to answer as it did. */
  async #replayAsClient(): Promise<void> {
    const { account, tls } = this.#session;
    const ca = tls === 'stls' ? ['--ca', 'ca.pem'] : [];
    const to = ['--to', `localhost:${this.#stage.peer.port}`, '--user', account.user, ...ca];
    const client = this.#pop3spec(['replay', 'session.pop3', ...to], { POP3SPEC_PASSWORD: account.password });
    const printed = await this.#ends('the replay as the client', client);
    if (!printed.startsWith('the same: ')) this.#failures.push(`the server answers otherwise: ${printed.trim()}`);
  }

  async #judge(role: Role): Promise<string> {
    const file = `judged-${role}.json`;
    const words = ['judge', 'session.pop3', '--role', role, '--quiet', '--out', `judged-${role}`, '--json', file];
    // The verdict is compared below, whatever it is.
    await this.#ends(`the judgement of the ${role}`, this.#pop3spec(words), [0, 1]);
    const read = readResult(await readFile(this.#path(file), 'utf8'));
    if (!read.ok) throw new Error(`${file}: ${read.problems.join('; ')}`);
    const { requirements } = read.result;
    const live = this.#stage.live[role].map((run) => run.requirements);
    if (live.length === 0) this.#failures.push(`there is no live run of the ${role} to compare with`);
    const { contradictions, notes } = agreementOf(requirements, live);
    this.#failures.push(...contradictions);
    this.#notes.push(...notes);
    const count = (verdict: string): number => requirements.filter((each) => each.verdict === verdict).length;
    return `${count('pass')} passed, ${count('fail')} failed, ${count('advice')} advice`;
  }

  /** What an import of a log says has to be what was recorded. */
  async #import(format: LoggedFormat, recorded: Said): Promise<void> {
    const output = `imported-${format}.pop3`;
    const log = format === 'rawlog' ? 'log.in' : `log.${format}`;
    await this.#ends(`the import of ${log}`, this.#pop3spec(['import', log, '-o', output]));
    const difference = differs(recorded, await this.#said(output), GAPS[format]);
    if (difference !== undefined) this.#failures.push(`imported from ${format}: ${difference}`);
  }

  /** Nothing that our commands have written may hold a secret of the account. */
  async #seek(): Promise<void> {
    const secrets = accountSecrets(this.#session.account);
    const { folder } = this.#stage;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      // Logs of clients and of servers have them: nobody has hidden them there.
      if (!entry.isFile() || entry.name.startsWith('log.')) continue;
      const octets = await readFile(path.join(entry.parentPath, entry.name));
      for (const secret of secrets) {
        if (octets.includes(secret)) this.#failures.push(`a secret is in ${entry.name}`);
      }
    }
    await rm(this.#path('key.pem'));
  }

  async #said(file: string): Promise<Said> {
    const parsed = parseScript(await readFile(this.#path(file), 'latin1'), file);
    if (parsed.ok && parsed.script.kind === 'conversation') return saidIn(parsed.script);
    throw new Error(`${file} is no recording`);
  }
}
