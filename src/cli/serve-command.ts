/** `pop3spec serve`: the fake server, on its own. */

import { Pop3Server } from '../server/listener.ts';
import { LiveLog } from '../server/live-log.ts';
import { loadPersonae } from '../server/personae/personae.ts';
import type { Witness, Witnesses } from '../server/witness.ts';
import { EXIT } from '../verdict/summary.ts';
import type { Environment, Stream } from './environment.ts';
import { PASSWORD_VARIABLE } from './given-target.ts';
import { aborted, authority, listening } from './listening.ts';
import { servedConfig, type RecordingManner } from './serve-config.ts';
import { LineOutput } from './serve-output.ts';
import type { ServeFlags } from './serve-program.ts';
import { serveSettings } from './serve-settings.ts';

/**
 * Runs the command until it is interrupted, or with `--once` until the first connection has ended.
 * @param recording where the script has to be one: how it is played
 * @returns the exit status
 * @throws {UsageError} where it can't serve as it was asked to
 */
export async function serveCommand(
  script: string | undefined,
  flags: ServeFlags,
  environment: Environment,
  recording?: RecordingManner,
): Promise<number> {
  const { stdout, variables, interruption } = environment;
  if (flags.listPersonae === true) return await listPersonae(stdout);
  const settings = serveSettings(script, flags);
  const lines = new LineOutput(stdout);
  const log = settings.log ? new LiveLog((line) => lines.write(line), environment.secrets) : undefined;
  const { config, title } = await servedConfig(
    settings,
    variables[PASSWORD_VARIABLE],
    (connection, text) => log?.note(connection, text),
    recording,
  );
  // A password that everybody may know; from here on not even that is written. A recording asks for none.
  const isOwnAccount = settings.password === undefined && settings.passwordFile === undefined;
  if (recording === undefined && settings.user === undefined && isOwnAccount) {
    environment.say('log in as alice, for instance, with the password wonderland');
  }
  environment.secrets.push(...config.accounts.map(({ password }) => Buffer.from(password, 'utf8')));
  const end = new AbortController();
  const witness = witnesses(log, settings.once ? () => end.abort() : undefined);
  const kept = recording?.transcript === undefined ? {} : { transcript: recording.transcript };
  const server = await listening(settings, async () => await Pop3Server.start({ ...config, ...kept, witness }));
  stdout.write(`listening on ${authority(server)} (${environment.hidden(title)})\n`);
  await aborted(AbortSignal.any([interruption.signal, end.signal]));
  await server.close();
  const [fault] = [...server.faults, ...interruption.faults];
  if (fault !== undefined) throw fault;
  return EXIT.conforming;
}

async function listPersonae(stdout: Stream): Promise<number> {
  const personae = await loadPersonae();
  const width = Math.max(...personae.map(({ name }) => name.length));
  stdout.write(personae.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join(''));
  return EXIT.conforming;
}

/** @param onFirstEnd called when the first connection has ended */
function witnesses(log: LiveLog | undefined, onFirstEnd: (() => void) | undefined): Witnesses {
  return (connection, peer) => {
    const witness = log?.witness(connection, peer) ?? UNINTERESTED;
    if (connection !== 1 || onFirstEnd === undefined) return witness;
    return {
      received: (arrival) => witness.received(arrival),
      sent: (answer) => witness.sent(answer),
      secured: (outcome) => witness.secured(outcome),
      ended: (unanswered, failure) => {
        witness.ended(unanswered, failure);
        onFirstEnd();
      },
    };
  };
}

const UNINTERESTED: Witness = {
  received: () => undefined,
  sent: () => undefined,
  secured: () => undefined,
  ended: () => undefined,
};
