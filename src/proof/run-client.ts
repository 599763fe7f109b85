/** A client that is a subject: the suite launches it, in this process. */

import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { ReferenceClient } from '../client/reference/launcher.ts';
import { examineClient } from '../suite/examine-client.ts';
import { Untestable } from '../target/untestable.ts';
import type { ProofRun } from './run-subject.ts';
import type { ClientSubject } from './subject.ts';
import { NOTHING_SEEN, observe, type Observation } from './trial.ts';

/** How long a line of the server's may take, and a whole launch, in milliseconds: a fault may be to wait for ever. */
const TIMEOUT_MS = 1_500;
const LAUNCH_MS = 2_500;
/** How long a scenario may wait for time to pass, in milliseconds. */
const MAX_WAIT_MS = 5_000;

/** Runs the suite on a client. */
export async function runClient(subject: ClientSubject, run: ProofRun): Promise<Observation> {
  const { selected, segmentation } = run;
  const launcher = new ReferenceClient({
    name: subject.name,
    manner: subject.manner,
    timeoutMs: TIMEOUT_MS,
    limitMs: LAUNCH_MS,
  });
  try {
    const result = await examineClient({
      target: {
        launcher,
        tls: subject.tls,
        user: 'alice',
        password: 'wonderland',
        timeoutMs: LAUNCH_MS,
        maxWaitMs: subject.maxWait === undefined ? MAX_WAIT_MS : 1_000 * subject.maxWait,
        segmentation,
        temporaryExits: [],
      },
      requirements: run.requirements,
      root: suiteRoot(),
      version: 'proof',
      strict: false,
      ...(selected === undefined ? {} : { selected }),
    });
    return observe(result, subject.owner, []);
  } catch (error) {
    if (!(error instanceof Untestable)) throw error;
    return { ...NOTHING_SEEN, errors: [`the suite could not test it: ${error.message}`] };
  }
}
