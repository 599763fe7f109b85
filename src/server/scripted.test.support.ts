/** What tests of scripts on the wire share. */

import { expect } from 'vitest';
import type { ServerConfig } from './config.ts';
import type { Pop3Server } from './listener.ts';
import { scriptedConfig, type ScriptOptions } from './scripted.ts';
import { defaults, startServer, TestClient } from './testing.ts';

/** Starts the built-in server with a script, which must be right; it ends with the test. */
export async function serve(
  source: string,
  changes: Partial<ServerConfig> = {},
  options: ScriptOptions = {},
): Promise<Pop3Server> {
  const scripted = scriptedConfig(source, { ...(await defaults()), ...changes }, options);
  if (!scripted.ok) throw new Error(JSON.stringify(scripted.mistakes));
  return await startServer(scripted.config);
}

/** A client, greeted, of a server with a script. */
export async function talk(
  source: string,
  changes: Partial<ServerConfig> = {},
): Promise<TestClient & { greeting: string }> {
  return await TestClient.open(await serve(source, changes));
}

/** The same, logged in as alice. */
export async function loggedIn(source: string, changes: Partial<ServerConfig> = {}): Promise<TestClient> {
  const client = await talk(source, changes);
  expect(await client.logIn()).toMatch(/^\+OK/);
  return client;
}

/** What a server with a script answers to these lines. */
export async function answers(source: string, ...lines: string[]): Promise<string[]> {
  return await (await talk(source)).commands(...lines);
}

/** All that the server sends when these lines come in one segment, the last of which ends the connection. */
export async function said(client: TestClient, ...lines: string[]): Promise<string> {
  client.send(lines.map((line) => `${line}\r\n`).join(''));
  return await client.rest();
}
