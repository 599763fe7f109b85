/**
 * All sessions with a real Dovecot: recorded, replayed to the same client and to the same server, judged, and imported from
 * each log of them. Their recordings are published.
 */

import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deliverToMaildir } from '../delivery.ts';
import { needPackage } from '../packages.ts';
import { startPeer, type RunningPeer } from '../peer-process.ts';
import type { Peer } from '../peers.ts';
import { readResult } from '../../verdict/read-result.ts';
import type { RunResult } from '../../verdict/result.ts';
import { selfSigned } from '../../server/certificates.ts';
import { largeMessage } from './large-message.ts';
import { play, type Played } from './play.ts';
import { renderSessions } from './table.ts';
import { LARGE, SESSIONS, SMALL, type Session } from './sessions.ts';

/** A message past this is taken out of the small maildrop, in octets. */
const SMALL_OCTETS = 10_000;

const dovecot = { server: 'dovecot', mail: 'maildir' } as const;
const PEERS: Readonly<Record<Session['tls'], Peer>> = {
  none: { ...dovecot, variant: 'plain', tls: 'none', about: 'Dovecot, without TLS' },
  stls: { ...dovecot, variant: 'tls', tls: 'stls', about: 'Dovecot, with STLS' },
};

/** So many messages are put into the small maildrop beside those that are there. */
const FURTHER = 3;

export interface SessionsRun {
  readonly passed: number;
  readonly failures: readonly string[];
}

/**
 * Plays every session, and publishes the recordings of those that are small.
 * @param states a folder for everything that is not kept
 * @param logs a folder for the logs of the sessions, with the passwords in them; absent: they are not kept
 * @param say is told how it goes
 */
export async function playSessions(
  root: string,
  states: string,
  signal: AbortSignal,
  say: (line: string) => void,
  logs?: string,
): Promise<SessionsRun> {
  const reports = path.join(root, 'reports/interop');
  const played: Played[] = [];
  const failures: string[] = [];
  let version = 'unknown';
  for (const tls of ['none', 'stls'] as const) {
    const state = path.join(states, `sessions-${tls}`);
    const peer = await startPeer(PEERS[tls], path.join(root, 'src/interop/peers'), state);
    ({ version } = peer);
    try {
      await prepare(peer);
      for (const session of SESSIONS.filter((each) => each.tls === tls)) {
        const began = performance.now();
        try {
          signal.throwIfAborted();
          await needPackage(session.package);
          const folder = path.join(states, session.name);
          await mkdir(folder);
          await chmod(folder, 0o700);
          const one = await play(session, {
            root,
            folder,
            peer,
            identity: await selfSigned(),
            live: { server: await resultsOf(reports, 'dovecot'), client: await resultsOf(reports, session.client) },
            signal,
          });
          played.push(one);
          if (logs !== undefined) await keep(folder, path.join(logs, session.name));
          failures.push(...one.failures);
          for (const note of one.notes) say(`note: ${note}`);
          const seconds = Math.round((performance.now() - began) / 1000);
          say(`session ${session.name}: ${one.failures.length === 0 ? 'the same' : 'different'} in ${seconds} s`);
        } catch (error) {
          failures.push(`session ${session.name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    } finally {
      await peer.stop();
    }
  }
  const page = renderSessions(played, version);
  say(page);
  if (failures.length === 0) await publish(path.join(reports, 'sessions'), played, page);
  return { passed: played.filter((each) => each.failures.length === 0).length, failures };
}

/** Makes the maildrops that the sessions need, and the folder into which Dovecot writes down what is said. */
async function prepare({ state }: RunningPeer): Promise<void> {
  const mail = path.join(state, 'mail');
  const small = path.join(mail, SMALL.user, 'Maildir/new');
  for (const name of await readdir(small)) {
    const file = path.join(small, name);
    if ((await stat(file)).size > SMALL_OCTETS) await unlink(file);
  }
  const deliver = deliverToMaildir(mail);
  // So many that a client which pipelines is seen to: Nagle's algorithm keeps the second command back, and not the third.
  for (let number = 1; number <= FURTHER; number++) {
    await deliver(
      SMALL.user,
      Buffer.from(`From: sender@example.org\r\nSubject: further ${number}\r\n\r\n.${number}\r\n`),
    );
  }
  await deliver(LARGE.user, largeMessage(LARGE.octets));
  const rawlog = path.join(state, 'rawlog');
  await mkdir(rawlog);
  await chmod(rawlog, 0o777); // Dovecot writes there as the user of the mail
}

/** The published results of live runs of a peer in all its variants. */
async function resultsOf(reports: string, product: string): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const name of await readdir(reports)) {
    if (!name.startsWith(`${product}-`) || !name.endsWith('.json')) continue;
    const read = readResult(await readFile(path.join(reports, name), 'utf8'));
    if (!read.ok) throw new Error(`${name}: ${read.problems.join('; ')}`);
    results.push(read.result);
  }
  return results;
}

/** Copies the logs of a session, and its recording. */
async function keep(folder: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.startsWith('log.') || name === 'session.pop3')
      await copyFile(path.join(folder, name), path.join(to, name));
  }
}

async function publish(folder: string, played: readonly Played[], page: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { session, file } of played) {
    if (session.isSmall) await writeFile(path.join(folder, `${session.name}.pop3`), await readFile(file));
  }
  await writeFile(path.join(folder, 'README.md'), page);
}
