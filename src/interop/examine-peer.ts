/** Runs the suite against one peer in one segmentation, on a server that is started for it and stopped whatever happens. */

import path from 'node:path';
import { version } from '../cli/package-info.ts';
import type { Requirement } from '../catalogue/requirement.ts';
import { examineServer } from '../suite/examine-server.ts';
import type { ServerTarget } from '../target/target.ts';
import type { RunResult } from '../verdict/result.ts';
import { parseSegmentation } from '../wire/segmentation.ts';
import { deliverToMaildir, deliverToMbox } from './delivery.ts';
import { startPeer, type RunningPeer } from './peer-process.ts';
import { ACCOUNTS, nameOf, type Peer } from './peers.ts';

/** How long a peer may take for one answer (a wrong password costs up to 5 s, Dovecot's lock 12 s), in milliseconds. */
const TIMEOUT_MS = 30_000;
/** The longest LOGIN-DELAY that a scenario waits out: Courier announces 10 s. In milliseconds. */
const MAX_WAIT_MS = 12_000;
/** How long the whole suite may take against one peer, in milliseconds: past that something hangs. */
const RUN_LIMIT_MS = 30 * 60_000;
/** How long an examination that was told to end may take to do so, in milliseconds. */
const GRACE_MS = 2 * TIMEOUT_MS;

const DELIVERIES = { maildir: deliverToMaildir, mbox: deliverToMbox } as const;

/** What all the runs have in common. */
export interface Suite {
  readonly requirements: readonly Requirement[];
  /** The folder that holds `features/` and `src/interop/peers/`. */
  readonly root: string;
  /** A folder for the state directories of the peers. */
  readonly states: string;
  /** Ends the runs early. */
  readonly signal: AbortSignal;
}

export interface PeerRun {
  readonly result: RunResult;
  /** The version of the server's Debian package. */
  readonly version: string;
}

/**
 * Examines a peer with one segmentation of our octets.
 * @param segmentation as `parseSegmentation` reads it
 * @throws {Error} where the peer can't be started or tested, the harness has a fault, or the run takes too long
 */
export async function examinePeer(peer: Peer, segmentation: string, suite: Suite): Promise<PeerRun> {
  const state = path.join(suite.states, `${nameOf(peer)}-${segmentation.replace(':', '-')}`);
  const running = await startPeer(peer, path.join(suite.root, 'src/interop/peers'), state);
  try {
    const result = await within(RUN_LIMIT_MS, suite.signal, (signal) =>
      examineServer({
        target: targetOf(peer, running, segmentation),
        requirements: suite.requirements,
        root: suite.root,
        version: version(),
        strict: false,
        signal,
      }),
    );
    const [fault] = result.faults;
    if (fault !== undefined) throw new Error(`the harness itself failed (exit status 70): ${fault}`);
    if (result.interrupted !== undefined) throw new Error(result.interrupted);
    return { result, version: running.version };
  } finally {
    await running.stop();
  }
}

function targetOf(peer: Peer, running: RunningPeer, segmentation: string): ServerTarget {
  const cut = parseSegmentation(segmentation);
  if (cut === undefined) throw new Error(`there is no segmentation ${segmentation}`);
  return {
    name: nameOf(peer),
    host: '127.0.0.1',
    port: running.port,
    tls: peer.tls,
    verification: running.ca === undefined ? {} : { ca: running.ca },
    accounts: ACCOUNTS,
    timeoutMs: TIMEOUT_MS,
    maxWaitMs: MAX_WAIT_MS,
    segmentation: cut,
    // Its mail is made anew at every start.
    allowDelete: true,
    deliver: DELIVERIES[peer.mail](path.join(running.state, 'mail')),
  };
}

/** Runs `work`, tells it to end after `limitMs`, and gives it up where it does not. @throws {Error} where it took too long */
async function within<T>(limitMs: number, ended: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it hangs: told to end after ${limitMs / 1000} s, it did not`)),
      limitMs + GRACE_MS,
    );
  });
  try {
    const done = await Promise.race([work(AbortSignal.any([limit, ended])), hang]);
    if (limit.aborted) throw new Error(`it took longer than ${limitMs / 1000} s`);
    return done;
  } finally {
    clearTimeout(timer);
  }
}
