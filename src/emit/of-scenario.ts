/** What a failed scenario said over the wire, as a recording, and the ways in which it is said again. Pure. */

import { recordingOf } from '../record/of-entries.ts';
import { octetsOf } from '../protocol/octets.ts';
import { parseScript } from '../script/parse.ts';
import { printScript } from '../script/print.ts';
import type { Conversation } from '../script/syntax.ts';
import { withoutCuts } from '../shrink/cuts.ts';
import { assembled, partsOf } from '../shrink/parts.ts';
import type { Reproduction, Role, ScenarioResult, Target, TranscriptEntry } from '../verdict/result.ts';
import { emitForServer, type ShellServer } from './shell.ts';

/** A script that is longer is not shown, in characters: nobody copies it out of a page. */
const LONGEST = 16 * 1024;

/** The connection on which a breach was seen; else the last one. */
function connectionOf({ findings, transcript }: ScenarioResult): number | undefined {
  const breach = findings.find(({ kind, at }) => (kind === 'fail' || kind === 'advice') && at !== undefined);
  const seen = breach?.at === undefined ? undefined : transcript[breach.at.entry]?.connection;
  return seen ?? transcript.at(-1)?.connection;
}

/**
 * The conversation in which a breach was seen.
 * @returns undefined where there was none, or not all of it is known any more
 */
export function conversationOf(scenario: ScenarioResult): Conversation | undefined {
  const connection = connectionOf(scenario);
  const own = scenario.transcript.filter((entry) => entry.connection === connection);
  if (!own.some(({ event }) => event === 'data') || own.some(({ omitted }) => omitted !== undefined)) return undefined;
  const underTls = own.find(({ event }) => event !== 'connect')?.event === 'tls';
  const parsed = parseScript(recordingOf(own.map(entryOf), underTls));
  if (!parsed.ok || parsed.script.kind !== 'conversation') return undefined;
  return parsed.script;
}

function entryOf({ t, connection, from, event, data }: TranscriptEntry): Parameters<typeof recordingOf>[0][number] {
  return { t, connection, from, event, octets: octetsOf(data), secrets: [] };
}

/** A conversation without the borders of the server's segments: of a server they are nobody's choice. */
export function asAskedOfServer({ underTls, ...conversation }: Conversation): Conversation {
  return assembled(withoutCuts(partsOf({ underTls, ...conversation })), underTls).conversation;
}

/** How a breach is seen again, beside the command that runs its scenario. */
export function reproductionsOf(scenario: ScenarioResult, role: Role, target: Target): Reproduction[] {
  const heard = conversationOf(scenario);
  if (heard === undefined) return [];
  const conversation = role === 'server' ? asAskedOfServer(heard) : heard;
  const script = printScript(conversation);
  if (script.length > LONGEST) return [];
  if (role === 'client') return [{ label: 'as the server that it met: save it for "pop3spec replay"', text: script }];
  const address = shellServer(target);
  const shell = address === undefined ? undefined : emitForServer(conversation, address);
  return [
    ...(shell?.ok === true ? [{ label: 'in a shell', text: shell.text }] : []),
    { label: 'as a script: save it for "pop3spec replay" and "pop3spec shrink"', text: script },
  ];
}

/** The address of a result's target; undefined where it has none, such as the built-in server, which is gone. */
export function shellServer({ address, tls }: Target): ShellServer | undefined {
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (host === undefined || port === undefined) return undefined;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port), underTls: tls === 'implicit' };
}
