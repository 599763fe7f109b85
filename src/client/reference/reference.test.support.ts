/** What tests of the reference client share: launches against the built-in server, with a record of who said what. */

import { onTestFinished } from 'vitest';
import { latin1 } from '../../protocol/octets.ts';
import type { ServerConfig } from '../../server/config.ts';
import { DOTTED, INTERNATIONAL, TINY } from '../../server/sample-messages.ts';
import { scriptedConfig } from '../../server/scripted.ts';
import { defaults, startServer } from '../../server/testing.ts';
import type { Ending, Errand, RunningClient } from '../../target/client.ts';
import { ReferenceClient, type ReferenceOptions } from './launcher.ts';

/** A launch, and what the server saw of it. */
export interface Launched {
  readonly running: RunningClient;
  /** Each line of the client's as the server looked at it, without its CRLF. */
  readonly lines: string[];
  /** Those that had not waited for the answer before them. */
  readonly pipelined: string[];
  /** How many connections there were. */
  readonly connections: () => number;
}

export interface Setting {
  /** A script for the server: overrides, or a whole conversation. */
  readonly script?: string;
  readonly config?: Partial<ServerConfig>;
  readonly errand?: Partial<Errand>;
  readonly client?: ReferenceOptions;
  /** Who else sees what the server sees. */
  readonly witness?: NonNullable<ServerConfig['witness']>;
}

export const ALICE = { user: 'alice', password: 'wonderland' } as const;

/** What is in alice's maildrop, where the test says nothing else: four messages, the last of them not ASCII. */
export const MAIL: readonly Buffer[] = [DOTTED, TINY, DOTTED, INTERNATIONAL];

async function smallMaildrop(): Promise<ServerConfig> {
  const config = await defaults();
  return { ...config, accounts: config.accounts.map((account) => ({ ...account, messages: MAIL })) };
}

/** Starts a server and sends the client to it. */
export async function launch({
  script = '',
  config = {},
  errand = {},
  client = {},
  witness: other,
}: Setting = {}): Promise<Launched> {
  const lines: string[] = [];
  const pipelined: string[] = [];
  let connections = 0;
  const witness: ServerConfig['witness'] = (number, peer) => {
    const also = other?.(number, peer);
    connections += 1;
    return {
      received: (arrival) => {
        also?.received(arrival);
        lines.push(latin1(arrival.line.content));
        if (arrival.pipelined) pipelined.push(latin1(arrival.line.content));
      },
      sent: () => {},
      secured: () => {},
      ended: (unanswered) => {
        lines.push(...unanswered.map(({ content }) => latin1(content)));
      },
    };
  };
  const base = { ...(await smallMaildrop()), ...config };
  const scripted = scriptedConfig(script, base);
  if (!scripted.ok) throw new Error(JSON.stringify(scripted.mistakes));
  const server = await startServer({ ...scripted.config, witness });
  const stop = new AbortController();
  const running = await new ReferenceClient({ timeoutMs: 20_000, ...client }).launch({
    host: server.host,
    port: server.port,
    ...ALICE,
    tls: 'none',
    ca: base.tls?.cert ?? '',
    signal: stop.signal,
    ...errand,
  });
  onTestFinished(async () => {
    stop.abort();
    await running.ended;
  });
  return { running, lines, pipelined, connections: () => connections };
}

/** Sends the client to a server, and waits until it has ended. */
export async function fetched(setting: Setting = {}): Promise<Launched & { ending: Ending }> {
  const launched = await launch(setting);
  return { ...launched, ending: await launched.running.ended };
}

/**
 * The keywords that a client sent, without the lines of SASL exchanges.
 * @param words how many words of each line are shown
 */
export function keywords(lines: readonly string[], words = 1): string {
  const commands = lines.filter((line) =>
    /^(?:CAPA|STLS|UTF8|USER|PASS|APOP|AUTH|STAT|LIST|UIDL|RETR|TOP|DELE|QUIT|NOOP)\b/i.test(line),
  );
  return commands.map((line) => line.split(' ').slice(0, words).join(' ')).join(' ');
}
