/** The server that is built in, as a target: what is tested where the user names none. */

import type { Account, ServerTarget } from '../target/target.ts';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import { UsageError } from './errors.ts';
import { pace } from './given-target.ts';
import type { Settings } from './settings.ts';

/** A target that can be examined, and what belongs to it while that lasts. */
export interface ReadyTarget {
  readonly target: ServerTarget;
  /** What went wrong so far in a server of ours. */
  readonly faults: () => readonly unknown[];
  readonly close: () => Promise<void>;
}

/** What describes a server of the user's own, with the option that gives it. */
const FOREIGN: ReadonlyArray<readonly [keyof Settings, string]> = [
  ['user', '--user'],
  ['password', '--password'],
  ['passwordFile', '--password-file'],
  ['accounts', '--account'],
  ['ca', '--ca'],
  ['insecure', '--insecure'],
  ['deliver', '--deliver'],
];

/** Whether the settings fit a run without a target. @throws {UsageError} where they describe a server that is not named */
function refuseForeignSettings(settings: Settings): void {
  const foreign = FOREIGN.find(([key]) => settings[key] !== undefined);
  if (foreign === undefined) return;
  throw new UsageError(
    `${foreign[1]} describes a server, and none is named: write pop3spec server HOST:PORT (without one, the built-in server is tested)`,
  );
}

function credentials({ user, password }: Account): Account {
  return { user, password };
}

/**
 * Starts the built-in server on loopback. Its messages are its own, so they may be deleted.
 * @throws {UsageError} where the settings describe another server
 */
export async function builtInTarget(settings: Settings): Promise<ReadyTarget> {
  refuseForeignSettings(settings);
  const config = await builtInConfig();
  const tls = settings.tls ?? 'none';
  const mode = tls === 'implicit' ? 'implicit' : 'stls';
  const [main, ...others] = config.accounts;
  if (main === undefined) throw new Error('the built-in server has no account');
  const spares = Array.from({ length: (settings.parallel ?? 1) - 1 }, (_, lane) => ({
    ...main,
    user: `lane${lane + 2}`,
  }));
  const server = await Pop3Server.start({
    ...config,
    accounts: [...config.accounts, ...spares],
    ...(config.tls === undefined ? {} : { tls: { ...config.tls, mode } }),
  });
  const target: ServerTarget = {
    name: 'pop3spec (built in)',
    host: server.host,
    port: server.port,
    tls,
    verification: config.tls === undefined ? {} : { ca: config.tls.cert },
    accounts: [credentials(main), ...others.map(credentials)],
    spares: spares.map(credentials),
    ...pace(settings),
    allowDelete: true,
    deliver: async (user, message) => {
      server.deliver(user, message);
    },
  };
  return { target, faults: () => server.faults, close: () => server.close() };
}
