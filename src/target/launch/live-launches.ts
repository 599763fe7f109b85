/** The launches that live, so that none outlives us: however our own process ends, as long as it can still do something then. */

/** What is left of a launch, and can be ended at once. */
export interface Endable {
  /** Ends its processes and removes its folder, without waiting for anything. */
  endNow(): void;
}

/** The exit status after a hang-up: 128 and its number, as shells have it. */
const HANGUP = 129;

const live = new Set<Endable>();
let isWatching = false;

/** Takes a launch in. Sooner or later it has to be {@link forget forgotten}. */
export function remember(launch: Endable): void {
  live.add(launch);
  if (isWatching) return;
  isWatching = true;
  process.on('exit', endAll);
  // The terminal is gone. Its hang-up ends us, and does not reach the clients, which have sessions of their own.
  process.on('SIGHUP', () => {
    if (live.size > 0 || process.listenerCount('SIGHUP') === 1) process.exit(HANGUP);
  });
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
