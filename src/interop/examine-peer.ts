/** Runs the suite against one server in one segmentation; it is started for that and stopped whatever happens. */

import path from 'node:path';
import { version } from '../cli/package-info.ts';
import { examineServer } from '../suite/examine-server.ts';
import type { ServerTarget } from '../target/target.ts';
import { deliverToMaildir, deliverToMbox } from './delivery.ts';
import { finished, segmentationOf, type PeerRun, type Suite } from './examining.ts';
import { startPeer, type RunningPeer } from './peer-process.ts';
import { ACCOUNTS, nameOf, type Peer } from './peers.ts';

/** How long a peer may take for one answer (a wrong password costs up to 5 s, Dovecot's lock 12 s), in milliseconds. */
const TIMEOUT_MS = 30_000;
/** The longest LOGIN-DELAY that a scenario waits out: Courier announces 10 s. In milliseconds. */
const MAX_WAIT_MS = 12_000;
/** How long an examination that was told to end may take to do so, in milliseconds. */
const GRACE_MS = 2 * TIMEOUT_MS;

const DELIVERIES = { maildir: deliverToMaildir, mbox: deliverToMbox } as const;

/**
 * Examines a server with one segmentation of our octets.
 * @param segmentation as `parseSegmentation` reads it
 * @throws {Error} where the server can't be started or tested, the harness has a fault, or the run takes too long
 */
export async function examinePeer(peer: Peer, segmentation: string, suite: Suite): Promise<PeerRun> {
  const state = path.join(suite.states, `${nameOf(peer)}-${segmentation.replace(':', '-')}`);
  const running = await startPeer(peer, path.join(suite.root, 'src/interop/peers'), state);
  try {
    const result = await finished(suite.signal, GRACE_MS, (signal) =>
      examineServer({
        target: targetOf(peer, running, segmentation),
        requirements: suite.requirements.server,
        root: suite.root,
        version: version(),
        strict: false,
        signal,
      }),
    );
    return { result, version: running.version };
  } finally {
    await running.stop();
  }
}

/** A peer that runs, as a target. @param segmentation as `parseSegmentation` reads it */
export function targetOf(peer: Peer, running: RunningPeer, segmentation: string): ServerTarget {
  return {
    name: nameOf(peer),
    host: '127.0.0.1',
    port: running.port,
    tls: peer.tls,
    verification: running.ca === undefined ? {} : { ca: running.ca },
    accounts: ACCOUNTS,
    timeoutMs: TIMEOUT_MS,
    maxWaitMs: MAX_WAIT_MS,
    segmentation: segmentationOf(segmentation),
    // Its mail is made anew at every start.
    allowDelete: true,
    deliver: DELIVERIES[peer.mail](path.join(running.state, 'mail')),
  };
}
