/** What tests of the reference client share: launches against the built-in server, with a record of who said what. */

import { onTestFinished } from 'vitest';
import { latin1 } from '../../protocol/octets.ts';
import type { ServerConfig } from '../../server/config.ts';
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
}

export const ALICE = { user: 'alice', password: 'wonderland' } as const;

/** Starts a server and sends the client to it. */
export async function launch({ script = '', config = {}, errand = {}, client = {} }: Setting = {}): Promise<Launched> {
  const lines: string[] = [];
  const pipelined: string[] = [];
  let connections = 0;
  const witness: ServerConfig['witness'] = () => {
    connections += 1;
    return {
      received: (arrival) => {
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
  const base = { ...(await defaults()), ...config };
  const scripted = scriptedConfig(script, base);
  if (!scripted.ok) throw new Error(JSON.stringify(scripted.mistakes));
  const server = await startServer({ ...scripted.config, witness });
  const stop = new AbortController();
  const running = await new ReferenceClient({ timeoutMs: 5_000, ...client }).launch({
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
