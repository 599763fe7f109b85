/** The launches that live, so that none outlives us: however our own process ends, as long as it can still do something then. */

/** What is left of a launch, and can be ended at once. */
export interface Endable {
  /** Ends its processes and removes its folder, without waiting for anything. */
  endNow(): void;
}

/** The exit status after a signal, as shells have it: 128 and its number. */
const STATUS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const live = new Set<Endable>();
let isWatching = false;

/** Takes a launch in. Sooner or later it has to be {@link forget forgotten}. */
export function remember(launch: Endable): void {
  live.add(launch);
  if (isWatching) return;
  isWatching = true;
  process.on('exit', endAll);
  // What the terminal sends does not reach the clients, which have sessions of their own. Whoever else listens decides on the end.
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    // Before the others: one that listens only once is still counted then.
    process.prependListener(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(STATUS[signal]);
    });
  }
}

export function forget(launch: Endable): void {
  live.delete(launch);
}

function endAll(): void {
  for (const launch of live) {
    try {
      launch.endNow();
    } catch {
      // The others are to be ended all the same.
    }
  }
  live.clear();
}
